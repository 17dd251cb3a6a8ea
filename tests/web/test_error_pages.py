import logging

import pytest
from werkzeug.exceptions import BadRequest

from matchbox.app import create_app
from matchbox.core.errors import Forbidden, Invalid, NotNow
from tests.browser import Browser


def _raising(error):
    def view():
        raise error

    return view


ERRORS = {
    "forbidden": Forbidden(("センターのコーディネーター", "管理者")),
    "not-now": NotNow("先に「顔合わせ」へ移してください。"),
    "invalid": Invalid("day", "成立日は、今日までの日にしてください。"),
    "bad": BadRequest(),
    "broken": ZeroDivisionError("a secret detail"),
}


@pytest.fixture
def app(tmp_path):
    """Without tables: the pages of errors must be drawn also when the database is what is broken."""
    app = create_app(tmp_path, TESTING=False, PROPAGATE_EXCEPTIONS=False, SECRET_KEY="a secret for tests only")
    for name, error in ERRORS.items():
        app.add_url_rule(f"/{name}", name, _raising(error))
    with app.app_context():
        yield app


def test_who_may_is_said_with_every_group(app):
    page = Browser(app).get("/forbidden", expect=403)
    assert page.texts("main li") == ["センターのコーディネーター", "管理者"]


def test_a_page_that_is_not_there_offers_search_home_and_phone(app):
    page = Browser(app).get("/no/such/page", expect=404)
    assert page.heading == "ページが見つかりません" and "/" in page.links()
    assert page.html.select_one("main form[role=search]")["action"] == "/issues" and "000-000-0000" in page.text


def test_a_deed_that_cannot_happen_now_says_what_comes_first_and_leads_back(app):
    browser = Browser(app)
    browser.client.environ_base["HTTP_REFERER"] = "http://localhost/board"
    page = browser.get("/not-now", expect=409)
    assert "先に「顔合わせ」へ移してください。" in page.text and "http://localhost/board" in page.links()
    browser.client.environ_base["HTTP_REFERER"] = "https://evil.example/"
    assert "https://evil.example/" not in browser.get("/not-now", expect=409).links()


def test_an_answer_that_no_form_can_show_is_said_on_a_page(app):
    assert "今日までの日にしてください" in Browser(app).get("/invalid", expect=422).text


def test_what_cannot_be_read_or_is_too_large_says_what_to_do(app):
    assert "もう一度お試しください" in Browser(app).get("/bad", expect=400).text
    app.config["MAX_CONTENT_LENGTH"] = 1024 * 1024
    page = Browser(app).post("/sign-in", {"email": "x" * (1024 * 1024 + 1)}, expect=413)
    assert "1MBまで" in page.text


def test_a_mistake_of_ours_has_a_number_and_shows_nothing_of_the_inside(app, caplog):
    with caplog.at_level(logging.ERROR):
        page = Browser(app).get("/broken", expect=500)
    number = page.text.split("受付番号 ")[1][:8]
    assert number in caplog.text and "secret detail" in caplog.text and "secret detail" not in str(page.html)


def test_the_page_of_a_mistake_is_drawn_also_when_the_database_is_away(app):
    browser = Browser(app)
    with browser.client.session_transaction() as session:
        session["sign_in"] = "a token"
    assert browser.get("/profile", expect=500).heading == "うまく動きませんでした"
