import threading
from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from matchbox.accounts import actions, queries, rules
from matchbox.accounts.models import Consent, KeyPurpose, MailKey, Role, RoleGrant, SignIn, User
from matchbox.core import clock
from matchbox.core.database import db
from matchbox.core.errors import Forbidden, Invalid, NotNow
from matchbox.core.journal import JournalEntry
from matchbox.core.permissions import SYSTEM, Visitor
from matchbox.tools import passwords
from matchbox.web.transactions import writing
from tests.given.people import PASSWORD, a_coordinator, a_person, a_person_with_password, someone_unconfirmed
from tests.given.rows import saved

VISITOR = Visitor()
HASH = passwords.hashed(PASSWORD)


def register(email="new@example.jp", name="新しい人", password_hash=HASH):
    with writing():
        return actions.register(VISITOR, None, email=email, name=name, password_hash=password_hash)


def the_keys(purpose=KeyPurpose.CONFIRM):
    return list(db.session.scalars(select(MailKey).where(MailKey.purpose == purpose).order_by(MailKey.id)))


def facts():
    return list(db.session.scalars(select(JournalEntry.kind).order_by(JournalEntry.id)))


def signed_in(person, token, **more):
    more = {"expires_at": clock.now() + timedelta(days=1), **more}
    return saved(SignIn(user_id=person.id, token_hash=queries.hashed(token), **more))


def test_who_registers_has_an_account_that_waits_for_its_confirmation(app):
    person = register(email="New@Example.jp")
    assert (person.email, person.confirmed_at, person.password_hash) == ("new@example.jp", None, "")
    assert facts() == ["Registered"]
    consents = db.session.scalars(select(Consent)).all()
    assert [(row.user_id, row.document, row.version) for row in consents] == [(person.id, "terms", rules.TERMS_VERSION)]


def test_the_confirmation_brings_address_and_password_into_force(app):
    person = register()
    with writing():
        actions.confirm(VISITOR, the_keys()[0])
    assert person.confirmed_at and passwords.fits(PASSWORD, person.password_hash)
    assert facts() == ["Registered", "EmailConfirmed"]


def test_registering_a_known_address_changes_nothing_and_tells_its_owner(app):
    owner = a_person_with_password()
    before = (owner.name, owner.password_hash)
    assert register(email=owner.email, name="ほかの名前", password_hash=passwords.hashed("another password!")) == owner
    assert (owner.name, owner.password_hash) == before
    assert the_keys() == [] and facts() == ["RegisteredAgain"]


def test_each_registration_of_an_address_brings_only_its_own_password(app):
    """Somebody registers with an address that is not theirs: the owner's own link still sets the owner's password."""
    others, own = passwords.hashed("the password of somebody else"), HASH
    register(password_hash=others)
    register(password_hash=own)
    register(password_hash=others)
    with writing():
        person = actions.confirm(VISITOR, the_keys()[1])
    assert person.password_hash == own
    for key in (the_keys()[0], the_keys()[2]):
        with pytest.raises(NotNow), writing():
            actions.confirm(VISITOR, key)
    assert person.password_hash == own
    assert len(db.session.scalars(select(Consent)).all()) == 1


def test_confirming_a_post_gives_no_power_to_a_password_that_was_never_confirmed(app):
    register(email="poster@example.jp")
    with writing():
        person = actions.know_poster(VISITOR, None, email="Poster@example.jp", name="投稿した人")
        key = actions.issue_key(VISITOR, person, purpose=KeyPurpose.POST, subject_id=12)
    with writing():
        assert actions.use_key(VISITOR, key) == person
    assert person.confirmed_at and person.password_hash == ""
    with pytest.raises(NotNow), writing():
        actions.confirm(VISITOR, the_keys()[0])


def test_posters_are_known_by_their_address(app):
    known = a_person()
    with writing():
        assert actions.know_poster(VISITOR, None, email=known.email.upper(), name="ほかの名前") == known
        new = actions.know_poster(VISITOR, None, email="first@example.jp", name="はじめての人")
        assert actions.know_poster(VISITOR, None, email="first@example.jp", name="もう一度") == new
    assert known.name != "ほかの名前" and (new.name, new.confirmed_at) == ("はじめての人", None)


def test_a_link_is_good_once_and_for_its_time(app):
    person = someone_unconfirmed()
    with writing():
        key = actions.issue_key(VISITOR, person, purpose=KeyPurpose.POST, subject_id=1)
        late = actions.issue_key(VISITOR, person, purpose=KeyPurpose.RESET)
    with time_machine.travel(clock.now() + timedelta(days=6, hours=23)):
        with writing():
            actions.use_key(VISITOR, key)
        for each in (key, late):
            with pytest.raises(NotNow), writing():
                actions.use_key(VISITOR, each)


def test_a_link_for_an_address_that_changed_is_over(app):
    person = someone_unconfirmed()
    with writing():
        key = actions.issue_key(VISITOR, person, purpose=KeyPurpose.RESET)
    with writing():
        person.email = "changed@example.jp"
    with pytest.raises(NotNow), writing():
        actions.use_key(VISITOR, key)


def test_only_the_hash_of_a_sign_in_is_kept(app):
    person = a_person_with_password()
    with writing():
        actions.sign_in(VISITOR, person, proven=person.password_hash, token="secret token", device="Chrome・Windows")
    row = db.session.scalars(select(SignIn)).one()
    assert "secret" not in row.token_hash and queries.signed_in_with("secret token", clock.now()) == person
    assert row.expires_at - row.created_at >= timedelta(days=13)


@pytest.mark.parametrize("proven", ["", "another hash"])
def test_a_password_that_changed_meanwhile_does_not_let_in(app, proven):
    person = a_person_with_password()
    with pytest.raises(Invalid), writing():
        actions.sign_in(VISITOR, person, proven=proven, token="t", device="")
    assert db.session.scalars(select(SignIn)).all() == []


def test_an_unconfirmed_address_does_not_let_in(app):
    person = someone_unconfirmed(password_hash=HASH)
    with pytest.raises(Invalid), writing():
        actions.sign_in(VISITOR, person, proven=HASH, token="t", device="")


def test_a_new_password_by_letter_ends_every_sign_in_and_every_other_letter(app):
    person, other = a_person_with_password(), a_person()
    for token in ("a", "b"):
        signed_in(person, token)
    signed_in(other, "c")
    for _ in range(2):
        with writing():
            actions.ask_for_reset(VISITOR, None, email=person.email)
    first, second = the_keys(KeyPurpose.RESET)
    with writing():
        actions.reset_password(VISITOR, second, password_hash="new hash")
    now = clock.now()
    assert person.password_hash == "new hash"
    assert [queries.signed_in_with(token, now) for token in ("a", "b", "c")] == [None, None, other]
    with pytest.raises(NotNow), writing():
        actions.reset_password(VISITOR, first, password_hash="another")
    assert facts() == ["ResetAsked", "ResetAsked", "PasswordChanged"]


def test_asking_for_a_reset_of_an_unknown_address_does_nothing(app):
    with writing():
        assert actions.ask_for_reset(VISITOR, None, email="nobody@example.jp") is None
    assert facts() == [] and the_keys(KeyPurpose.RESET) == []


def test_a_reset_confirms_the_address_as_well(app):
    person = someone_unconfirmed()
    with writing():
        actions.ask_for_reset(VISITOR, None, email=person.email)
    with writing():
        actions.reset_password(VISITOR, the_keys(KeyPurpose.RESET)[0], password_hash="new hash")
    assert person.confirmed_at and person.password_hash == "new hash"


def test_changing_the_password_keeps_this_device_only(app):
    person = a_person_with_password()
    here = signed_in(person, "here")
    signed_in(person, "there")
    with writing():
        actions.change_password(person, person, proven=person.password_hash, password_hash="new", here=here)
    now = clock.now()
    assert queries.signed_in_with("here", now) == person and queries.signed_in_with("there", now) is None
    with pytest.raises(Invalid) as refusal, writing():
        actions.change_password(person, person, proven="not it", password_hash="newer", here=here)
    assert refusal.value.field == "old_password" and person.password_hash == "new"


def test_nobody_ends_the_sign_in_or_changes_the_account_of_another(app):
    person, other = a_person_with_password(), a_person()
    theirs = signed_in(person, "t")
    for deed in (
        lambda: actions.end_sign_in(other, theirs),
        lambda: actions.end_other_sign_ins(other, person, here=None),
        lambda: actions.save_profile(other, person, name="x", phone=""),
        lambda: actions.change_password(other, person, proven=person.password_hash, password_hash="x", here=None),
    ):
        with pytest.raises(Forbidden), writing():
            deed()
    assert queries.signed_in_with("t", clock.now()) == person


def test_signing_out_twice_is_signing_out_once(app):
    person = a_person()
    here = signed_in(person, "t")
    for _ in range(2):
        with writing():
            actions.end_sign_in(person, here)
    assert facts() == ["SignInEnded"] and queries.signed_in_with("t", clock.now()) is None


def test_the_office_enrols_people_it_knows(app):
    with writing():
        person = actions.enrol(SYSTEM, None, email="Staff@example.jp", name="センター 高橋", password_hash=HASH)
    assert person.email == "staff@example.jp" and person.confirmed_at
    with pytest.raises(Invalid), writing():
        actions.enrol(SYSTEM, None, email="staff@example.jp", name="もう一人")
    coordinator = a_coordinator()
    with pytest.raises(Forbidden), writing():
        actions.enrol(coordinator, None, email="x@example.jp", name="だれか")


def terms(person):
    return [(str(grant.from_on), grant.until_on and str(grant.until_on)) for grant in person.grants]


def grant(person, first, last=None, role=Role.COORDINATOR):
    with writing():
        return actions.grant_role(SYSTEM, person, role=role, from_on=first, until_on=last)


def test_a_new_term_ends_the_running_one_the_day_before(app):
    person = a_person()
    grant(person, date(2025, 4, 1))
    grant(person, date(2026, 4, 1), date(2027, 3, 31))
    assert terms(person) == [("2025-04-01", "2026-03-31"), ("2026-04-01", "2027-03-31")]
    grant(person, date(2026, 6, 1), role=Role.ANALYST)
    assert len(person.grants) == 3 and terms(person)[1] == ("2026-04-01", "2027-03-31")


def test_a_term_that_begins_the_same_day_is_put_right(app):
    person = a_person()
    grant(person, date(2026, 4, 1))
    grant(person, date(2026, 4, 1), date(2027, 3, 31))
    assert terms(person) == [("2026-04-01", "2027-03-31")]


def test_terms_never_overlap(app):
    person = a_person()
    grant(person, date(2026, 10, 1))
    with pytest.raises(Invalid) as refusal:
        grant(person, date(2026, 4, 1))
    assert refusal.value.field == "from_on"
    grant(person, date(2026, 4, 1), date(2026, 9, 30))
    assert terms(person) == [("2026-10-01", None), ("2026-04-01", "2026-09-30")]


def test_a_role_ends_with_its_last_day_and_never_before_it_began(app):
    person = a_person()
    held = grant(person, clock.today() - timedelta(days=10))
    with writing():
        actions.end_role(SYSTEM, held)
    assert person.holds(Role.COORDINATOR) and held.until_on == clock.today()
    with pytest.raises(Invalid), writing():
        actions.end_role(SYSTEM, held, last_day=held.from_on - timedelta(days=1))
    with pytest.raises(Invalid):
        grant(a_person(), date(2026, 4, 1), date(2026, 3, 31))
    with pytest.raises(IntegrityError):
        saved(RoleGrant(user_id=person.id, role=Role.ANALYST, from_on=date(2026, 4, 2), until_on=date(2026, 4, 1)))


def test_two_visitors_who_give_the_same_new_address_at_once_share_the_account(app, ground):
    """The second waits for the first where the database lets both write, and then finds what the first made."""
    if ground.kind == "sqlite":
        pytest.skip("SQLite lets one write at a time")
    with db.engine.connect().execution_options(writes=True) as first:
        outer = first.begin()
        first.execute(User.__table__.insert().values(
            email="both@example.jp", name="先の人", phone="", password_hash="", created_at=clock.now()))  # fmt: skip
        timer = _later(outer.commit)
        with writing():
            person = actions.know_poster(VISITOR, None, email="both@example.jp", name="あとの人")
        timer.join()
    assert person.name == "先の人"


def _later(deed):
    timer = threading.Timer(0.5, deed)
    timer.start()
    return timer
