"""How far have the indicators come that this site counts itself?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from matchbox.core.words import N_
from matchbox.core.years import FiscalYear
from matchbox.kpi import rules
from matchbox.kpi.queries.reckoning import Figure, Reckoning, reckon
from matchbox.kpi.queries.rows import terms_of_plan
from matchbox.kpi.rules import KINDS, IndicatorTerms, PactFilter, PlanFilter, Progress, Reading, Sentence
from matchbox.kpi.rules.indicators import in_figures
from matchbox.plans.models import Basis, Indicator, Source
from matchbox.plans.queries import COUNTED_SOURCES
from matchbox.plans.rules import as_printed

BASELINE_IN_WORDS = N_("基準：%(words)s")
ABOUT = N_("基準：%(year)s 約%(value)s%(unit)s")


@dataclass(frozen=True, slots=True)
class Printed:
    """How the plan prints a line: 「R2～R6の合計」「参考：H30 5件（単年度）」「10件」."""

    basis: Sentence
    baseline: Sentence
    target: str


@dataclass(frozen=True, slots=True)
class Step:
    """One year on the way: its own figure (None: not begun), what all come to at its end, and what was expected."""

    year: FiscalYear
    figure: Figure | None
    so_far: Reading
    expected: Reading


@dataclass(frozen=True, slots=True)
class Course:
    """An indicator from its first year to now: figures by year, and what they come to."""

    indicator: Indicator
    terms: IndicatorTerms
    years: Mapping[FiscalYear, Figure]
    as_of: FiscalYear
    progress: Progress
    printed: Printed

    @property
    def is_empty(self) -> bool:
        return not self.years

    @property
    def steps(self) -> list[Step]:
        """From the first year counted to the end of the plan."""
        values = {year: figure.adjusted for year, figure in self.years.items()}
        ends = {
            year: rules.progress(self.terms, values, year)
            for year in FiscalYear.span(min(self.years, default=self.terms.first), self.terms.last)
        }
        return [Step(year, self.years.get(year), end.actual, end.expected) for year, end in ends.items()]


def terms_of(indicator: Indicator) -> IndicatorTerms:
    plan = indicator.plan
    unit, baseline, target = indicator.unit, indicator.baseline, indicator.target
    return IndicatorTerms(
        basis=rules.Basis.of(indicator.basis.value),
        first=FiscalYear(plan.start_year),
        last=FiscalYear(plan.end_year),
        target=None if target is None else as_printed(target, unit),
        baseline=None if baseline is None else as_printed(baseline, unit),
        baseline_year=None if plan.baseline_year is None else FiscalYear(plan.baseline_year),
        direction=rules.Direction.of(indicator.direction.value),
        counted=indicator.source in COUNTED_SOURCES,
        unit=unit,
        code=indicator.code,
        repost_of=indicator.repost_of.code if indicator.repost_of else None,
    )


def printed(indicator: Indicator) -> Printed:
    """A line that is shown again prints its own basis, and the numbers of the first one."""
    first = indicator.repost_of or indicator
    terms, basis = terms_of(first), indicator.printed_basis or indicator.basis
    return Printed(
        basis=rules.printed_mark(rules.Basis.of(basis.value), terms.first, terms.last),
        baseline=_baseline(first, terms),
        target=first.target_words or ("" if terms.target is None else f"{in_figures(terms.target)}{terms.unit}"),
    )


def _baseline(indicator: Indicator, terms: IndicatorTerms) -> Sentence:
    if indicator.baseline_words:
        return Sentence(BASELINE_IN_WORDS, {"words": indicator.baseline_words})
    sentence = rules.baseline_sentence(terms)
    return Sentence(ABOUT, sentence.params) if indicator.baseline_is_approximate else sentence


def years_counted(indicator: Indicator, today: date) -> tuple[FiscalYear, ...]:
    """The years of the plan up to now; a running total also adds those between its baseline and the plan."""
    plan, now = indicator.plan, FiscalYear.of(today)
    early = indicator.basis is Basis.CUMULATIVE and plan.baseline_year is not None
    first = FiscalYear(plan.baseline_year + 1 if early and plan.baseline_year else plan.start_year)
    return FiscalYear.span(first, min(FiscalYear(plan.end_year), now))


def course_of(indicator: Indicator, today: date, reckoning: Reckoning | None = None) -> Course:
    years = years_counted(indicator, today)
    return _course(indicator, today, years, reckoning or reckon(years))


def courses(indicators: Iterable[Indicator], today: date, reckoning: Reckoning | None = None) -> dict[int, Course]:
    """Several indicators from one reading. A given reckoning has to hold all their years."""
    spans = {indicator: years_counted(indicator, today) for indicator in indicators}
    reckoning = reckoning or reckon({year for years in spans.values() for year in years})
    return {indicator.id: _course(indicator, today, years, reckoning) for indicator, years in spans.items()}


def matches_of(indicator: Indicator, year: FiscalYear, reckoning: Reckoning) -> frozenset[int]:
    """The matches that the indicator counts in this year, by its own filter."""
    rows, verdicts, counts = reckoning.rows.values(), reckoning.verdicts, indicator.counts
    if indicator.source is Source.AGREEMENTS:
        between = PactFilter(frozenset(counts["one_party"]), frozenset(counts["other_party"]))
        return rules.pacts_of_indicator(rows, verdicts, year, between)
    policies = counts.get("policies")
    plan = PlanFilter(terms_of_plan(indicator.plan), frozenset(policies)) if policies else None
    return rules.matches_of_indicator(rows, verdicts, year, counts.get("kinds", KINDS), plan, counts.get("party_kinds"))


def figure_of(indicator: Indicator, year: FiscalYear, reckoning: Reckoning) -> Figure:
    """An indicator that came into the plan after the close has no closed figure."""
    close = reckoning.closes.get(year)
    frozen = close.indicators.get((indicator.plan.code, indicator.code)) if close else None
    return Figure(matches_of(indicator, year, reckoning), frozen)


def _course(indicator: Indicator, today: date, years: tuple[FiscalYear, ...], reckoning: Reckoning) -> Course:
    terms = terms_of(indicator)
    now = FiscalYear.of(today)
    as_of = min(now, terms.last)
    figures = {year: figure_of(indicator, year, reckoning) for year in years}
    if now > terms.last and not any(row.year in figures for row in reckoning.rows.values()):
        figures = {}  # all of it lies before this site came into use: nothing is known, which is not the same as 0
    values = {year: figure.adjusted for year, figure in figures.items()}
    return Course(
        indicator=indicator,
        terms=terms,
        years=figures,
        as_of=as_of,
        progress=rules.progress(terms, values, as_of, today if as_of == now else None),
        printed=printed(indicator),
    )
