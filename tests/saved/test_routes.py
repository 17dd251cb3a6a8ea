"""What a person reads and presses about conditions that they keep."""

import pytest
from flask import render_template_string
from sqlalchemy import select

from matchbox.core.database import db
from matchbox.saved import queries, rules
from matchbox.saved.models import SavedSearch
from matchbox.saved.rules import ListName
from tests.browser import Browser, Page
from tests.given.groups import a_group
from tests.given.issues import an_issue
from tests.given.people import a_coordinator, a_person
from tests.given.saved import a_saved_search
from tests.given.words import a_category

BUTTON = '{% from "saved/_save.html" import save_search %}{{ save_search(endpoint, query) }}'
ENDPOINTS = ("issues.index", "organisations.index", "proposals.index", "matching.index", "search.index")


def rows():
    return list(db.session.scalars(select(SavedSearch).order_by(SavedSearch.id)))


def answers(**changed):
    return {"list_name": "issues", "conditions": "q=雪&progress=open", **changed}


@pytest.fixture
def list_page(app):
    """A page with the button, as the lists include it."""

    def draw(person, endpoint, query):
        client = Browser(app, person).client
        with client, app.app_context():
            client.get("/about")
            return render_template_string(BUTTON, endpoint=endpoint, query=query)

    return draw


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_the_button_stands_beside_every_list_for_those_who_are_signed_in(app, list_page, endpoint):
    person = a_person()
    assert "この条件を保存する" in list_page(person, endpoint, {"q": "雪", "sort": None})
    assert list_page(None, endpoint, {"q": "雪"}) == ""
    assert list_page(person, endpoint, {}) == "" and list_page(person, endpoint, {"page": 2}) == ""


def test_pressing_it_keeps_what_the_list_shows(app, list_page):
    person = a_person()
    drawn = list_page(person, "issues.index", {"q": "雪 道", "progress": ["open", "talking"], "sort": "old"})
    form = {field["name"]: field["value"] for field in Page(FakeResponse(drawn)).html.select("input")}
    browser = Browser(app, person)
    page = browser.follow(browser.post("/saved-searches", form))
    assert page.heading == "保存した条件" and "条件を保存しました。" in page.text
    (saved,) = rows()
    address = "/issues?progress=open&progress=talking&q=%E9%9B%AA+%E9%81%93&sort=old"
    assert page.links("h2 a") == [address] and page.texts("main h2") == ["課題：「雪 道」・募集中・話し合い中"]
    assert page.html.select_one(f"#saved-{saved.id}")
    assert browser.get(address).heading == "課題"


class FakeResponse:
    def __init__(self, text):
        self.text = text


def test_a_row_says_what_it_asks_and_how_much_it_finds(app):
    person = a_person()
    an_issue("雪の課題")
    a_group()
    a_saved_search(person, f"category={a_category('snow').id}", title="雪のこと")
    a_saved_search(person, "kind=99999", ListName.ORGANISATIONS, title="なくなった種類")
    page = Browser(app, person).get("/saved-searches")
    assert page.texts("main h2") == ["なくなった種類", "雪のこと"]
    assert "2件を保存しています（50件まで）" in page.text
    first, second = page.html.select("li.item")
    assert "いま0件見つかります" in first.get_text() and "いま1件見つかります" in second.get_text()
    assert [chip.get_text() for chip in second.select(".chip")] == ["課題", "雪・除雪"]


def test_a_title_that_says_the_conditions_is_enough(app):
    browser = Browser(app, a_person())
    page = browser.follow(browser.post("/saved-searches", answers()))
    assert page.texts("main h2") == ["課題：「雪」・募集中"] and page.texts("li.item .chip") == ["課題"]


def test_beyond_the_newest_ones_the_number_stands_in_the_list_itself(app):
    person = a_person()
    for number in range(queries.COUNTED + 1):
        a_saved_search(person, f"area={number + 1}")
    page = Browser(app, person).get("/saved-searches")
    said = ["見つかります" in item.get_text() for item in page.html.select("li.item")]
    assert said == [True] * queries.COUNTED + [False]


def test_the_same_conditions_are_said_to_be_there(app):
    person = a_person()
    browser = Browser(app, person)
    browser.post("/saved-searches", answers())
    page = browser.follow(browser.post("/saved-searches", answers(conditions="progress=open&q=雪&page=4")))
    assert "同じ条件が、すでに保存されています。" in page.text and len(rows()) == 1


def test_a_double_click_keeps_once_and_says_so_once(app):
    browser = Browser(app, a_person())
    sent = answers(key="one")
    first = browser.post("/saved-searches", sent)
    assert browser.post("/saved-searches", sent).location == first.location
    assert len(rows()) == 1
    assert "すでに" not in browser.follow(first).text


@pytest.mark.parametrize(("sent", "sentence"), [
    ({"conditions": ""}, rules.NOTHING),
    ({"conditions": "sort=old"}, rules.NOTHING),
    ({"list_name": "journal"}, rules.NOTHING),
    ({"list_name": ""}, rules.NOTHING),
    ({"conditions": "q=x&" + "&".join(f"area={n}" for n in range(1, 200))}, rules.TOO_LONG),
])  # fmt: skip
def test_what_cannot_be_kept_is_said_above_the_list(app, sent, sentence):
    page = Browser(app, a_person()).post("/saved-searches", answers(**sent), expect=422)
    assert page.heading == "保存した条件" and page.html.title.get_text().startswith("エラー：")
    assert sentence in page.text and rows() == []


def test_the_fifty_first_is_refused_where_others_can_be_deleted(app):
    person = a_person()
    for number in range(rules.MOST):
        a_saved_search(person, f"area={number + 1}")
    page = Browser(app, person).post("/saved-searches", answers(), expect=422)
    assert rules.TOO_MANY in page.text and len(page.texts("main h2")) == rules.MOST
    assert len(rows()) == rules.MOST


def test_a_name_is_changed_on_its_own_page(app):
    person = a_person()
    saved = a_saved_search(person)
    browser, address = Browser(app, person), f"/saved-searches/{saved.id}/rename"
    assert address in browser.get("/saved-searches").links()
    page = browser.get(address)
    assert page.value("title") == "雪の課題"
    for wrong, sentence in (("", "名前を入力してください。"), ("題" * 61, "名前は60文字以内で入力してください。")):
        page = browser.send(page, "この名前にする", expect=422, title=wrong)
        assert page.texts("#title-error .field__error") == [sentence] and page.value("title") == wrong
    page = browser.send(page, "この名前にする", title="うちの近くの雪")
    assert page.texts("main h2") == ["うちの近くの雪"] and "名前を変えました。" in page.text


def test_a_row_is_deleted_by_its_button(app):
    person = a_person()
    a_saved_search(person)
    browser = Browser(app, person)
    page = browser.send(browser.get("/saved-searches"), "消す")
    assert "保存した条件を消しました。" in page.text and rows() == []
    assert "保存した条件は、まだありません。" in page.text


def test_nobody_opens_those_of_others(app):
    saved = a_saved_search(a_person(), title="ひみつの条件")
    for stranger in (None, a_person(), a_coordinator()):
        browser = Browser(app, stranger)
        browser.get(f"/saved-searches/{saved.id}/rename", expect=404)
        browser.post(f"/saved-searches/{saved.id}/rename", {"title": "x"}, expect=404)
        browser.post(f"/saved-searches/{saved.id}/delete", expect=404)
        if stranger:
            assert "ひみつの条件" not in browser.get("/saved-searches").text
    assert rows()[0].title == "ひみつの条件"


def test_visitors_are_asked_to_sign_in(app):
    browser = Browser(app)
    assert "/sign-in" in browser.get("/saved-searches", expect=302).location
    assert "/sign-in" in browser.post("/saved-searches", answers(), expect=302).location
    assert rows() == []
