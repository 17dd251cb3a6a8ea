"""What stands in a fiscal year when it is closed, and what has changed since?"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from matchbox.core.years import FiscalYear
from matchbox.kpi.rules.counting import Verdict
from matchbox.kpi.rules.figures import places_of
from matchbox.kpi.rules.rows import MatchRow, PlanTerms, Tag

Snapshot = Mapping[int, frozenset[Tag]]
"""Every counted match with its places: (plan, node) for its tags and all above them, (plan, TOTAL) for the plan."""


@dataclass(frozen=True, slots=True)
class Change:
    """What one match adds to or takes from the figures: the total, and each row of each plan."""

    match: int
    total: int
    places: Mapping[Tag, int]


@dataclass(frozen=True, slots=True)
class Comparison:
    """closed + adjustments = adjusted, for the total and for every place."""

    closed: int
    adjusted: int
    changes: tuple[Change, ...]
    closed_places: Mapping[Tag, int]

    def closed_at(self, place: Tag) -> int:
        return self.closed_places.get(place, 0)

    def adjustment_at(self, place: Tag) -> int:
        return sum(change.places.get(place, 0) for change in self.changes)

    def adjusted_at(self, place: Tag) -> int:
        return self.closed_at(place) + self.adjustment_at(place)


def snapshot(
    rows: Iterable[MatchRow], verdicts: Mapping[int, Verdict], plans: Iterable[PlanTerms], year: FiscalYear
) -> dict[int, frozenset[Tag]]:
    known_plans = tuple(plans)
    return {
        row.id: frozenset((plan.code, node) for plan in known_plans for node in places_of(row, plan, year))
        for row in rows
        if verdicts[row.id].counts_in(year)
    }


def compare(frozen: Snapshot, live: Snapshot) -> Comparison:
    """From a closed year to today's rows; or from before a deed to after it, for the adjustments that it writes."""
    changes = tuple(
        change
        for match in sorted(frozen.keys() | live.keys())
        if (change := _change_of(match, frozen, live)).total or change.places
    )
    return Comparison(
        closed=len(frozen),
        adjusted=len(frozen) + sum(change.total for change in changes),
        changes=changes,
        closed_places=Counter(place for places in frozen.values() for place in places),
    )


def _change_of(match: int, frozen: Snapshot, live: Snapshot) -> Change:
    before, after = frozen.get(match, frozenset()), live.get(match, frozenset())
    return Change(
        match=match,
        total=(match in live) - (match in frozen),
        places=dict.fromkeys(sorted(before - after), -1) | dict.fromkeys(sorted(after - before), 1),
    )
