from datetime import timedelta

from matchbox.accounts import queries
from matchbox.accounts.models import KeyPurpose, MailKey, Role, SignIn
from matchbox.core import clock
from matchbox.core.database import db
from matchbox.core.permissions import Visitor
from tests.browser import Browser
from tests.given.issues import selects
from tests.given.people import a_coordinator, a_person, an_analyst, someone_unconfirmed
from tests.given.rows import saved


def a_sign_in(person, token, **more):
    more = {"expires_at": clock.now() + timedelta(days=1), **more}
    return saved(SignIn(user_id=person.id, token_hash=queries.hashed(token), **more))


def a_key(person, purpose, **more):
    more = {"expires_at": clock.now() + timedelta(days=1), **more}
    return saved(MailKey(user_id=person.id, email=person.email, purpose=purpose, **more))


def test_a_token_is_good_while_its_sign_in_lasts(app):
    person, now = a_person(), clock.now()
    a_sign_in(person, "good")
    a_sign_in(person, "ended", ended_at=now)
    a_sign_in(person, "over", expires_at=now)
    found = {token: queries.signed_in_with(token, now) for token in ("good", "ended", "over", "never", "")}
    assert found == {"good": person, "ended": None, "over": None, "never": None, "": None}


def test_everybody_sees_only_their_own_running_sign_ins_the_latest_first(app):
    person, now = a_person(), clock.now()
    first, second = a_sign_in(person, "1"), a_sign_in(person, "2")
    a_sign_in(person, "3", ended_at=now)
    a_sign_in(a_person(), "4")
    assert queries.running_sign_ins(person, now) == [second, first]
    assert db.session.scalars(queries.sign_ins_of(Visitor())).all() == []


def test_people_are_found_by_any_spelling_of_their_address(app):
    person = a_person()
    assert queries.by_email(f" {person.email.upper()} ") == person
    assert queries.by_email("nobody@example.jp") is None


def test_a_link_names_its_key_for_its_own_purpose(app):
    person = a_person()
    key = a_key(person, KeyPurpose.RESET)
    token = queries.token_of(key)
    assert queries.key_of(token, KeyPurpose.RESET) == key
    assert queries.key_of(token, KeyPurpose.CONFIRM) is None
    assert queries.key_of("9999.x", KeyPurpose.RESET) is None


def test_the_password_of_the_latest_registration_waits_for_the_confirmation(app):
    waiting = someone_unconfirmed()
    assert queries.password_hash_of(waiting) == ""
    a_key(waiting, KeyPurpose.CONFIRM, password_hash="first")
    a_key(waiting, KeyPurpose.CONFIRM, password_hash="second")
    a_key(waiting, KeyPurpose.POST)
    assert queries.password_hash_of(waiting) == "second"
    confirmed = a_person(password_hash="own")
    a_key(confirmed, KeyPurpose.CONFIRM, password_hash="somebody else's")
    assert queries.password_hash_of(confirmed) == "own"
    assert queries.password_hash_of(None) == ""


def test_holders_of_a_role_are_those_of_today(app):
    second, first = a_coordinator("いろは"), a_coordinator("あいう")
    a_coordinator(until_on=clock.today() - timedelta(days=1))
    an_analyst()
    assert queries.holders_of(Role.COORDINATOR) == [first, second]


def test_the_list_of_devices_takes_the_same_number_of_statements_however_long_it_is(app):
    person = a_person()
    browser = Browser(app, person)
    with selects() as few:
        browser.get("/profile/devices")
    for number in range(15):
        a_sign_in(person, f"more {number}")
    with selects() as many:
        browser.get("/profile/devices")
    assert len(few) == len(many) > 0
