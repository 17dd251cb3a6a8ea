"""What counts in some fiscal years? The one reading and judging behind every page, list and command."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from matchbox.core.database import db
from matchbox.core.years import FiscalYear
from matchbox.kpi import rules
from matchbox.kpi.models import YearClose
from matchbox.kpi.queries.rows import plan_terms, rows_of, rows_of_and
from matchbox.kpi.rules import MatchRow, PlanTerms, Tag, Verdict
from matchbox.kpi.rules.closing import Snapshot


@dataclass(frozen=True, slots=True)
class Close:
    """A closed fiscal year: each match that counted then with its places, and the matches of each indicator."""

    on: date
    at: datetime
    matches: Snapshot
    indicators: Mapping[Tag, frozenset[int]]

    @property
    def everything(self) -> frozenset[int]:
        return frozenset(self.matches).union(*self.indicators.values())


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure and the matches behind it: as today's rows give it, and as the close froze it."""

    live: frozenset[int]
    frozen: frozenset[int] | None = None
    """None while the year is open."""

    @property
    def value(self) -> int:
        """What is printed as the figure: the closed one of a closed year."""
        return len(self.live if self.frozen is None else self.frozen)

    @property
    def adjusted(self) -> int:
        return len(self.live)

    @property
    def adjustment(self) -> int:
        return self.adjusted - self.value

    @property
    def added(self) -> frozenset[int]:
        return frozenset() if self.frozen is None else self.live - self.frozen

    @property
    def removed(self) -> frozenset[int]:
        return frozenset() if self.frozen is None else self.frozen - self.live

    @property
    def has_changed(self) -> bool:
        return bool(self.added or self.removed)


@dataclass(frozen=True, slots=True)
class Reckoning:
    """The matches of some fiscal years, judged, with the closes of these years."""

    rows: Mapping[int, MatchRow]
    verdicts: Mapping[int, Verdict]
    plans: Mapping[str, PlanTerms]
    closes: Mapping[FiscalYear, Close]

    def at_policies(self, plan: PlanTerms, year: FiscalYear) -> dict[str, Figure]:
        """For every row of a plan, the whole plan (`TOTAL`) first."""
        live = rules.figures(self.rows.values(), self.verdicts, plan, year).matches
        close = self.closes.get(year)
        if close is None:
            return {node: Figure(matches) for node, matches in live.items()}
        return {node: Figure(live[node], _at(close.matches, (plan.code, node))) for node in live}

    def counted_in(self, year: FiscalYear) -> Figure:
        """Every match that counts in this year, whatever it is tagged to."""
        live = frozenset(match for match, verdict in self.verdicts.items() if verdict.counts_in(year))
        close = self.closes.get(year)
        return Figure(live, None if close is None else frozenset(close.matches))


def reckon(years: Iterable[FiscalYear]) -> Reckoning:
    """The number of statements does not depend on how many matches there are."""
    wanted = frozenset(years)
    closes = _closes(wanted)
    rows = {row.id: row for row in rows_of(wanted)}
    frozen = {match for close in closes.values() for match in close.everything}
    if gone := frozen - rows.keys():  # their 成立日 has left these years since the close
        rows = {row.id: row for row in rows_of_and(wanted, gone)}
    plans = plan_terms()
    return Reckoning(rows, rules.judge(rows.values(), plans), {plan.code: plan for plan in plans}, closes)


def closed_years() -> set[int]:
    return set(db.session.scalars(select(YearClose.fiscal_year)))


def _closes(years: frozenset[FiscalYear]) -> dict[FiscalYear, Close]:
    found = select(YearClose).where(YearClose.fiscal_year.in_([year.year for year in years]))
    return {FiscalYear(close.fiscal_year): _thawed(close) for close in db.session.scalars(found)}


def _thawed(close: YearClose) -> Close:
    matches = {
        int(match): frozenset((plan, node) for plan, node in places)
        for match, places in close.figures["matches"].items()
    }
    indicators = {
        (plan, code): frozenset(ids)
        for plan, of_plan in close.figures["indicators"].items()
        for code, ids in of_plan.items()
    }
    return Close(close.closed_on, close.created_at, matches, indicators)


def _at(matches: Snapshot, place: Tag) -> frozenset[int]:
    return frozenset(match for match, places in matches.items() if place in places)
