import re
from datetime import timedelta

import pytest
import time_machine

from matchbox.accounts import queries
from matchbox.core import clock
from matchbox.tools import passwords
from matchbox.web import throttle
from matchbox.web.transactions import writing
from tests.browser import Browser
from tests.given.letters import links_in, the_letters
from tests.given.people import PASSWORD, a_coordinator, a_person, a_person_with_password, someone_unconfirmed
from tests.given.signing_in import NEW, WRONG, answers, is_signed_in, sign_in, without_ids


def test_signing_in_leads_home_or_to_the_desk(app):
    person, coordinator = a_person_with_password(), a_coordinator()
    with writing():
        coordinator.password_hash = passwords.hashed(PASSWORD)
    assert sign_in(Browser(app), person.email.upper()).location == "/"
    assert sign_in(Browser(app), coordinator.email).location == "/desk"


def test_the_password_may_be_typed_in_full_width(app):
    person = a_person_with_password()
    sign_in(Browser(app), person.email, "ｙｕｋｉｇｕｎｉ　ｎｏ　ａｓａ　ｎｏ　ｃｈｉｄｏｒｉ")


def test_who_was_asked_to_sign_in_goes_on_where_they_wanted_to(app):
    person = a_person_with_password()
    browser = Browser(app)
    asked = browser.get("/profile/devices?page=2", expect=302).location
    page = browser.get(asked)
    assert "続けるには、ログインしてください" in page.text
    response = browser.post(asked, {"email": person.email, "password": PASSWORD})
    assert response.location == "/profile/devices?page=2"
    assert browser.get("/sign-in?next=/profile", expect=302).location == "/profile"


@pytest.mark.parametrize("elsewhere", [
    "https://evil.example/", "//evil.example/", "/%5Cevil.example", "/%09/evil.example", "/sign-out", "/no/such/page",
])  # fmt: skip
def test_nobody_is_led_to_another_site_or_to_a_page_that_does_not_open(app, elsewhere):
    person = a_person_with_password()
    assert sign_in(Browser(app), person.email, next=elsewhere).location == "/"


def test_every_failed_sign_in_gets_the_same_answer(app):
    person, unconfirmed = a_person_with_password(), someone_unconfirmed()
    by_letter_only = a_person()
    Browser(app).post("/register", answers())
    pages = [
        sign_in(Browser(app), email, password, expect=422)
        for email, password in (
            ("nobody@example.jp", PASSWORD),
            (person.email, "wrong"),
            (by_letter_only.email, "wrong"),
            (unconfirmed.email, "wrong"),
            ("new@example.jp", "wrong"),
            ("new@example.jp", PASSWORD),
        )
    ]
    shown = {without_ids(page).replace(page.value("email"), "") for page in pages}
    assert len(shown) == 1 and WRONG in pages[0].text


def test_who_did_not_confirm_yet_gets_the_letter_again_when_the_password_is_right(app):
    browser = Browser(app)
    browser.post("/register", answers())
    first = the_letters(app)
    sign_in(browser, "new@example.jp", "wrong password", expect=422)
    assert len(the_letters(app)) == 1
    sign_in(browser, "new@example.jp", expect=422)
    again = the_letters(app)
    assert len(again) == 2 and links_in(again[1], "/confirm/") != links_in(first[0], "/confirm/")
    browser.post(links_in(again[1], "/confirm/")[0])
    sign_in(browser, "new@example.jp")
    assert is_signed_in(browser)


def test_after_five_wrong_passwords_the_account_waits_even_for_the_right_one(app):
    person, other = a_person_with_password(), a_person_with_password()
    browser = Browser(app)
    for _ in range(5):
        sign_in(browser, person.email, "wrong", expect=422)
    page = sign_in(browser, person.email, expect=429)
    assert re.search(r"\d+時\d\d分を過ぎてから", page.text)
    sign_in(Browser(app), other.email)
    with time_machine.travel(clock.now() + timedelta(minutes=15, seconds=1)):
        sign_in(browser, person.email)


def test_the_right_password_begins_counting_anew(app):
    person = a_person_with_password()
    for _ in range(2):
        for _ in range(4):
            sign_in(Browser(app), person.email, "wrong", expect=422)
        sign_in(Browser(app), person.email)


def test_one_place_cannot_try_many_accounts_but_many_people_may_sign_in_there(app):
    person = a_person_with_password()
    for _ in range(18):
        throttle.hit("sign-in.place", "127.0.0.1", 20, 900)
    for _ in range(3):
        sign_in(Browser(app), person.email)
    for number in range(2):
        sign_in(Browser(app), f"guess{number}@example.jp", "wrong", expect=422)
    sign_in(Browser(app), person.email, expect=429)


def test_each_sign_in_renews_the_session_and_ends_the_one_before(app):
    person = a_person_with_password()
    browser = Browser(app)
    with browser.client.session_transaction() as session:
        session["left by somebody else"] = "x"
        session["sign_in"] = "a token that somebody slipped in"
    sign_in(browser, person.email)
    with browser.client.session_transaction() as session:
        first = session["sign_in"]
        assert "left by somebody else" not in session and first != "a token that somebody slipped in"
    sign_in(browser, person.email)
    with browser.client.session_transaction() as session:
        second = session["sign_in"]
    assert second != first
    assert queries.signed_in_with(first, clock.now()) is None and queries.signed_in_with(second, clock.now()) == person


def test_the_cookie_is_not_for_scripts_and_holds_no_password(app):
    person = a_person_with_password()
    response = sign_in(Browser(app), person.email)
    cookie = response.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie


def test_signing_out_ends_the_session_on_the_server_too(app):
    person = a_person_with_password()
    browser = Browser(app)
    sign_in(browser, person.email)
    stolen = Browser(app)
    with browser.client.session_transaction() as session:
        token = session["sign_in"]
    with stolen.client.session_transaction() as session:
        session["sign_in"] = token
    assert is_signed_in(stolen)
    assert browser.post("/sign-out").location == "/"
    assert "ログアウトしました" in browser.get("/sign-in").text
    assert not is_signed_in(browser) and not is_signed_in(stolen)


def test_who_is_not_signed_in_signs_out_without_harm(app):
    assert Browser(app).post("/sign-out").location == "/"
    Browser(app).get("/sign-out", expect=405)


def test_signing_out_needs_the_token_of_a_form(app):
    browser = Browser(app, a_person())
    app.config["WTF_CSRF_ENABLED"] = True
    browser.post("/sign-out")
    assert is_signed_in(browser)
    page = browser.get("/profile")
    token = page.html.select_one("[name=csrf_token]")["value"]
    browser.post("/sign-out", {"csrf_token": token})
    assert not is_signed_in(browser)


def test_with_the_tokens_of_its_forms_everything_goes_its_way(app):
    """As a browser does it; the other tests leave the tokens out."""
    app.config["WTF_CSRF_ENABLED"] = True
    browser = Browser(app)

    def send(url, answers, expect=303):
        page = browser.get(url)
        names = ("csrf_token", "key")
        return browser.post(url, {name: page.value(name) for name in names} | answers, expect)

    send("/register", answers())
    send("/sign-in", {"email": "new@example.jp", "password": PASSWORD}, expect=422)
    send(links_in(the_letters(app)[1], "/confirm/")[0], {})
    send("/sign-in", {"email": "new@example.jp", "password": PASSWORD})
    send("/profile/password", {"old_password": PASSWORD, "password": NEW})
    assert is_signed_in(browser)
    page = browser.post("/sign-in", {"email": "new@example.jp", "password": NEW}, expect=422)
    assert "時間がたったため、もう一度操作してください" in page.text


def test_a_sign_in_does_not_last_for_ever(app):
    person = a_person_with_password()
    browser = Browser(app)
    sign_in(browser, person.email)
    token = _token_of(browser)
    assert queries.signed_in_with(token, clock.now() + timedelta(days=13)) == person
    assert queries.signed_in_with(token, clock.now() + timedelta(days=15)) is None
    with time_machine.travel(clock.now() + timedelta(hours=2, minutes=1)):
        assert not is_signed_in(browser), "two hours of doing nothing"


def _token_of(browser):
    with browser.client.session_transaction() as session:
        return session["sign_in"]
