"""Who finds which news, and in which order."""

from datetime import date, timedelta

import pytest

from matchbox.core import clock
from matchbox.core.database import db
from matchbox.core.permissions import Visitor
from matchbox.news import queries
from matchbox.news.workflow import NewsState
from tests.given.issues import selects
from tests.given.news import a_news_item
from tests.given.people import a_coordinator, a_person, an_administrator, an_analyst

TODAY = date(2026, 5, 10)


@pytest.fixture
def today():
    with clock.set_to(clock.moment_of(TODAY)):
        yield TODAY


def ago(days: int):
    return clock.now() - timedelta(days=days)


def titles(news) -> list[str]:
    return [each.title for each in news]


def one_of_each():
    for state in NewsState:
        a_news_item(state.label, state)


@pytest.mark.parametrize(("who", "seen"), [
    (Visitor, {"公開中"}),
    (a_person, {"公開中"}),
    (an_analyst, {"公開中"}),
    (a_coordinator, {"下書き", "公開中", "取り下げ"}),
    (an_administrator, {"下書き", "公開中", "取り下げ"}),
])  # fmt: skip
def test_what_is_not_public_is_for_those_who_write(app, who, seen):
    one_of_each()
    viewer = who()
    assert set(titles(db.session.scalars(queries.visible_to(viewer)))) == seen
    assert set(titles(queries.page_of(viewer, 0, 20))) == seen
    assert queries.how_many(viewer) == len(seen)


def test_the_list_is_the_newest_first_and_drafts_stand_where_they_were_begun(app, today):
    a_news_item("三日前に公開", published_at=ago(3))
    a_news_item("昨日に公開", published_at=ago(1), is_important=True)
    a_news_item("二日前の下書き", NewsState.DRAFT, created_at=ago(2))
    a_news_item("二日前に書いて、今日に公開", published_at=ago(0), created_at=ago(2))
    expected = ["二日前に書いて、今日に公開", "昨日に公開", "二日前の下書き", "三日前に公開"]
    assert titles(queries.page_of(a_coordinator(), 0, 20)) == expected
    assert titles(queries.page_of(a_coordinator(), 1, 2)) == expected[1:3]


def test_published_at_the_same_moment_the_later_written_comes_first(app, today):
    for number in range(3):
        a_news_item(str(number), published_at=ago(0))
    assert titles(queries.page_of(Visitor(), 0, 20)) == titles(queries.latest(3)) == ["2", "1", "0"]


def test_the_home_page_shows_important_ones_first_then_the_newest(app, today):
    a_news_item("古い重要", published_at=ago(30), is_important=True)
    a_news_item("新しい重要", published_at=ago(20), is_important=True)
    a_news_item("古い", published_at=ago(10))
    a_news_item("新しい", published_at=ago(1))
    expected = ["新しい重要", "古い重要", "新しい", "古い"]
    assert titles(queries.latest(9)) == expected
    assert titles(queries.latest(3)) == expected[:3]


def test_the_home_page_shows_no_drafts_and_nothing_that_was_withdrawn(app):
    one_of_each()
    assert titles(queries.latest(9)) == ["公開中"]


@pytest.mark.parametrize(("until_on", "shown"), [
    (None, True),
    (TODAY, True),
    (TODAY + timedelta(days=1), True),
    (TODAY - timedelta(days=1), False),
])  # fmt: skip
def test_after_its_last_day_news_stays_in_the_list_alone(app, today, until_on, shown):
    a_news_item("期限のあるお知らせ", until_on=until_on)
    assert titles(queries.latest(9)) == ["期限のあるお知らせ"] * shown
    assert titles(queries.page_of(Visitor(), 0, 20)) == ["期限のあるお知らせ"]


def test_the_last_day_ends_at_midnight_in_the_office(app):
    a_news_item(until_on=TODAY)
    with clock.set_to(clock.moment_of(TODAY, 23)):
        assert len(queries.latest(9)) == 1
    with clock.set_to(clock.moment_of(TODAY + timedelta(days=1), 0)):
        assert queries.latest(9) == []


def test_lists_take_one_statement_however_long_they_are(app):
    for number in range(12):
        a_news_item(str(number))
    with selects() as sent:
        assert len(queries.page_of(Visitor(), 0, 20)) == 12
        assert len(queries.latest(5)) == 5
    assert len(sent) == 2
