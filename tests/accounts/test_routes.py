import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from matchbox.accounts import queries
from matchbox.accounts.models import SignIn, User
from matchbox.core import clock
from matchbox.core.database import db
from matchbox.tools import passwords
from matchbox.web import throttle
from matchbox.web.transactions import writing
from tests.browser import Browser
from tests.given.groups import a_group
from tests.given.letters import links_in, the_letters
from tests.given.people import PASSWORD, a_coordinator, a_person, a_person_with_password, someone_unconfirmed

NEW = "umi no mieru oka de hirune"
WRONG = "メールアドレスかパスワードが違います"


def answers(**more):
    return {"email": "new@example.jp", "name": "新しい人", "password": PASSWORD, "agreed": "y", **more}


def sign_in(browser, email, password=PASSWORD, expect=303, next=""):
    url = f"/sign-in?next={next}" if next else "/sign-in"
    return browser.post(url, {"email": email, "password": password}, expect=expect)


def is_signed_in(browser):
    with browser.app.app_context():
        response = browser.client.get("/profile")
    db.session.rollback()
    return response.status_code == 200


def without_ids(page):
    """What the page shows, without what differs from form to form."""
    return re.sub(r'name="key"[^>]*>', "", str(page.html.main))


# ── registering ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_resident_registers_confirms_and_signs_in(app):
    browser = Browser(app)
    browser.get("/register")
    page = browser.follow(browser.post("/register", answers()))
    assert page.heading == "メールをお送りしました"
    (letter,) = the_letters(app)
    assert letter.to == "new@example.jp"
    (link,) = links_in(letter, "/confirm/")
    page = browser.get(link)
    assert "new@example.jp" in page.text
    assert db.session.scalars(select(User)).one().confirmed_at is None, "opening a link does nothing"
    page = browser.follow(browser.post(link))
    assert "メールアドレスを確かめました" in page.text and page.heading == "ログイン"
    sign_in(browser, "new@example.jp")
    assert browser.get("/profile").value("name") == "新しい人"


def test_the_page_says_the_same_for_known_and_unknown_addresses(app):
    a_person_with_password(name="前からの人")
    owner = db.session.scalars(select(User)).one()
    first = Browser(app).post("/register", answers(email="unknown@example.jp"))
    second = Browser(app).post("/register", answers(email=owner.email.upper()))
    assert (first.status_code, first.location) == (second.status_code, second.location)
    assert {letter.to: letter.subject for letter in the_letters(app)} == {
        "unknown@example.jp": "メールアドレスを確かめてください",
        owner.email: "すでに登録がすんでいます",
    }
    assert owner.name == "前からの人"


@pytest.mark.parametrize(("field", "value", "sentence"), [
    ("email", "", "メールアドレスを入力してください"),
    ("email", "new.example.jp", "メールアドレスに「@」がありません"),
    ("name", "", "表示名を入力してください"),
    ("name", "あ" * 41, "表示名は40文字以内で入力してください"),
    ("name", "名\x00前", "使えない文字が入っています"),
    ("password", "", "新しいパスワードを入力してください"),
    ("password", "short", "パスワードは12文字以上で入力してください"),
    ("password", "new@example.jpnew@example.jp", "思いつかれやすい"),
    ("agreed", "", "同意のしるしを付けてください"),
])  # fmt: skip
def test_a_wrong_answer_is_said_beside_its_field_and_the_others_stay(app, field, value, sentence):
    page = Browser(app).post("/register", answers(**{field: value}), expect=422)
    assert page.html.title.text.startswith("エラー：")
    (beside,) = page.texts(f"#{field}-error")
    assert sentence in beside
    assert page.value("email") == ("new@example.jp" if field != "email" else value)
    assert PASSWORD not in str(page.html)
    assert db.session.scalar(select(func.count()).select_from(User)) == 0


def test_full_width_letters_in_an_address_are_no_mistake(app):
    Browser(app).post("/register", answers(email="ｎｅｗ＠example.jp"))
    assert db.session.scalars(select(User)).one().email == "new@example.jp"


def test_a_double_click_registers_once(app):
    browser = Browser(app)
    sent = answers(key=browser.get("/register").value("key"))
    assert browser.post("/register", sent).location == browser.post("/register", sent).location
    assert len(the_letters(app)) == 1


def test_confirming_twice_by_a_double_click_is_confirming_once(app):
    browser = Browser(app)
    browser.post("/register", answers())
    (link,) = links_in(the_letters(app)[0], "/confirm/")
    key = browser.get(link).value("key")
    assert browser.post(link, {"key": key}).location == browser.post(link, {"key": key}).location


def test_a_link_that_is_used_old_or_made_up_says_what_to_do_next(app):
    browser = Browser(app)
    browser.post("/register", answers())
    (link,) = links_in(the_letters(app)[0], "/confirm/")
    with time_machine.travel(clock.now() + timedelta(hours=25)):
        assert browser.get(link, expect=410).heading == "このリンクは、もう使えません"
        browser.post(link, expect=409)
    browser.post(link)
    browser.get(link, expect=410)
    for made_up in ("/confirm/1.abc", "/confirm/1", link[:-1], link.replace("/confirm/", "/reset-password/")):
        page = browser.get(made_up, expect=410)
        assert "/register" in page.links() and "/forgot-password" in page.links()


def test_nobody_fills_a_letter_box_from_here(app):
    browser = Browser(app)
    for _ in range(5):
        browser.post("/register", answers())
    page = browser.post("/register", answers(), expect=429)
    assert "を過ぎてから、もう一度お試しください" in page.text and page.value("name") == "新しい人"
    browser.post("/forgot-password", {"email": "new@example.jp"}, expect=429)
    with time_machine.travel(clock.now() + timedelta(hours=1, minutes=1)):
        browser.post("/register", answers())


# ── signing in and out ───────────────────────────────────────────────────────────────────────────────────────────────


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


# ── forgotten and changed passwords ──────────────────────────────────────────────────────────────────────────────────


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


# ── profile and devices ──────────────────────────────────────────────────────────────────────────────────────────────


def test_the_profile_shows_and_saves_what_is_ones_own(app):
    person = a_coordinator("センター 佐藤")
    a_group("ほたる橋ささえあいの会", members=[person])
    browser = Browser(app, person)
    page = browser.get("/profile")
    for words in ("コーディネーター", "平成31年4月1日から", "ほたる橋ささえあいの会"):
        assert words in page.text
    assert "/issues?mine=1" in page.links()
    page = browser.follow(browser.post("/profile", {"name": "佐藤", "phone": "（０７６）２２０ー１２３４"}))
    assert "登録内容を保存しました" in page.text
    assert (page.value("name"), page.value("phone")) == ("佐藤", "(076)220-1234")
    page = browser.post("/profile", {"name": "", "phone": "内線5"}, expect=422)
    assert page.texts("#name-error") == ["表示名を入力してください"]
    assert page.texts("#phone-error") == ["電話番号は、数字とハイフンで入力してください（例：076-000-0000）"]


def test_a_long_name_and_markup_are_shown_as_they_are(app):
    browser = Browser(app, a_person())
    page = browser.follow(browser.post("/profile", {"name": "<b>名</b>" + "あ" * 30, "phone": ""}))
    assert page.value("name") == "<b>名</b>" + "あ" * 30 and not page.html.select("b")


def test_ones_devices_are_seen_and_ended(app):
    person, other = a_person_with_password(), a_person()
    browser, phone, library = Browser(app), Browser(app), Browser(app)
    phone.client.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5) Safari/604.1"
    for each in (browser, phone, library):
        sign_in(each, person.email)
    page = browser.get("/profile/devices")
    assert len(page.html.select("tbody tr")) == 3 and "Safari・iPhone" in page.text
    assert len(page.texts(".chip")) == 1
    row = db.session.scalars(select(SignIn).where(SignIn.device == "Safari・iPhone")).one()
    Browser(app, other).post(f"/profile/devices/{row.id}/end", expect=404)
    assert is_signed_in(phone)
    page = browser.follow(browser.post(f"/profile/devices/{row.id}/end"))
    assert "その端末をログアウトしました" in page.text and len(page.html.select("tbody tr")) == 2
    assert not is_signed_in(phone)
    browser.post(f"/profile/devices/{row.id}/end")
    page = browser.follow(browser.post("/profile/devices"))
    assert len(page.html.select("tbody tr")) == 1
    assert is_signed_in(browser) and not is_signed_in(library)


@pytest.mark.parametrize("url", ["/profile", "/profile/password", "/profile/devices"])
def test_own_pages_ask_visitors_to_sign_in(app, url):
    assert "/sign-in?next=" in Browser(app).get(url, expect=302).location
