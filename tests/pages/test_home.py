from collections import Counter

import pytest
from sqlalchemy import event

from matchbox.core.database import db
from matchbox.core.permissions import CATALOGUE, Visitor
from matchbox.core.publication import Publication
from matchbox.issues.workflow import Ending, Progress
from matchbox.matching import queries as matches
from matchbox.matching.workflow import MatchState
from matchbox.pages import queries
from tests.browser import Browser
from tests.given.issues import a_comment, an_issue
from tests.given.matches import a_match
from tests.given.world import a_world


def test_its_numbers_are_those_of_the_derived_progress(app):
    issues = [an_issue(f"課題{number}") for number in range(8)]
    for issue, state in zip(issues, MatchState, strict=True):
        a_match(state, issue)
    a_match(MatchState.AGREED, issues[0])
    talking = an_issue("話し合い中の課題")
    a_comment(talking.thread)
    an_issue("終わった課題", ending=Ending.DONE)
    an_issue("まだ公開していない課題", publication=Publication.WAITING)
    steps = Counter(matches.progress_of([*(issue.id for issue in issues), talking.id]).values())
    numbers = queries.numbers()
    assert numbers.open == steps[Progress.OPEN] + steps[Progress.TALKING]
    assert numbers.under_way == steps[Progress.UNDER_WAY]


def test_it_shows_only_what_still_looks_for_help(app):
    waiting, taken = an_issue("待っている課題"), an_issue("もう動いている課題")
    a_match(MatchState.ACTIVE, taken)
    an_issue("隠れた課題", publication=Publication.HIDDEN)
    assert [card.id for card in queries.looking_for_help()] == [waiting.id]


def test_it_leads_everywhere(app):
    a_world()
    page = Browser(app).get("/")
    assert page.heading == "まちの課題を、みんなの力で解決する"
    assert {"/issues/new", "/organisations", "/plans", "/organisations/apply"} <= set(page.links())


def test_it_is_whole_without_anything_in_it(app):
    page = Browser(app).get("/")
    assert "いま、手伝いを待っている課題はありません。" in page.text
    assert page.texts(".numbers dd") == ["0件", "0件", "0件", "0団体"]


@pytest.mark.parametrize("url", ["/about", "/about/how", "/about/privacy", "/about/accessibility"])
def test_the_pages_about_the_site_can_be_read_by_anybody(app, url):
    assert Browser(app).get(url).heading


def test_the_table_of_permissions_names_every_right_once(app):
    page = Browser(app).get("/about/permissions")
    assert sorted(page.texts("tbody th")) == sorted(right.meaning for right in CATALOGUE.values())


def test_the_number_of_statements_does_not_grow_with_the_rows(app):
    def statements() -> int:
        seen = []

        def note(*about):
            seen.append(about[2])

        event.listen(db.engine, "before_cursor_execute", note)
        Browser(app).get("/")
        event.remove(db.engine, "before_cursor_execute", note)
        return len(seen)

    a_world()
    a_match(MatchState.COMPLETED)
    few = statements()
    for number in range(12):
        a_match(MatchState.COMPLETED, an_issue(f"ほかの課題{number}"))
        an_issue(f"待っている課題{number}")
    assert len(queries.completed(Visitor())) == queries.DONE_MATCHES
    assert statements() == few
