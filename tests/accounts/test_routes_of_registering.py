from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from matchbox.accounts.models import User
from matchbox.core import clock
from matchbox.core.database import db
from tests.browser import Browser
from tests.given.letters import links_in, the_letters
from tests.given.people import PASSWORD, a_person_with_password
from tests.given.signing_in import answers, sign_in


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
