"""The page of an indicator, and every figure of a plan against the list behind it."""

import re
from datetime import UTC, date, datetime

import pytest
import time_machine

from matchbox.core.publication import Publication
from matchbox.matching.rules import Broker
from tests.browser import Browser
from tests.given.issues import an_issue
from tests.given.words import a_policy
from tests.kpi.agreements import JUNE_OF_R8, NEW, OLD, R7, SDGS, STRATEGY, agreed, break_off, close
from tests.kpi.reading import cells, rows_of


@pytest.fixture(autouse=True)
def autumn_of_r8():
    with time_machine.travel(datetime(2026, 11, 24, 3, tzinfo=UTC)):
        yield


# Indicators


def k406(app):
    return Browser(app).get(f"/plans/{STRATEGY}/indicators/K406")


def test_the_page_of_k406_shows_its_years_its_sum_and_its_pace(app):
    for day in (date(2020, 6, 1), date(2021, 6, 1), date(2021, 7, 1), date(2022, 6, 1), date(2022, 7, 1)):
        agreed(day)
    with time_machine.travel(datetime(2023, 3, 31, 3, tzinfo=UTC)):
        page = k406(app)
    text = page.text
    assert page.heading == "市民活動サポートセンターにおける交流や連携のマッチング数"
    assert "R2～R6の合計" in text and "参考：H30 5件（単年度）" in text
    assert "実績 5 件 達成率（実績÷目標） 50 ％ 評価 概ね順調 目安に対して 83％" in text
    assert "この時点の目安 6件" in text
    years = [cells(row) for row in page.html.select(".figures tbody tr")]
    assert [row[0].split()[0] for row in years] == ["令和2年度", "令和3年度", "令和4年度"]
    assert [row[2] for row in years] == ["1", "3", "5"]
    with time_machine.travel(datetime(2023, 3, 31, 3, tzinfo=UTC)):
        for link, number in zip(page.html.select(".figures td a"), (1, 2, 2), strict=True):
            assert len(rows_of(Browser(app).get(link["href"]))) == number


def test_the_page_of_k208_begins_after_its_baseline(app):
    agreed(date(2019, 6, 1), is_pact=True)
    agreed(date(2020, 6, 1), is_pact=True)
    page = Browser(app).get(f"/plans/{STRATEGY}/indicators/K208")
    years = [cells(row) for row in page.html.select(".figures tbody tr")]
    assert (years[0][0], years[0][2], years[1][2]) == ("令和元年度", "34", "35")
    assert "累計" in page.text and "基準：H30 33件" in page.text
    linked = Browser(app).get(page.html.select_one(".figures td a")["href"])
    assert cells(rows_of(linked)[0])[-1] == "締結として計上：令和元年度"


def test_an_indicator_that_nobody_has_entered_says_so(app):
    assert "この指標の実績は、まだ入力されていません" in Browser(app).get(f"/plans/{STRATEGY}/indicators/G2").text
    assert "このサイトにまだ記録されていません" in k406(app).text


def test_a_line_shown_again_leads_to_the_first(app):
    page = Browser(app).get(f"/plans/{STRATEGY}/indicators/K206")
    assert "再掲です" in page.text and "R2～R6の合計" in page.text
    assert page.html.select_one("main p a")["href"] == f"/plans/{STRATEGY}/indicators/K205"


# The plan page and the list behind each of its figures


def a_busy_plan():
    """Two years of two plans: closed and adjusted, doubles, several policies, an issue that is not public."""
    first = agreed(date(2025, 6, 1), policies=[a_policy("1", OLD), a_policy("2", OLD)])
    agreed(date(2025, 6, 2), policies=[a_policy("2", OLD), a_policy("4", SDGS)])
    moved = agreed(date(2025, 6, 3), policies=[a_policy("3", OLD)])
    close(R7)
    break_off(moved)
    agreed(date(2026, 3, 28), policies=[a_policy("1", OLD)], agreed_recorded_at=JUNE_OF_R8)
    agreed(date(2026, 3, 29), policies=[a_policy("1", OLD)], agreed_recorded_at=JUNE_OF_R8)
    agreed(date(2026, 5, 5), policies=[a_policy("2-1"), a_policy("2-3"), a_policy("4", SDGS)])
    agreed(date(2026, 5, 6), policies=[a_policy("2-1")], issue=an_issue(publication=Publication.RESTRICTED))
    agreed(date(2026, 5, 7), policies=[a_policy("1-1")])
    agreed(date(2026, 5, 8), policies=[a_policy("3-1")], brokered_by=Broker.OTHER)
    sides = [party.organisation for party in first.parties]
    one = agreed(date(2026, 6, 1), *sides, policies=[a_policy("3-1")])
    agreed(date(2026, 6, 2), *sides, policies=[a_policy("3-1")], issue=one.issue)


@pytest.mark.parametrize("plan", [NEW, OLD, SDGS])
def test_behind_every_figure_stand_as_many_matches_as_it_says(app, plan):
    a_busy_plan()
    browser = Browser(app)
    page = browser.get(f"/plans/{plan}")
    followed = 0
    for cell in page.html.select(".figures td"):
        if not cell.a:
            assert re.fullmatch("0|―", cell.get_text(strip=True))
            continue
        listed = browser.get(cell.a["href"])
        for words in cell.select(".vh"):
            words.decompose()
        figure = int(cell.a.get_text(strip=True))
        change = cell.select_one(".change")
        assert figure == len(rows_of(listed)) + len(rows_of(listed, "closed"))
        shown = len(rows_of(listed, "added")) - len(rows_of(listed, "removed"))
        sign = "＋" if shown > 0 else "−" if shown < 0 else "±"
        assert (change.get_text(strip=True) if change else None) == (
            f"その後の増減 {sign}{abs(shown)}" if rows_of(listed, "added") or rows_of(listed, "removed") else None
        )
        followed += 1
    assert followed >= 4
