"""What a person reads and presses about news."""

from datetime import date, timedelta

import pytest
from flask import render_template
from sqlalchemy import select

from matchbox.core import clock
from matchbox.core.database import db
from matchbox.news import queries, rules
from matchbox.news.models import News
from matchbox.news.workflow import NewsState
from matchbox.web.fields import NOT_A_DAY
from matchbox.web.transactions import writing
from tests.browser import Browser
from tests.given.news import a_news_item
from tests.given.people import a_coordinator, a_person, an_administrator, an_analyst

ANSWERS = {"title": "夏の相談会を開きます", "body": "予約はいりません。", "until_on": "", "is_important": ""}


def all_news() -> list[News]:
    return list(db.session.scalars(select(News).order_by(News.id)))


def test_everybody_reads_the_list_and_one_of_it(app):
    news = a_news_item(
        "窓口を休みます", body="十二月の<b>二十九日</b>から\n休みます。\n\nお返事は年明けです。", is_important=True
    )
    for person in (None, a_person(), an_analyst()):
        page = Browser(app, person).get("/news")
        assert page.texts(".news a") == ["窓口を休みます"] and page.texts(".news .chip") == ["重要"]
        assert not page.html.select(".state") and "お知らせを書く" not in page.text
        page = Browser(app, person).get(page.links(".news a")[0])
        assert page.heading == "窓口を休みます"
        assert page.texts(".prose p") == ["十二月の<b>二十九日</b>から 休みます。", "お返事は年明けです。"]
        assert not page.html.select(".state, main form, .panel--staff") and news.author.name not in page.text


def test_the_days_of_publication_and_of_the_last_change_are_named(app):
    news = a_news_item(published_at=clock.moment_of(date(2026, 5, 10)))
    page = Browser(app).get(f"/news/{news.id}")
    assert page.texts(".heading .meta li") == ["公開 令和8年5月10日"]
    with writing():
        news.edited_at = clock.moment_of(date(2026, 5, 12))
    page = Browser(app).get(f"/news/{news.id}")
    assert page.texts(".heading .meta li") == ["公開 令和8年5月10日", "更新 令和8年5月12日"]


def test_an_empty_list_says_so(app):
    page = Browser(app).get("/news")
    assert "まだお知らせはありません。" in page.text and "/" in page.links(".empty a")
    assert "/news/new" in Browser(app, a_coordinator()).get("/news").links()


def test_a_long_list_has_pages(app):
    for number in range(21):
        a_news_item(f"{number + 1}番目のお知らせ", published_at=clock.now() + timedelta(seconds=number))
    first, second = Browser(app).get("/news"), Browser(app).get("/news?page=2")
    assert len(first.texts(".news a")) == 20 and first.texts(".news a")[0] == "21番目のお知らせ"
    assert second.texts(".news a") == ["1番目のお知らせ"]
    assert second.texts(".pager [aria-current]") == ["いまのページ 2"]


def test_those_who_write_see_what_is_not_public_with_its_state(app):
    for state in NewsState:
        a_news_item(f"{state.label}のお知らせ", state)
    for editor in (a_coordinator(), an_administrator()):
        page = Browser(app, editor).get("/news")
        lines = {line.a.get_text(): [badge.get_text() for badge in line.select(".state")] for line in
                 page.html.select(".news li")}  # fmt: skip
        assert lines == {
            "下書きのお知らせ": ["下書き"], "公開中のお知らせ": [], "取り下げのお知らせ": ["取り下げ"],
        }  # fmt: skip
    assert Browser(app).get("/news").texts(".news a") == ["公開中のお知らせ"]


@pytest.mark.parametrize("state", [NewsState.DRAFT, NewsState.WITHDRAWN])
def test_what_is_not_public_is_not_there_for_others(app, state):
    news = a_news_item(state=state)
    for person in (None, a_person(), an_analyst()):
        Browser(app, person).get(f"/news/{news.id}", expect=404)
        for deed in ("edit", "publish", "withdraw"):
            Browser(app, person).post(f"/news/{news.id}/{deed}", expect=404)


def test_writing_and_publishing_at_once(app):
    browser = Browser(app, a_coordinator())
    until_on = clock.today() + timedelta(days=3)
    answers = ANSWERS | {"until_on": until_on.isoformat(), "is_important": "y"}
    page = browser.send(browser.get("/news/new"), "公開する", **answers)
    assert page.heading == "夏の相談会を開きます" and "お知らせを公開しました。" in page.text
    assert page.texts(".chips .state, .chips .chip") == ["公開中", "重要"]
    (news,) = all_news()
    assert (news.until_on, news.is_important, news.state) == (until_on, True, NewsState.PUBLIC)
    assert Browser(app).get("/news").texts(".news a") == ["夏の相談会を開きます"]


def test_a_draft_is_kept_edited_and_published(app):
    browser = Browser(app, a_coordinator())
    page = browser.send(browser.get("/news/new"), "下書きとして保存する", **ANSWERS)
    assert page.texts(".chips .state") == ["下書き"] and "いまは公開されていません。" in page.text
    (news,) = all_news()
    Browser(app).get(f"/news/{news.id}", expect=404)
    edit = browser.get(f"/news/{news.id}/edit")
    assert (edit.value("title"), edit.value("body").strip()) == (ANSWERS["title"], ANSWERS["body"])
    page = browser.send(edit, "公開せずに保存する", title="書き足した題名")
    assert page.heading == "書き足した題名" and page.texts(".chips .state") == ["下書き"]
    page = browser.send(browser.get(f"/news/{news.id}/edit"), "公開する", title="仕上げた題名")
    assert page.heading == "仕上げた題名" and page.texts(".chips .state") == ["公開中"]
    assert Browser(app).get(f"/news/{news.id}").heading == "仕上げた題名"


def test_what_is_public_stays_public_when_it_is_edited(app):
    news = a_news_item(until_on=clock.today() - timedelta(days=2), is_important=True)
    browser = Browser(app, an_administrator())
    edit = browser.get(f"/news/{news.id}/edit")
    assert edit.html.select_one("[name=is_important]").has_attr("checked")
    page = browser.send(edit, "この内容で直す", title="誤字を直した題名")
    assert "お知らせを直しました。" in page.text and page.texts(".chips .state") == ["公開中"]
    assert page.texts(".heading .meta li")[1].startswith("更新")
    assert "お知らせの内容を直しました" in page.texts(".timeline__title")


def test_a_button_publishes_a_draft_and_a_second_press_says_so(app):
    news, browser = a_news_item(state=NewsState.DRAFT), Browser(app, a_coordinator())
    page = browser.get(f"/news/{news.id}")
    assert "これは下書きです" in page.text
    url, sent = page.form("公開する")
    page = browser.follow(browser.post(url, sent))
    assert "お知らせを公開しました。" in page.text and "公開する" not in page.texts("main button")
    assert browser.post(url, sent).location == f"/news/{news.id}"
    refused = browser.post(url, sent | {"key": "another"}, expect=409)
    assert "すでにこの段階になっています" in refused.text


def test_withdrawing_asks_first_and_can_be_taken_back(app):
    news, browser = a_news_item("まちがえて出したお知らせ"), Browser(app, a_coordinator())
    confirm = f"/news/{news.id}/withdraw"
    assert confirm in browser.get(f"/news/{news.id}").links()
    page = browser.get(confirm)
    assert "まちがえて出したお知らせ" in page.text and news.state is NewsState.PUBLIC
    page = browser.send(page, "取り下げる")
    assert "お知らせを取り下げました。" in page.text and "このお知らせは取り下げられました" in page.text
    Browser(app).get(f"/news/{news.id}", expect=404)
    assert confirm not in page.links()
    browser.post(confirm, expect=409)
    page = browser.send(page, "もう一度公開する")
    assert page.texts(".chips .state") == ["公開中"]
    Browser(app).get(f"/news/{news.id}")


@pytest.mark.parametrize(("field", "wrong", "sentence"), [
    ("title", "", "題名を入力してください。"),
    ("title", " 　", "題名を入力してください。"),
    ("title", "題" * 81, "題名は80文字以内で入力してください。"),
    ("title", "休み\x00ます", "使えない文字が入っています。その文字を消してください。"),
    ("body", "", "本文を入力してください。"),
    ("body", "内" * 4001, "本文は4000文字以内で入力してください。"),
    ("until_on", "2026-02-30", NOT_A_DAY),
    ("until_on", "2020-03-31", rules.LAST_DAY_IS_PAST),
])  # fmt: skip
def test_a_refused_answer_is_named_and_everything_stays(app, field, wrong, sentence):
    browser = Browser(app, a_coordinator())
    sent = ANSWERS | {"is_important": "y", field: wrong}
    page = browser.post("/news/new", sent, expect=422)
    assert page.texts(f"#{field}-error .field__error") == [sentence]
    assert page.html.title.get_text().startswith("エラー：") and page.links(".error-summary a") == [f"#{field}"]
    other = "body" if field == "title" else "title"
    assert page.value(other).strip() == sent[other]
    assert page.html.select_one("[name=is_important]").has_attr("checked")
    assert all_news() == []


def test_a_refused_change_is_still_there(app):
    news, browser = a_news_item("もとの題名"), Browser(app, a_coordinator())
    page = browser.post(f"/news/{news.id}/edit", ANSWERS | {"title": "新しい題名", "body": ""}, expect=422)
    assert page.value("title") == "新しい題名" and news.title == "もとの題名"


def test_the_last_day_can_be_typed_as_people_write_it(app):
    browser = Browser(app, a_coordinator())
    browser.post("/news/new", ANSWERS | {"until_on": "２１９９年１２月６日"})
    assert all_news()[0].until_on == date(2199, 12, 6)


def test_a_double_click_writes_once(app):
    browser, sent = Browser(app, a_coordinator()), ANSWERS | {"key": "one"}
    first = browser.post("/news/new", sent)
    assert browser.post("/news/new", sent).location == first.location
    assert len(all_news()) == 1


def test_the_piece_of_the_home_page_shows_the_newest_or_says_that_there_are_none(app):
    with app.test_request_context():
        assert "新しいお知らせはありません。" in render_template("news/_latest.html", news=queries.latest(5))
    news = a_news_item("窓口を休みます", is_important=True)
    with app.test_request_context():
        piece = render_template("news/_latest.html", news=queries.latest(5))
    assert f'<a href="/news/{news.id}">窓口を休みます</a>' in piece and "重要" in piece and "<time" in piece
