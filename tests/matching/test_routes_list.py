"""The list of matches: what a person reads and presses."""

from datetime import date

import pytest

from matchbox.core.publication import Publication
from matchbox.matching.rules import MatchKind
from matchbox.matching.workflow import MatchState
from tests.browser import Browser
from tests.given.groups import a_group
from tests.given.issues import an_issue
from tests.given.matches import a_match, helping
from tests.given.people import a_person, an_analyst


def test_the_list_shows_what_was_agreed(app):
    match = a_match(MatchState.ACTIVE, agreed_on=date(2026, 5, 1))
    a_match(MatchState.MEETING, issue=an_issue("まだの課題"))
    page = Browser(app).get("/matches")
    assert page.texts(".item__title") == [match.title]
    assert page.texts(".result-count") == ["1件のマッチングがあります"]
    assert "令和8年5月1日" in page.text and f"/matches/{match.id}" in page.links()


def test_a_restricted_match_is_counted_without_title_names_and_link(app):
    secret = an_issue("ひみつの課題", publication=Publication.RESTRICTED, poster=a_person("ひみつの人"))
    match = a_match(MatchState.ACTIVE, issue=secret)
    page = Browser(app).get("/matches")
    assert page.texts(".item__title") == ["非公開の課題"]
    assert page.texts(".item .meta") == ["成立した年度 令和8年度"]
    for words in ("ひみつ", "ほたる橋", "泉野"):
        assert words not in page.text
    assert f"/matches/{match.id}" not in page.links()
    Browser(app).get(f"/matches/{match.id}", expect=404)
    assert "ひみつの課題" in Browser(app, match.parties[0].user).get("/matches").text


@pytest.mark.parametrize(
    "query, shown",
    [
        ("", {"交流", "連携", "昨年度", "完了"}),
        ("?year=2026", {"交流", "連携", "完了"}),
        ("?year=2025", {"昨年度"}),
        ("?state=completed", {"完了"}),
        ("?kind=exchange", {"交流"}),
        ("?year=2026&state=agreed&kind=cooperation", {"連携"}),
        ("?year=1850&state=x&kind=x&page=x", {"交流", "連携", "昨年度", "完了"}),
        ("?year=2025&state=completed", set()),
        ("?state=candidate", set()),
    ],
)
def test_the_list_is_narrowed_by_year_state_and_kind(app, query, shown):
    a_match(MatchState.AGREED, issue=an_issue("交流"), kind=MatchKind.EXCHANGE)
    a_match(MatchState.AGREED, issue=an_issue("連携"))
    a_match(MatchState.AGREED, issue=an_issue("昨年度"), agreed_on=date(2026, 3, 31))
    a_match(MatchState.COMPLETED, issue=an_issue("完了"))
    a_match(MatchState.CANDIDATE, issue=an_issue("候補のまま"))
    page = Browser(app).get(f"/matches{query}")
    assert set(page.texts(".item__title")) == shown
    assert bool(shown) or "条件を減らしてください" in page.text


def test_the_staff_see_every_stage_in_the_list(app):
    a_match(MatchState.CANDIDATE, issue=an_issue("候補のまま"))
    page = Browser(app, an_analyst()).get("/matches?state=candidate")
    assert page.texts(".item__title") == ["候補のまま"]
    assert "候補" in page.texts("#state option")
    assert "候補" not in Browser(app).get("/matches").texts("#state option")


def test_a_long_list_has_pages_that_keep_the_conditions(app):
    group = a_group()
    for number in range(23):
        a_match(MatchState.AGREED, issue=None, parties=[helping(group)], title=f"交流{number}", coordinator=None)
    page = Browser(app).get("/matches?kind=cooperation")
    assert len(page.texts(".item")) == 20
    assert "/matches?kind=cooperation&page=2" in page.links(".pager a")
    assert len(Browser(app).get("/matches?kind=cooperation&page=99").texts(".item")) == 3


def test_an_empty_list_says_so(app):
    assert "この条件に合うマッチングはありません" in Browser(app).get("/matches").text
