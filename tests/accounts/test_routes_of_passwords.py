
from sqlalchemy import select

from matchbox.accounts.models import User
from matchbox.core.database import db
from matchbox.tools import passwords
from matchbox.web.transactions import writing
from tests.browser import Browser
from tests.given.letters import links_in, the_letters
from tests.given.people import PASSWORD, a_coordinator, a_person_with_password
from tests.given.signing_in import NEW, is_signed_in, sign_in


def test_a_forgotten_password_is_set_anew_by_letter_and_ends_other_sign_ins(app):
    person = a_person_with_password()
    elsewhere, browser = Browser(app), Browser(app)
    sign_in(elsewhere, person.email)
    browser.get("/forgot-password")
    page = browser.follow(browser.post("/forgot-password", {"email": person.email}))
    assert page.heading == "メールを確かめてください"
    (link,) = links_in(the_letters(app)[0], "/reset-password/")
    browser.get(link)
    assert is_signed_in(elsewhere), "opening a link does nothing"
    page = browser.follow(browser.post(link, {"password": NEW}))
    assert "パスワードを設定しました" in page.text
    assert not is_signed_in(elsewhere)
    sign_in(browser, person.email, PASSWORD, expect=422)
    sign_in(browser, person.email, NEW)
    assert [letter.subject for letter in the_letters(app)][-1] == "パスワードが変わりました"
    browser.get(link, expect=410)
    page = browser.post(link, {"password": PASSWORD}, expect=409)
    assert "すでに使われたか、期限が切れています" in page.text
    sign_in(Browser(app), person.email, NEW)


def test_a_reset_of_an_unknown_address_says_the_same_and_sends_nothing(app):
    person = a_person_with_password()
    first = Browser(app).post("/forgot-password", {"email": "nobody@example.jp"})
    assert the_letters(app) == []
    second = Browser(app).post("/forgot-password", {"email": person.email})
    assert (first.status_code, first.location) == (second.status_code, second.location)
    assert len(the_letters(app)) == 1


def test_a_weak_new_password_is_refused_and_the_link_stays_good(app):
    person = a_person_with_password()
    browser = Browser(app)
    browser.post("/forgot-password", {"email": person.email})
    (link,) = links_in(the_letters(app)[0], "/reset-password/")
    page = browser.post(link, {"password": "passwordpassword"}, expect=422)
    assert "思いつかれやすい" in page.text
    browser.post(link, {"password": NEW})


def test_staff_need_a_longer_password(app):
    browser = Browser(app, a_coordinator())
    with writing():
        db.session.scalars(select(User)).one().password_hash = passwords.hashed(PASSWORD)
    page = browser.post("/profile/password", {"old_password": PASSWORD, "password": "k7#vQ2!xLp9z"}, expect=422)
    assert "職員のパスワードは15文字以上で入力してください" in page.text


def test_too_many_wrong_passwords_wait_also_after_a_reset_until_it_is_done(app):
    person = a_person_with_password()
    browser = Browser(app)
    for _ in range(5):
        sign_in(browser, person.email, "wrong", expect=422)
    browser.post("/forgot-password", {"email": person.email})
    (link,) = links_in(the_letters(app)[0], "/reset-password/")
    sign_in(browser, person.email, expect=429)
    browser.post(link, {"password": NEW})
    sign_in(browser, person.email, NEW)


def test_changing_the_password_asks_the_old_one(app):
    person = a_person_with_password()
    browser, elsewhere = Browser(app), Browser(app)
    for each in (browser, elsewhere):
        sign_in(each, person.email)
    page = browser.post("/profile/password", {"old_password": "wrong", "password": NEW}, expect=422)
    assert page.texts("#old_password-error") == ["いまのパスワードが違います。もう一度入力してください"]
    page = browser.follow(browser.post("/profile/password", {"old_password": PASSWORD, "password": NEW}))
    assert "パスワードを変えました" in page.text
    assert is_signed_in(browser) and not is_signed_in(elsewhere)
    (letter,) = the_letters(app)
    assert (letter.to, letter.subject) == (person.email, "パスワードが変わりました")
    sign_in(Browser(app), person.email, NEW)


def test_the_old_password_cannot_be_guessed_on_the_page_that_changes_it(app):
    person = a_person_with_password()
    browser = Browser(app, person)
    for _ in range(5):
        browser.post("/profile/password", {"old_password": "wrong", "password": NEW}, expect=422)
    browser.post("/profile/password", {"old_password": PASSWORD, "password": NEW}, expect=429)


def test_no_password_is_kept_or_shown_anywhere(app):
    person = a_person_with_password()
    sign_in(Browser(app), person.email)
    assert PASSWORD not in person.password_hash and person.password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    page = sign_in(Browser(app), "nobody@example.jp", "a secret I typed", expect=422)
    assert "a secret I typed" not in str(page.html)
