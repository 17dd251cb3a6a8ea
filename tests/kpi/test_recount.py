"""Every figure against a recount in SQL that shares no line with it; and proof that a broken rule would be noticed."""

from datetime import date, timedelta

import pytest

from matchbox.core.years import FiscalYear
from matchbox.kpi import queries
from matchbox.kpi.queries import rows
from matchbox.kpi.rules import Reason, TagCheck, check_tags, counting
from matchbox.kpi.rules import rows as row_rules
from matchbox.plans.queries import all_plans, line_of
from tests.given.words import a_plan
from tests.kpi.histories import told
from tests.kpi.recount import recount

HISTORIES = {"sqlite": 60, "postgresql": 20}
ENOUGH = 0.8
"""The part of the histories in which something must count, or the comparison would prove little."""


ALL_YEARS = FiscalYear.span(FiscalYear(2020), FiscalYear(2033))


def counted(reckoning=None) -> dict[tuple[str, int, str], int]:
    """What the pages show, in the form of the recount."""
    reckoning = reckoning or queries.reckon(ALL_YEARS)
    found = {
        (plan.code, year.year, node): figure.adjusted
        for plan in all_plans()
        for year, of_year in queries.figures_of(plan, reckoning).items()
        for node, figure in of_year.figures.items()
    }
    anywhere = {("any", year.year, ""): reckoning.counted_in(year).adjusted for year in ALL_YEARS}
    return {place: number for place, number in (found | anywhere).items() if number}


def of_k406(reckoning) -> dict[int, int]:
    """The indicator without a policy filter, whose years end with R6."""
    course = queries.course_of(line_of(a_plan("kanazawa-strategy-2"), "K406"), date(2027, 5, 1), reckoning)
    return {year.year: figure.adjusted for year, figure in course.years.items() if figure.adjusted}


def test_every_figure_equals_the_recount_and_the_histories_know_every_reason(app, ground):
    told_of_something, met = 0, set()
    for seed in range(HISTORIES[ground.kind]):
        with told(seed):
            expected, reckoning = recount(), queries.reckon(ALL_YEARS)
            assert counted(reckoning) == expected, f"history {seed}"
            assert of_k406(reckoning) == {
                year: number for (plan, year, _), number in expected.items() if plan == "any" and 2020 <= year <= 2024
            }
        told_of_something += bool(expected)
        met |= {reason for verdict in reckoning.verdicts.values() for reason in verdict.reasons}
    assert told_of_something >= ENOUGH * HISTORIES[ground.kind]
    assert met == set(Reason) - {Reason.NOT_AGREED, Reason.NOT_AGREED_YET}, "these have no day"


# Breaking one rule at a time


def _without(monkeypatch, *reasons):
    kept = tuple((reason, holds) for reason, holds in counting.CONDITIONS if reason not in reasons)
    monkeypatch.setattr(counting, "CONDITIONS", kept)


def no_doubles(monkeypatch):
    monkeypatch.setattr(counting, "_doubles", lambda rows, verdicts, versions: {})


def broken_off_counts(monkeypatch):
    _without(monkeypatch, Reason.BROKEN_OFF, Reason.MISTAKEN_ENTRY)


def mistaken_entries_count(monkeypatch):
    _without(monkeypatch, Reason.MISTAKEN_ENTRY)


def whoever_brokers(monkeypatch):
    _without(monkeypatch, Reason.NOT_BROKERED)


def nothing_settled(monkeypatch):
    _without(monkeypatch, Reason.NOT_SETTLED)


def nobody_recorded(monkeypatch):
    _without(monkeypatch, Reason.NOT_RECORDED)


def one_party_is_enough(monkeypatch):
    _without(monkeypatch, Reason.NOT_TWO_PARTIES)


def residents_alone(monkeypatch):
    _without(monkeypatch, Reason.NO_ORGANISATION)


def no_required_tags(monkeypatch):
    def nothing_missing(tags, plans, year):
        check = check_tags(tags, plans, year)
        return TagCheck(check.valid, check.fallen, check.too_high, ())

    monkeypatch.setattr(counting, "check_tags", nothing_missing)


def members_are_parties_of_their_own(monkeypatch):
    monkeypatch.setattr(rows, "_sides", lambda chosen, survivors: rows.defaultdict(set))


def members_of_today_instead_of_that_day(monkeypatch):
    monkeypatch.setattr(rows, "running", lambda day: rows.Membership.until_on.is_(None))


def staff_are_parties(monkeypatch):
    monkeypatch.setattr(rows, "_staff", lambda chosen: set())


def the_year_turns_in_utc(monkeypatch):
    of = FiscalYear.of
    monkeypatch.setattr(FiscalYear, "of", lambda day: of(day - timedelta(days=1)))


def administration_is_an_organisation(monkeypatch):
    monkeypatch.setattr(rows, "ADMINISTRATION", "nothing")


def merged_issues_stay_two(monkeypatch):
    _nothing_merged(monkeypatch, rows.Issue)


def merged_organisations_stay_two(monkeypatch):
    _nothing_merged(monkeypatch, rows.Organisation)


def _nothing_merged(monkeypatch, model):
    survivors = rows.survivors_of
    monkeypatch.setattr(rows, "survivors_of", lambda asked: {} if asked is model else survivors(asked))


def only_the_next_survivor(monkeypatch):
    monkeypatch.setattr(rows, "_end_of", lambda row, into: into[row])


def supporters_are_compared(monkeypatch):
    monkeypatch.setattr(counting, "COMPARED_ROLES", row_rules.ROLES)


def the_later_double_counts(monkeypatch):
    doubles = counting._doubles

    def backwards(listed, verdicts, versions):
        found = doubles(listed, verdicts, versions)
        first = {double.double_of for double in found.values()}
        swapped = {match: counting.replace(verdicts[match], counted=False) for match in first}
        return swapped | {match: verdicts[match] for match in found}

    monkeypatch.setattr(counting, "_doubles", backwards)


def nodes_above_carry_tags(monkeypatch):
    monkeypatch.setattr(row_rules.PlanTerms, "lowest", property(lambda plan: frozenset(plan.parents)))


MUTATIONS = [
    no_doubles, broken_off_counts, mistaken_entries_count, whoever_brokers, nothing_settled, nobody_recorded,
    one_party_is_enough, residents_alone, no_required_tags, members_are_parties_of_their_own,
    members_of_today_instead_of_that_day, staff_are_parties, the_year_turns_in_utc, administration_is_an_organisation,
    merged_issues_stay_two, merged_organisations_stay_two, only_the_next_survivor, supporters_are_compared,
    the_later_double_counts, nodes_above_carry_tags,
]  # fmt: skip


@pytest.mark.parametrize("broken", MUTATIONS, ids=lambda broken: broken.__name__)
def test_the_recount_notices_a_broken_rule(app, ground, monkeypatch, broken):
    broken(monkeypatch)
    for seed in range(HISTORIES[ground.kind]):
        with told(seed):
            if counted() != recount():
                return
    pytest.fail("the histories did not notice it")
