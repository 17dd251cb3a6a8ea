"""What an operator types: counting a year, closing it."""

import json
from datetime import UTC, date, datetime

import pytest
import time_machine

from matchbox.kpi import queries
from matchbox.kpi.commands import close as close_command
from matchbox.kpi.commands import count
from matchbox.matching.rules import Broker
from tests.browser import Browser
from tests.given.words import a_policy
from tests.kpi.agreements import JUNE_OF_R8, NEW, OLD, R7, SDGS, STRATEGY, agreed, break_off, close


@pytest.fixture(autouse=True)
def autumn_of_r8():
    with time_machine.travel(datetime(2026, 11, 24, 3, tzinfo=UTC)):
        yield


def typed(app, command, *words, expect=0):
    result = app.test_cli_runner().invoke(command, words)
    assert result.exit_code == expect, result.output
    return result.output


def counted(app, plan, year):
    return json.loads(typed(app, count, "--plan", plan, "--year", str(year), "--json"))


def test_the_count_of_a_year_as_json(app):
    both = agreed(date(2026, 5, 5), policies=[a_policy("2-1"), a_policy("2-3"), a_policy("4", SDGS)])
    one = agreed(date(2026, 5, 6), policies=[a_policy("2-1")])
    not_ours = agreed(date(2026, 5, 7), brokered_by=Broker.PARTIES)
    agreed(date(2026, 3, 31))
    found = counted(app, NEW, 2026)
    assert list(found) == ["plan", "year", "total", "adjusted", "policies", "matches"]
    assert (found["plan"], found["year"], found["total"], found["adjusted"]) == (NEW, 2026, 2, 2)
    assert found["policies"] == {
        "1": 0, "1-1": 0, "1-2": 0, "2": 2, "2-1": 2, "2-2": 0, "2-3": 1, "3": 0, "3-1": 0, "3-2": 0, "3-3": 0,
    }  # fmt: skip
    assert found["matches"] == [
        {"id": both.id, "counted": True, "reason": None, "policies": ["2-1", "2-3"]},
        {"id": one.id, "counted": True, "reason": None, "policies": ["2-1"]},
        {"id": not_ours.id, "counted": False, "reason": "センターの仲介ではありません", "policies": ["2-1"]},
    ]
    assert counted(app, SDGS, 2026)["total"] == 1


def test_a_closed_year_keeps_its_total_and_adds_the_adjustments(app):
    gone, kept = agreed(date(2025, 6, 1)), agreed(date(2025, 6, 2))
    close(R7)
    break_off(gone)
    late = [agreed(date(2026, 3, day), agreed_recorded_at=JUNE_OF_R8) for day in (28, 29)]
    found = counted(app, OLD, 2025)
    assert (found["total"], found["adjusted"]) == (2, 3)
    assert found["policies"] == {"1": 0, "2": 3, "3": 0}
    assert {match["id"]: match["reason"] for match in found["matches"]} == {
        gone.id: "中止になりました", kept.id: None, late[0].id: None, late[1].id: None,
    }  # fmt: skip


def test_the_command_the_plan_page_and_the_list_show_the_same(app):
    agreed(date(2026, 5, 5), policies=[a_policy("2-1"), a_policy("2-3")])
    agreed(date(2026, 5, 6), policies=[a_policy("1-1")])
    agreed(date(2026, 5, 7), policies=[])
    found = counted(app, NEW, 2026)
    page = Browser(app).get(f"/plans/{NEW}")
    for words in page.html.select(".figures .vh"):
        words.decompose()
    column = {
        row.th.find(class_="plan-tree__code").get_text(): int(row.td.get_text(strip=True))
        for row in page.html.select(".figures tbody tr")
    }
    assert column == found["policies"]
    assert int(page.html.select_one(".figures tfoot td").get_text(strip=True)) == found["total"]
    listed = Browser(app).get(f"/plans/{NEW}/matches?year=2026")
    assert [int(row.td.get_text(strip=True)) for row in listed.html.select("#counted tbody tr")] == [
        match["id"] for match in found["matches"] if match["counted"]
    ]


def test_a_plan_without_policies_or_outside_its_years_counts_nothing(app):
    agreed(date(2026, 5, 5))
    assert counted(app, "kanazawa-community-2023", 2026)["total"] == 0
    assert (counted(app, STRATEGY, 2026)["total"], set(counted(app, OLD, 2026)["policies"].values())) == (0, {0})


def test_for_people_it_is_a_small_table(app):
    gone = agreed(date(2025, 6, 1))
    close(R7)
    break_off(gone)
    told = typed(app, count, "--plan", OLD, "--year", "2025")
    assert "合計 1件（その後の増減 -1 → 0件）" in told and "中止になりました" in told


@pytest.mark.parametrize("words", [("--plan", "unknown", "--year", "2026"), ("--plan", NEW, "--year", "abc"),
                                   ("--plan", NEW, "--year", "99999"), ("--plan", NEW)])  # fmt: skip
def test_what_cannot_be_counted_is_refused(app, words):
    typed(app, count, *words, expect=2)


def test_a_year_is_closed_from_the_command_line_once(app):
    agreed(date(2025, 6, 1))
    assert "令和7（2025）年度: 1件で締めました。" in typed(app, close_command, "--year", "2025")
    assert queries.closed_years() == {2025}
    assert "もう締めてあります" in typed(app, close_command, "--year", "2025", expect=1)
    assert "まだ終わっていません" in typed(app, close_command, "--year", "2026", expect=1)
