"""What changes after a close: the cases that need rows in the database, and the reasons that are told."""

from datetime import date

import pytest

from matchbox.core.database import db
from matchbox.core.years import FiscalYear
from matchbox.kpi import queries
from matchbox.kpi.models import YearClose
from matchbox.kpi.queries import Group
from matchbox.matching.models import Match, Party
from tests.given.groups import a_group
from tests.given.issues import an_issue
from tests.given.words import a_plan, a_policy
from tests.kpi.agreements import JUNE_OF_R8, NEW, OLD, R7, R8, STRATEGY, agreed, break_off, change, close, retag


def figure(node="", plan=OLD, year=R7):
    return queries.figures_of(a_plan(plan))[year].figures[node]


def shown(node="", plan=OLD, year=R7):
    """(closed, adjustment, adjusted)"""
    found = figure(node, plan, year)
    return found.value, found.adjustment, found.adjusted


def told(node="", plan=OLD, year=R7, code=None):
    """The lines of the drill-down: by group, the match and its first sentence."""
    plan = a_plan(plan)
    indicator = next((line for line in plan.indicators if line.code == code), None)
    lines = queries.rows_behind(plan, year, node or None, indicator)
    return [
        (line.group, line.match, line.sentences[0].text % line.sentences[0].params)
        for line in lines
        if line.group in (Group.ADDED, Group.REMOVED)
    ]


def of_group(group, node="", plan=OLD, year=R7):
    return [line.match for line in queries.rows_behind(a_plan(plan), year, node or None) if line.group is group]


def test_without_changes_a_closed_year_is_as_it_was(app):
    match = agreed(date(2025, 6, 1))
    close(R7)
    assert shown() == (1, 0, 1)
    assert not figure().has_changed
    assert of_group(Group.CLOSED) == [match.id] and told() == []


def test_case_16_broken_off_in_the_next_year(app):
    before = agreed(date(2025, 6, 1))
    close(R7)
    break_off(before)
    again = agreed(date(2026, 6, 1), *[party.organisation for party in before.parties], issue=before.issue)
    assert shown() == (1, -1, 0)
    assert shown("2") == (1, -1, 0)
    assert of_group(Group.CLOSED) == [before.id]
    assert told() == [(Group.REMOVED, before.id, "中止になりました")]
    assert shown(plan=NEW, year=R8) == (1, 0, 1)
    assert of_group(Group.COUNTED, plan=NEW, year=R8) == [again.id]


def test_case_17_the_double_takes_the_place(app):
    first = agreed(date(2025, 4, 5))
    double = agreed(date(2025, 7, 1), *[party.organisation for party in first.parties], issue=first.issue)
    close(R7)
    break_off(first, "wrong_entry")
    assert shown() == (1, 0, 1)
    assert figure().has_changed
    assert told() == [
        (Group.ADDED, double.id, "年度を締めたあとに、計上の条件を満たしました"),
        (Group.REMOVED, first.id, "登録の誤りとして中止になりました"),
    ]


def test_case_18_recorded_after_the_close(app):
    close(R7)
    late = agreed(date(2026, 3, 28), agreed_recorded_at=JUNE_OF_R8)
    assert shown() == (0, 1, 1)
    assert told() == [(Group.ADDED, late.id, "年度を締めたあとに、成立が記録されました")]
    assert of_group(Group.CLOSED) == []


def test_case_19_the_day_is_corrected_into_the_next_year(app):
    match = agreed(date(2026, 3, 31))
    close(R7)
    change(match, agreed_on=date(2026, 4, 1))
    retag(match, a_policy("2-1", NEW))
    assert shown() == (1, -1, 0)
    assert shown(plan=NEW, year=R8) == (1, 0, 1)
    assert told() == [(Group.REMOVED, match.id, "成立日が変わり、令和8年度の成立になりました")]
    assert queries.count_of(a_plan(OLD), R7)["matches"] == [
        {"id": match.id, "counted": False, "reason": "成立日が変わり、令和8年度の成立になりました", "policies": []}
    ]


def test_case_26_another_tag_moves_rows_and_keeps_the_total(app):
    match = agreed(date(2025, 6, 1), policies=[a_policy("1", OLD)])
    close(R7)
    retag(match, a_policy("3", OLD))
    assert [shown(node) for node in ("1", "2", "3", "")] == [(1, -1, 0), (0, 0, 0), (0, 1, 1), (1, 0, 1)]
    assert not figure().has_changed
    assert told("1") == [(Group.REMOVED, match.id, "年度を締めたあとに、施策が付け替えられました")]
    assert told("3") == [(Group.ADDED, match.id, "年度を締めたあとに、施策が付け替えられました")]
    assert told() == []


def test_case_27_two_issues_become_one(app):
    first = agreed(date(2025, 6, 1))
    other = agreed(date(2025, 6, 2), *[party.organisation for party in first.parties])
    close(R7)
    change(other.issue, merged_into_id=first.issue_id)
    assert shown() == (2, -1, 1)
    assert told() == [
        (Group.REMOVED, other.id,
         f"同じ課題・同じ相手のマッチング（番号{first.id}）がすでに計上されています")
    ]  # fmt: skip


def test_case_28_a_group_is_merged_with_the_other_party(app):
    match = agreed(date(2025, 6, 1))
    one, other = [party.organisation for party in match.parties]
    close(R7)
    change(one, merged_into_id=other.id)
    assert shown() == (1, -1, 0)
    assert told() == [(Group.REMOVED, match.id, "異なる2者になっていません")]


def test_case_29_an_erased_poster_stays_a_party(app):
    issue = an_issue()
    match = agreed(date(2025, 6, 1), issue.poster, a_group(), issue=issue)
    close(R7)
    change(issue.poster, name="退会した方", email=None)
    with_name = next(party for party in db.session.get_one(Match, match.id).parties if party.user_id)
    change(db.session.get_one(Party, with_name.id), name="")
    assert shown() == (1, 0, 1) and not figure().has_changed


def test_indicators_of_a_closed_year_are_adjusted_alike(app):
    known = agreed(date(2022, 6, 1), is_pact=True)
    close(FiscalYear(2022))
    late = agreed(date(2022, 7, 1), agreed_recorded_at=JUNE_OF_R8)
    break_off(known)
    year = FiscalYear(2022)
    found = _course("K406").years[year]
    assert (found.value, found.adjustment, found.adjusted) == (1, 0, 1)
    assert told(plan=STRATEGY, year=year, code="K406") == [
        (Group.ADDED, late.id, "年度を締めたあとに、成立が記録されました"),
        (Group.REMOVED, known.id, "中止になりました"),
    ]
    assert _course("K406").progress.actual.value == 1
    pacts = _course("K208").years[year]
    assert (pacts.value, pacts.has_changed) == (1, False)
    lines = queries.rows_behind(a_plan(STRATEGY), year, indicator=_line("K208"))
    assert [sentence.text % sentence.params for sentence in lines[0].sentences] == [
        "締結として計上：令和4年度", "中止になりました",
    ]  # fmt: skip


def test_an_agreement_that_turns_out_to_be_none_leaves_its_indicator(app):
    pact = agreed(date(2022, 6, 1), is_pact=True)
    year = FiscalYear(2022)
    close(year)
    change(pact, is_pact=False)
    assert told(plan=STRATEGY, year=year, code="K208") == [
        (Group.REMOVED, pact.id, "年度を締めたあとに、この指標の条件に合わなくなりました")
    ]


@pytest.mark.parametrize("deed", [break_off, lambda match: retag(match), lambda match: change(match, kind="exchange")])
def test_a_closed_figure_never_changes(app, deed):
    match = agreed(date(2025, 6, 1))
    before = close(R7).figures
    deed(match)
    agreed(date(2025, 7, 1))
    assert db.session.scalars(db.select(YearClose)).one().figures == before
    assert figure().value == 1


def test_a_plan_that_came_after_the_close_has_no_closed_rows(app):
    close(R7)
    assert shown(plan=NEW, year=R8) == (0, 0, 0)
    assert figure(plan=NEW, year=R8).frozen is None


def _line(code):
    return next(line for line in a_plan(STRATEGY).indicators if line.code == code)


def _course(code):
    return queries.course_of(_line(code), date(2026, 5, 8))
