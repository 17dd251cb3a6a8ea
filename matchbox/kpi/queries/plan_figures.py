"""The figures of a plan by row and fiscal year, and what a close freezes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from matchbox.core.years import FiscalYear
from matchbox.kpi import rules
from matchbox.kpi.queries.indicators import figure_of, years_counted
from matchbox.kpi.queries.lists import policies_of, why_not_in
from matchbox.kpi.queries.reckoning import Figure, Reckoning, reckon
from matchbox.kpi.queries.rows import terms_of_plan
from matchbox.kpi.rules import TOTAL
from matchbox.plans.models import Plan
from matchbox.plans.queries import counted_indicators


@dataclass(frozen=True, slots=True)
class PlanYear:
    """One fiscal year of a plan: the figure of every row, the whole plan under `TOTAL`."""

    year: FiscalYear
    figures: Mapping[str, Figure]
    closed_on: date | None

    @property
    def total(self) -> Figure:
        return self.figures[TOTAL]

    @property
    def has_changed(self) -> bool:
        return any(figure.has_changed for figure in self.figures.values())


def years_of(plan: Plan) -> tuple[FiscalYear, ...]:
    return FiscalYear.span(FiscalYear(plan.start_year), FiscalYear(plan.end_year))


def figures_of(plan: Plan, reckoning: Reckoning | None = None) -> dict[FiscalYear, PlanYear]:
    """For all fiscal years of the plan. A given reckoning has to hold them."""
    reckoning = reckoning or reckon(years_of(plan))
    return {year: figures_in(plan, year, reckoning) for year in years_of(plan)}


def figures_in(plan: Plan, year: FiscalYear, reckoning: Reckoning) -> PlanYear:
    close = reckoning.closes.get(year)
    return PlanYear(year, reckoning.at_policies(terms_of_plan(plan), year), close.on if close else None)


def totals(plans: Iterable[Plan], year: FiscalYear) -> dict[int, Figure | None]:
    """What each plan counts in this year as a whole; None for one that has no policies or is not in force then."""
    reckoning = reckon([year])
    return {
        plan.id: reckoning.at_policies(terms_of_plan(plan), year)[TOTAL]
        if plan.nodes and year in years_of(plan)
        else None
        for plan in plans
    }


def count_of(plan: Plan, year: FiscalYear) -> dict[str, Any]:
    """A fiscal year of a plan as plain values: its closed and its adjusted figures, and every match of the year."""
    reckoning, terms = reckon([year]), terms_of_plan(plan)
    figures = reckoning.at_policies(terms, year)
    frozen = reckoning.closes[year].everything if year in reckoning.closes else frozenset()
    listed = sorted(match for match, verdict in reckoning.verdicts.items() if verdict.year == year or match in frozen)
    return {
        "plan": plan.code,
        "year": year.year,
        "total": figures[TOTAL].value,
        "adjusted": figures[TOTAL].adjusted,
        "policies": {node: figures[node].adjusted for node in terms.parents},
        "matches": [
            {
                "id": match,
                "counted": reckoning.verdicts[match].counts_in(year),
                "reason": _reason(match, year, reckoning),
                "policies": list(policies_of(match, year, terms, reckoning)),
            }
            for match in listed
        ],
    }


def _reason(match: int, year: FiscalYear, reckoning: Reckoning) -> str | None:
    reason = why_not_in(year, reckoning.verdicts[match])
    return reason.text % reason.params if reason else None


def to_freeze(year: FiscalYear) -> dict[str, Any]:
    """What the close of this year keeps: every counted match with its places in all plans, and those of indicators."""
    reckoning = reckon([year])
    counted = rules.snapshot(reckoning.rows.values(), reckoning.verdicts, reckoning.plans.values(), year)
    indicators: dict[str, dict[str, list[int]]] = {}
    for indicator in counted_indicators():
        if year in years_counted(indicator, year.last_day):
            of_plan = indicators.setdefault(indicator.plan.code, {})
            of_plan[indicator.code] = sorted(figure_of(indicator, year, reckoning).live)
    return {
        "rule": rules.rule_of(year).number,
        "matches": {str(match): [list(place) for place in sorted(counted[match])] for match in sorted(counted)},
        "indicators": indicators,
    }
