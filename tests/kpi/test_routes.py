"""What a reader finds behind a figure: the matches, and what stays hidden."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from matchbox.core.publication import Publication
from matchbox.kpi import routes
from matchbox.matching.rules import Broker
from matchbox.matching.workflow import MatchState
from tests.browser import Browser
from tests.given.groups import a_group
from tests.given.issues import an_issue, selects
from tests.given.people import a_coordinator, a_person
from tests.given.words import a_policy
from tests.kpi.agreements import (
    JUNE_OF_R8,
    NEW,
    OLD,
    R7,
    SDGS,
    STRATEGY,
    agreed,
    break_off,
    close,
    many_agreed,
)
from tests.kpi.reading import address, cells, rows_of


@pytest.fixture(autouse=True)
def autumn_of_r8():
    with time_machine.travel(datetime(2026, 11, 24, 3, tzinfo=UTC)):
        yield


# The list behind a figure


def test_the_matches_behind_a_row_are_listed_with_where_they_count(app):
    match = agreed(date(2026, 5, 5), title="買い物の送迎", policies=[a_policy("2-1"), a_policy("2-3")])
    agreed(date(2026, 5, 6), policies=[a_policy("1-1")])
    page = Browser(app).get(address(year=2026, policy="2-1"))
    assert page.heading == "令和8年度・施策2-1 地域と多様な主体とのつながり創出"
    (row,) = rows_of(page)
    assert cells(row) == [
        str(match.id), "買い物の送迎", "令和8年5月5日", "町会 （課題側） 、学生 （協力側）", "連携",
        "施策2-1 、 施策2-3", "計上：令和8年度・施策2-1・施策2-3",
    ]  # fmt: skip
    assert row.select_one("a")["href"] == f"/matches/{match.id}"
    assert "1件" in page.text and "11月24日現在" in page.text


def test_the_way_back_stands_above_the_list(app):
    page = Browser(app).get(address(year=2026, policy="2-1"))
    assert [link["href"] for link in page.html.select(".crumbs a")] == [
        "/", "/plans", f"/plans/{NEW}", f"/plans/{NEW}/matches?year=2026",
    ]  # fmt: skip


def test_a_parent_lists_every_match_below_it_once(app):
    both = agreed(date(2026, 5, 5), policies=[a_policy("2-1"), a_policy("2-3")])
    one = agreed(date(2026, 5, 6), policies=[a_policy("2-2")])
    page = Browser(app).get(address(year=2026, policy="2"))
    assert [cells(row)[0] for row in rows_of(page)] == [str(both.id), str(one.id)]


@pytest.mark.parametrize("publication", [Publication.RESTRICTED, Publication.HIDDEN])
def test_a_match_of_an_issue_that_is_not_public_counts_without_title_and_parties(app, publication):
    issue = an_issue(title="人に知られたくないこと", publication=publication)
    match = agreed(date(2026, 5, 5), a_group("見えない会"), a_group("知られない会"), issue=issue)
    page = Browser(app).get(address(year=2026))
    assert cells(rows_of(page)[0])[:4] == [str(match.id), "非公開の課題", "令和8年5月5日", "公開していません"]
    assert "知られ" not in page.text and "見えない会" not in page.text
    assert not rows_of(page)[0].select("a")
    assert "人に知られたくないこと" in Browser(app, a_coordinator()).get(address(year=2026)).text


def test_a_party_reads_the_title_of_its_own_match(app):
    poster = a_person()
    issue = an_issue(title="人に知られたくないこと", poster=poster, publication=Publication.RESTRICTED)
    agreed(date(2026, 5, 5), poster, a_group(), issue=issue)
    assert "人に知られたくないこと" in Browser(app, poster).get(address(year=2026)).text
    assert "人に知られたくないこと" not in Browser(app, a_person()).get(address(year=2026)).text


def test_nothing_counted_says_so(app):
    page = Browser(app).get(address(year=2026, policy="3-2"))
    assert "ここに計上されたマッチングはありません" in page.text
    assert "この年度は、まだ始まっていません" in Browser(app).get(address(year=2029)).text


def test_the_list_of_another_plan_names_its_own_policies(app):
    agreed(date(2026, 5, 5), policies=[a_policy("2-1"), a_policy("4", SDGS)])
    page = Browser(app).get(address(SDGS, year=2026, policy="4"))
    assert cells(rows_of(page)[0])[5:] == ["方向性4", "計上：令和8年度・施策2-1"]


def test_without_a_year_the_running_one_is_shown_or_the_last(app):
    assert Browser(app).get(address(NEW)).heading == "令和8年度・計画全体"
    assert Browser(app).get(address(OLD)).heading == "令和7年度・計画全体"


@pytest.mark.parametrize(
    "asked",
    [
        {"year": "abc"}, {"year": "99999"}, {"year": "-1"}, {"year": "2025"}, {"year": "2031"}, {"year": "0"},
        {"year": "2026", "policy": "9-9"}, {"year": "2026", "policy": "%00"}, {"year": "2026", "policy": "%27"},
        {"year": "2026", "indicator": "K406"}, {"year": "99999999999999999999"}, {"year": "1e3"},
    ],
)  # fmt: skip
def test_what_the_plan_does_not_have_is_no_page(app, asked):
    Browser(app).get(address(**asked), expect=404)


@pytest.mark.parametrize("asked", [{"page": "abc"}, {"page": "999"}, {"counted": "perhaps"}, {"other": "1"}])
def test_other_junk_in_the_address_is_passed_over(app, asked):
    Browser(app).get(address(year=2026, **asked))


def test_plans_and_indicators_that_are_not_there_are_no_pages(app):
    browser = Browser(app)
    for url in (
        "/plans/unknown/matches", "/plans/unknown/indicators/K406", f"/plans/{STRATEGY}/indicators/K999",
        f"/plans/{STRATEGY}/indicators/%00", address(STRATEGY, indicator="K101", year=2022),
        address(STRATEGY, indicator="K301", year=2022), address(STRATEGY, indicator="K406", year=2019),
    ):  # fmt: skip
        browser.get(url, expect=404)


def test_a_long_list_has_pages(app, monkeypatch):
    monkeypatch.setattr(routes, "ROWS_OF_A_PAGE", 10)
    many_agreed(13, date(2026, 5, 5))
    first, last = (Browser(app).get(address(year=2026, page=number)) for number in (1, 2))
    assert (len(rows_of(first)), len(rows_of(last))) == (10, 3)
    assert "13件" in first.text and "13件" in last.text
    assert first.html.select_one(".pager")


def test_the_number_of_statements_does_not_grow_with_the_list(app):
    def statements():
        with selects() as seen:
            Browser(app).get(address(year=2026))
            Browser(app).get(f"/plans/{NEW}")
            Browser(app).get("/plans")
        return len(seen)

    many_agreed(3, date(2026, 5, 5))
    few = statements()
    many_agreed(57, date(2026, 5, 5))
    assert statements() == few


# A closed year


def test_a_closed_year_shows_what_was_frozen_and_what_came_and_went(app):
    kept, gone = agreed(date(2025, 6, 1), title="残ったもの"), agreed(date(2025, 6, 2), title="中止のもの")
    close(R7)
    break_off(gone)
    late = agreed(date(2026, 3, 28), title="遅れたもの", agreed_recorded_at=JUNE_OF_R8)
    page = Browser(app).get(address(OLD, year=2025))
    assert "確定 2件・その後の増減 ＋1 −1（いまの件数 2件）" in page.text
    assert [cells(row)[0] for row in rows_of(page, "closed")] == [str(kept.id), str(gone.id)]
    assert cells(rows_of(page, "closed")[1])[-1] == "確定のあとに除かれました"
    assert [cells(row)[0::6] for row in rows_of(page, "added")] == [
        [str(late.id), "年度を締めたあとに、成立が記録されました"]
    ]
    assert [cells(row)[0::6] for row in rows_of(page, "removed")] == [[str(gone.id), "中止になりました"]]


def test_a_match_broken_off_keeps_its_title_and_hides_its_parties(app):
    gone = agreed(date(2025, 6, 2), a_group("名前の出ない会"), a_group("もう一つの会"), title="中止のもの")
    close(R7)
    break_off(gone)
    row = rows_of(Browser(app).get(address(OLD, year=2025)), "removed")[0]
    assert cells(row)[1] == "中止のもの" and "名前の出ない会" not in row.get_text()
    assert not row.select("a")


# What does not count, for the staff


def test_staff_read_every_match_that_does_not_count_with_all_reasons(app):
    nothing = agreed(date(2026, 5, 5), policies=[], brokered_by=Broker.PARTIES, state=MatchState.ACTIVE)
    agreed(date(2026, 5, 6))
    page = Browser(app, a_coordinator()).get(address(year=2026, counted="no"))
    (row,) = rows_of(page, "not_counted")
    assert cells(row)[0] == str(nothing.id)
    assert cells(row)[-1] == (
        "センターの仲介ではありません この年度に必要な計画（金沢市協働推進計画2026（仮称））の施策が付いていません"
    )
    assert "計上されないもの" in Browser(app, a_coordinator()).get(address(year=2026)).text


def test_others_may_not_read_it_and_are_not_led_there(app):
    for browser, answer in ((Browser(app), 302), (Browser(app, a_person()), 403)):
        browser.get(address(year=2026, counted="no"), expect=answer)
        assert "計上されないもの" not in browser.get(address(year=2026)).text
        assert "counted=no" not in str(browser.get(f"/plans/{NEW}").html)
