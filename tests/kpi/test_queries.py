"""Reading matches for counting: parties, sides, merges; the number of statements; what a match says about itself."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from sqlalchemy import select

from matchbox.accounts.models import Role, RoleGrant
from matchbox.core import clock
from matchbox.core.database import db
from matchbox.core.years import FiscalYear
from matchbox.kpi import queries
from matchbox.kpi.rules import Reason
from matchbox.matching.models import Match
from matchbox.matching.rules import Broker, MatchKind
from matchbox.matching.workflow import MatchState
from matchbox.plans.queries import counted_indicators, line_of
from tests.given.groups import a_group, a_member_of
from tests.given.issues import an_issue, selects
from tests.given.matches import a_match, helping, needing, supporting
from tests.given.people import a_person
from tests.given.rows import saved
from tests.given.words import a_plan, a_policy
from tests.kpi.agreements import NEW, OLD, R7, R8, SDGS, STRATEGY, agreed, break_off, change, many_agreed


def only(rows):
    (row,) = rows
    return row


def told(sentence):
    return sentence.text % sentence.params


# Rows


def test_a_match_is_read_with_everything_that_counts(app):
    poster, group = a_person(), a_group("NPO", "npo")
    section = a_group("市の課", "administration")
    match = agreed(
        date(2026, 5, 5), needing(poster), helping(group), supporting(section),
        policies=[a_policy("2-1"), a_policy("4", SDGS)], kind=MatchKind.EXCHANGE, is_pact=True,
    )  # fmt: skip
    row = only(queries.rows_of([R8]))
    assert (row.id, row.issue, row.kind, row.agreed_on) == (match.id, match.issue_id, "exchange", date(2026, 5, 5))
    assert row.brokered_by_centre and row.recorded_by_staff and row.is_pact
    assert row.has_purpose and row.has_roles and row.has_period
    assert row.tags == {(NEW, "2-1"), (SDGS, "4")}
    assert [(party.key, party.role, party.kind) for party in row.parties] == [
        (f"user:{poster.id}", "needing", ""),
        (f"org:{group.id}", "helping", "npo"),
        (f"org:{section.id}", "supporting", "administration"),
    ]
    assert [party.is_administration for party in row.parties] == [False, False, True]
    assert not row.broken_off


def test_the_person_of_a_proxy_post_stays_with_the_issue(app):
    issue = an_issue(poster=None, person="窓口の方")
    agreed(date(2026, 5, 5), needing(issue), helping(a_group()), issue=issue)
    assert only(queries.rows_of([R8])).parties[0].key == f"proxy:{issue.id}"


def test_only_matches_with_an_agreement_in_these_years_are_read(app):
    a_match(MatchState.MEETING, agreed_on=None)
    inside = [agreed(date(2025, 4, 1)), agreed(date(2026, 3, 31))]
    agreed(date(2025, 3, 31))
    agreed(date(2026, 4, 1))
    assert [row.id for row in queries.rows_of([R7])] == [match.id for match in inside]
    assert queries.rows_of([]) == []


def test_merged_organisations_carry_the_key_of_the_last_survivor(app):
    first, second, third = a_group("一"), a_group("二"), a_group("三")
    change(first, merged_into_id=second.id)
    change(second, merged_into_id=third.id)
    agreed(date(2026, 5, 5), first, third)
    row = only(queries.rows_of([R8]))
    assert {party.key for party in row.parties} == {f"org:{third.id}"}


def test_merged_issues_are_one(app):
    issues = [an_issue() for _ in range(3)]
    change(issues[0], merged_into_id=issues[1].id)
    change(issues[1], merged_into_id=issues[2].id)
    agreed(date(2026, 5, 5), issue=issues[0])
    assert only(queries.rows_of([R8])).issue == issues[2].id


def test_organisations_merged_in_a_circle_end_nobodys_counting(app):
    one, other = a_group("一"), a_group("二")
    change(one, merged_into_id=other.id)
    change(other, merged_into_id=one.id)
    agreed(date(2026, 5, 5), one, other)
    assert len(queries.rows_of([R8])) == 1


@pytest.mark.parametrize(
    ("from_on", "until_on", "is_side"),
    [
        (date(2026, 5, 5), None, True),
        (date(2026, 5, 6), None, False),
        (date(2019, 4, 1), date(2026, 5, 5), True),
        (date(2019, 4, 1), date(2026, 5, 4), False),
    ],
)
def test_a_resident_stands_on_the_side_of_her_organisation_of_that_day(app, from_on, until_on, is_side):
    survivor, old = a_group("残った会"), a_group("前の会")
    change(old, merged_into_id=survivor.id)
    resident = a_member_of(old, from_on=from_on, until_on=until_on)
    agreed(date(2026, 5, 5), resident, survivor)
    assert only(queries.rows_of([R8])).parties[0].sides == ({f"org:{survivor.id}"} if is_side else set())


def test_staff_of_that_day_are_no_party(app):
    was_staff = a_person()
    saved(RoleGrant(user_id=was_staff.id, role=Role.COORDINATOR, from_on=date(2024, 4, 1), until_on=date(2026, 3, 31)))
    before = agreed(date(2026, 3, 31), was_staff, a_group())
    after = agreed(date(2026, 4, 1), was_staff, a_group())
    verdicts = queries.reckon([R7, R8]).verdicts
    assert verdicts[before.id].reasons == (Reason.NOT_TWO_PARTIES,)
    assert verdicts[after.id].counted


def test_a_wrong_entry_is_told_from_other_ends(app):
    wrong, other = agreed(date(2026, 5, 5)), agreed(date(2026, 5, 6))
    break_off(wrong, "wrong_entry")
    break_off(other, "organisation")
    verdicts = queries.reckon([R8]).verdicts
    assert verdicts[wrong.id].reasons == (Reason.MISTAKEN_ENTRY,)
    assert verdicts[other.id].reasons == (Reason.BROKEN_OFF,)


def test_the_trees_of_the_plans_are_read_with_their_names(app):
    terms = {plan.code: plan for plan in queries.plan_terms()}
    assert terms[NEW].parents["2-1"] == "2" and terms[NEW].parents["2"] is None
    assert terms[NEW].name_of("2-1") == "施策2-1"
    assert (terms[NEW].start, terms[NEW].end, terms[NEW].required) == (2026, 2030, True)
    assert terms[OLD].lowest == {"1", "2", "3"}


# Statements


DAYS = date(2025, 5, 5), date(2026, 5, 5), date(2026, 5, 6)


def test_the_number_of_statements_does_not_grow_with_the_matches(app):
    plan = a_plan(NEW)

    def statements():
        with selects() as seen:
            queries.figures_of(plan)
            queries.rows_behind(plan, R8)
            queries.not_counted(plan, R8)
            queries.counted_this_year()
            queries.count_of(plan, R8)
            queries.courses(counted_indicators(), date(2026, 5, 8))
            queries.sentences_of(db.session.scalars(select(Match)))
        return len(seen)

    many_agreed(3, *DAYS)
    few = statements()
    many_agreed(57, *DAYS)
    assert len(queries.rows_of([R7, R8])) == 60
    assert statements() == few


# What a match says about itself


def test_a_counted_match_says_where(app):
    match = agreed(date(2026, 5, 5), policies=[a_policy("2-1"), a_policy("2-3"), a_policy("4", SDGS)])
    assert told(queries.sentence_of(match)) == "計上：令和8年度・施策2-1・施策2-3"
    assert queries.verdict_of(match).counts_in(R8)


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"brokered_by": Broker.PARTIES}, "計上されない理由：センターの仲介ではありません"),
        ({"agreed_recorded_by_id": None}, "計上されない理由：職員による成立の記録がありません"),
        ({"purpose": " "}, "計上されない理由：目的・役割・期間の合意が記録されていません"),
        ({"agreed_on": date(2025, 5, 5)},
         "計上されない理由：この年度に必要な計画（金沢市協働推進計画2021）の施策が付いていません"),
    ],
)  # fmt: skip
def test_a_match_that_does_not_count_says_why(app, facts, reason):
    match = agreed(date(2026, 5, 5))
    change(match, **facts)
    assert told(queries.sentence_of(match)) == reason


def test_a_double_names_the_match_that_counts(app):
    first = agreed(date(2026, 5, 5))
    sides = [party.organisation for party in first.parties]
    double = agreed(date(2026, 9, 9), *sides, issue=first.issue)
    assert told(queries.sentence_of(double)) == (
        f"計上されない理由：同じ課題・同じ相手のマッチング（番号{first.id}）がすでに計上されています"
    )
    assert told(queries.sentence_of(first)) == "計上：令和8年度・施策2-1"


def test_before_the_agreement_a_match_says_so(app):
    match = a_match(MatchState.MEETING)
    assert told(queries.sentence_of(match)) == "計上されない理由：まだ成立していません"
    assert queries.sentences_of([]) == {}


# Case 20: the year turns at midnight in Japan, whatever the clock of the machine shows


@pytest.mark.parametrize(
    ("moment", "year", "policy"),
    [
        (datetime(2026, 3, 31, 14, 59, 59, tzinfo=UTC), R7, ("2", OLD)),
        (datetime(2026, 3, 31, 15, 0, tzinfo=UTC), R8, ("2-1", NEW)),
    ],
)
def test_case_20_an_agreement_of_today_belongs_to_the_year_in_japan(app, moment, year, policy):
    with time_machine.travel(moment, tick=False):
        match = agreed(clock.today(), policies=[a_policy(*policy)])
        assert queries.counted_this_year() == 1
        assert FiscalYear.of(clock.today()) == year
    assert queries.verdict_of(match).counts_in(year)
    assert queries.figures_of(a_plan(policy[1]))[year].figures[policy[0]].value == 1


@time_machine.travel(datetime(2026, 11, 24, 3, tzinfo=UTC))
def test_this_years_number_holds_what_counts_this_year(app):
    agreed(date(2026, 4, 1))
    agreed(date(2026, 11, 24), policies=[a_policy("2-1"), a_policy("4", SDGS)])
    agreed(date(2026, 11, 24), policies=[])
    agreed(date(2026, 3, 31))
    break_off(agreed(date(2026, 11, 24)))
    assert queries.counted_this_year() == 2


# Indicators


def test_k406_adds_its_years_and_asks_for_no_tag(app):
    for day in (date(2020, 6, 1), date(2021, 6, 1), date(2021, 7, 1), date(2022, 6, 1), date(2022, 7, 1)):
        agreed(day)
    course = _course("K406", date(2023, 3, 31))
    assert {year.short: figure.value for year, figure in course.years.items()} == {"R2": 1, "R3": 2, "R4": 2}
    assert course.progress.actual.value == 5
    assert course.progress.achievement.percent == 50
    assert (course.progress.expected.value, course.progress.mark.value) == (6, "mostly")


def test_k208_adds_agreements_to_its_baseline_and_keeps_one_broken_off_later(app):
    pacts = [agreed(date(2019, 6, 1), is_pact=True), agreed(date(2020, 6, 1), is_pact=True, brokered_by=Broker.PARTIES)]
    agreed(date(2020, 6, 2))
    agreed(date(2020, 6, 3), a_group("会社", "company"), a_group("町会", "neighbourhood_association"), is_pact=True)
    break_off(pacts[0])
    course = _course("K208", date(2021, 3, 31))
    assert {year.short: figure.live for year, figure in course.years.items()} == {
        "R1": {pacts[0].id}, "R2": {pacts[1].id},
    }  # fmt: skip
    assert course.progress.actual.value == 35


def test_a_plan_that_was_over_before_anything_was_recorded_has_no_figures(app):
    assert _course("K406", date(2026, 5, 1)).is_empty
    agreed(date(2024, 6, 1))
    assert _course("K406", date(2026, 5, 1)).progress.actual.value == 1


def test_a_plan_that_is_running_begins_with_zero(app):
    assert _course("K406", date(2021, 5, 1)).progress.actual.value == 0


def _course(code, today):
    return queries.course_of(line_of(a_plan(STRATEGY), code), today)
