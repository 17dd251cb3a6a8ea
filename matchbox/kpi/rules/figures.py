"""How many matches stand in each row of a plan and in each indicator, and which ones?"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from matchbox.core.years import FiscalYear
from matchbox.kpi.rules.counting import Reason, Verdict, compared_parties
from matchbox.kpi.rules.rows import MatchRow, PlanTerms
from matchbox.kpi.rules.tags import check_tags

TOTAL = ""
"""The row of the whole plan."""

EXCUSED_FOR_PACTS = frozenset({Reason.BROKEN_OFF, Reason.NOT_BROKERED, Reason.DOUBLE, Reason.DOUBLE_WITHOUT_ISSUE})
"""締結数 counts concluding, whoever brokered it, and one broken off later stays; a mistaken entry never was one."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Matches behind every row of a plan in a fiscal year. A parent's figure is distinct, not the sum of its rows."""

    plan: str
    year: FiscalYear
    matches: Mapping[str, frozenset[int]]

    def of(self, node: str) -> int:
        return len(self.matches[node])

    @property
    def total(self) -> int:
        return self.of(TOTAL)


@dataclass(frozen=True, slots=True)
class PlanFilter:
    """Policies that an indicator asks for, with all below them; no node means any tag of the plan."""

    plan: PlanTerms
    nodes: frozenset[str] = frozenset({TOTAL})


@dataclass(frozen=True, slots=True)
class PactFilter:
    """Kinds of organisations between which an agreement is concluded."""

    one_party: frozenset[str]
    other_party: frozenset[str]


def places_of(row: MatchRow, plan: PlanTerms, year: FiscalYear) -> frozenset[str]:
    """The rows of a plan in which a match stands: its tags, all above them, and the whole plan."""
    valid = check_tags(row.tags, (plan,), year).valid
    return frozenset(place for _, node in valid for place in (*plan.with_those_above(node), TOTAL))


def figures(rows: Iterable[MatchRow], verdicts: Mapping[int, Verdict], plan: PlanTerms, year: FiscalYear) -> Figures:
    found: defaultdict[str, set[int]] = defaultdict(set)
    for row in rows:
        if verdicts[row.id].counts_in(year):
            for place in places_of(row, plan, year):
                found[place].add(row.id)
    return Figures(plan.code, year, {place: frozenset(found[place]) for place in (TOTAL, *plan.parents)})


def matches_of_indicator(
    rows: Iterable[MatchRow],
    verdicts: Mapping[int, Verdict],
    year: FiscalYear,
    kinds: Collection[str],
    plan_filter: PlanFilter | None = None,
    party_kinds: Collection[str] | None = None,
) -> frozenset[int]:
    """The counted matches that meet an indicator's filter. Without a plan filter tags do not restrict."""
    return frozenset(
        row.id
        for row in rows
        if verdicts[row.id].counts_in(year)
        and row.kind in kinds
        and (plan_filter is None or places_of(row, plan_filter.plan, year) & plan_filter.nodes)
        and (party_kinds is None or any(party.kind in party_kinds for party in compared_parties(row)))
    )


def count_indicator(
    rows: Iterable[MatchRow],
    verdicts: Mapping[int, Verdict],
    year: FiscalYear,
    kinds: Collection[str],
    plan_filter: PlanFilter | None = None,
    party_kinds: Collection[str] | None = None,
) -> int:
    return len(matches_of_indicator(rows, verdicts, year, kinds, plan_filter, party_kinds))


def pacts_of_indicator(
    rows: Iterable[MatchRow], verdicts: Mapping[int, Verdict], year: FiscalYear, pact_filter: PactFilter
) -> frozenset[int]:
    """Agreements concluded in the year between two parties of the kinds asked for."""
    return frozenset(
        row.id
        for row in rows
        if row.is_pact
        and verdicts[row.id].year == year
        and EXCUSED_FOR_PACTS.issuperset(verdicts[row.id].reasons)
        and _concluded_between(row, pact_filter)
    )


def count_pacts(
    rows: Iterable[MatchRow], verdicts: Mapping[int, Verdict], year: FiscalYear, pact_filter: PactFilter
) -> int:
    return len(pacts_of_indicator(rows, verdicts, year, pact_filter))


def _concluded_between(row: MatchRow, pact_filter: PactFilter) -> bool:
    parties = compared_parties(row)
    one = {party.key for party in parties if party.kind in pact_filter.one_party}
    other = {party.key for party in parties if party.kind in pact_filter.other_party}
    return any(first != second for first in one for second in other)
