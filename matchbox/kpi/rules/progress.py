"""How far has an indicator come, how far should it be, and which mark does that earn?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction

from matchbox.core.words import N_, Worded
from matchbox.core.years import MONTHS_OF_A_YEAR, FiscalYear
from matchbox.kpi.rules.indicators import Actual, Basis, Direction, IndicatorTerms, Share, in_figures
from matchbox.kpi.rules.rows import Sentence


class Mark(Worded):
    ON_TRACK = "on_track", N_("順調")
    MOSTLY = "mostly", N_("概ね順調")
    BEHIND = "behind", N_("要改善")


class Blank(Worded):
    """Why 「―」 stands where a figure would be."""

    NO_ACTUAL = "no_actual", N_("この年度の実績がまだ入力されていません")
    GAP = "gap", N_("途中の年度の実績がまだ入力されていません")
    BEFORE_PERIOD = "before_period", N_("計画の期間がまだ始まっていません")
    NO_TARGET = "no_target", N_("目標値がまだ定められていません")
    NO_DISTANCE = "no_distance", N_("基準値と目標値が同じため、計算できません")
    NOT_DUE_YET = "not_due_yet", N_("期待値が起点と同じため、まだ計算できません")
    TARGET_IS_ZERO = "target_is_zero", N_("目標値が0のため、計算できません")
    DECREASING = "decreasing", N_("減らす指標では、達成率の代わりに目標までの残りを示します")
    NO_DENOMINATOR = "no_denominator", N_("分母が0のため、計算できません")
    SHARES_DO_NOT_ADD_UP = "shares_do_not_add_up", N_("割合は、年度をまたいで合計しません")
    MILESTONE = "milestone", N_("整備の指標は、率で表しません")


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure, or the reason why there is none; exactly one of the two."""

    exact: Fraction | None = None
    blank: Blank | None = None

    @property
    def value(self) -> Decimal | None:
        return None if self.exact is None else Decimal(self.exact.numerator) / Decimal(self.exact.denominator)

    @property
    def percent(self) -> int | None:
        """A ratio as it is printed, rounded half up."""
        return self._percent(ROUND_HALF_UP)

    @property
    def percent_reached(self) -> int | None:
        """A ratio beside a mark: 99.6 % has not reached 100 %."""
        return self._percent(ROUND_DOWN)

    def _percent(self, rounding: str) -> int | None:
        value = self.value
        return None if value is None else int((value * 100).quantize(Decimal(1), rounding))


@dataclass(frozen=True, slots=True)
class Scale:
    on_track: Decimal = Decimal("1.0")
    mostly: Decimal = Decimal("0.6")

    def mark(self, pace: Fraction) -> Mark:
        if pace >= Fraction(self.on_track):
            return Mark.ON_TRACK
        return Mark.MOSTLY if pace >= Fraction(self.mostly) else Mark.BEHIND


DEFAULT_SCALE = Scale()


@dataclass(frozen=True, slots=True)
class Progress:
    start: Reading
    actual: Reading
    expected: Reading
    progress: Reading
    """進捗率: the part of the way from start to target."""
    achievement: Reading
    """達成率: actual ÷ target."""
    pace: Reading
    mark: Mark | None
    """None when pace is blank, for the reason given there."""
    left: Sentence | None
    """For a decreasing indicator, how far the target is."""


def progress(
    terms: IndicatorTerms,
    values: Mapping[FiscalYear, Actual],
    year: FiscalYear,
    today: date | None = None,
    scale: Scale = DEFAULT_SCALE,
) -> Progress:
    """As of the end of `year`, or of `today` while that year is running."""
    if terms.basis == Basis.MILESTONE:
        none = Reading(blank=Blank.MILESTONE)
        return Progress(none, none, none, none, none, none, mark=None, left=None)
    start = Fraction(terms.start)
    actual = actual_of(terms, values, year)
    target = Reading(blank=Blank.NO_TARGET) if terms.target is None else Reading(Fraction(terms.target))
    expected = _expected(terms, target, elapsed_years(terms, year, today))
    pace = _part_of_the_way(actual, start, expected, at_start=_why_nothing_is_expected(start, target))
    return Progress(
        start=Reading(start),
        actual=actual,
        expected=expected,
        progress=_part_of_the_way(actual, start, target, at_start=Blank.NO_DISTANCE),
        achievement=_achievement(terms, actual, target),
        pace=pace,
        mark=None if pace.exact is None else scale.mark(pace.exact),
        left=_left(terms, actual, target),
    )


def actual_of(terms: IndicatorTerms, values: Mapping[FiscalYear, Actual], year: FiscalYear) -> Reading:
    """The figure on the indicator's own basis. A year without a value is unknown, never 0."""
    if terms.basis == Basis.MILESTONE:
        return Reading(blank=Blank.MILESTONE)
    if terms.basis == Basis.PERIOD_SUM:
        if year < terms.first:
            return Reading(blank=Blank.BEFORE_PERIOD)
        return _sum(values, FiscalYear.span(terms.first, min(year, terms.last)), Fraction(0))
    if terms.basis == Basis.CUMULATIVE and terms.counted:
        return _running_total(terms, values, year)
    return _one(values, year)


def elapsed_years(terms: IndicatorTerms, year: FiscalYear, today: date | None = None) -> Fraction:
    """Years of the plan that are over; the running year counts by whole months."""
    if year > terms.last:
        return Fraction(terms.length)
    if year < terms.first:
        return Fraction(0)
    months = MONTHS_OF_A_YEAR if today is None else year.whole_months(today)
    return year.year - terms.first.year + Fraction(months, MONTHS_OF_A_YEAR)


def _running_total(terms: IndicatorTerms, values: Mapping[FiscalYear, Actual], year: FiscalYear) -> Reading:
    """The baseline and all after its year, before the plan began as well."""
    if terms.baseline_year is None:
        if year < terms.first:
            return Reading(blank=Blank.BEFORE_PERIOD)
        return _sum(values, FiscalYear.span(terms.first, year), Fraction(0))
    if year < terms.baseline_year:
        return Reading(blank=Blank.NO_ACTUAL)
    after = FiscalYear.span(FiscalYear(terms.baseline_year.year + 1), year)
    return _sum(values, after, Fraction(terms.baseline or 0))


def _sum(values: Mapping[FiscalYear, Actual], years: tuple[FiscalYear, ...], start: Fraction) -> Reading:
    if years and years[-1] not in values:
        return Reading(blank=Blank.NO_ACTUAL)
    total = start
    for year in years:
        value = values.get(year)
        if value is None:
            return Reading(blank=Blank.GAP)
        if isinstance(value, Share):
            return Reading(blank=Blank.SHARES_DO_NOT_ADD_UP)
        total += Fraction(value)
    return Reading(total)


def _one(values: Mapping[FiscalYear, Actual], year: FiscalYear) -> Reading:
    value = values.get(year)
    if value is None:
        return Reading(blank=Blank.NO_ACTUAL)
    exact = value.percent if isinstance(value, Share) else Fraction(value)
    return Reading(blank=Blank.NO_DENOMINATOR) if exact is None else Reading(exact)


def _expected(terms: IndicatorTerms, target: Reading, elapsed: Fraction) -> Reading:
    if target.exact is None:
        return target
    start = Fraction(terms.start)
    return Reading(start + (target.exact - start) * elapsed / terms.length)


def _why_nothing_is_expected(start: Fraction, target: Reading) -> Blank:
    return Blank.NO_DISTANCE if target.exact == start else Blank.NOT_DUE_YET


def _part_of_the_way(actual: Reading, start: Fraction, goal: Reading, at_start: Blank) -> Reading:
    """(actual − start) ÷ (goal − start), right for a decrease too."""
    if actual.exact is None:
        return actual
    if goal.exact is None:
        return goal
    if goal.exact == start:
        return Reading(blank=at_start)
    return Reading((actual.exact - start) / (goal.exact - start))


def _achievement(terms: IndicatorTerms, actual: Reading, target: Reading) -> Reading:
    if terms.direction == Direction.DECREASE:
        return Reading(blank=Blank.DECREASING)
    if actual.exact is None:
        return actual
    if target.exact is None:
        return target
    if target.exact == 0:
        return Reading(blank=Blank.TARGET_IS_ZERO)
    return Reading(actual.exact / target.exact)


def _left(terms: IndicatorTerms, actual: Reading, target: Reading) -> Sentence | None:
    if terms.direction != Direction.DECREASE or actual.exact is None or target.exact is None:
        return None
    left = Reading(actual.exact - target.exact).value
    if left is None or left <= 0:
        return Sentence(N_("目標に達しています"))
    return Sentence(N_("目標まであと%(left)s%(unit)s"), {"left": in_figures(left), "unit": terms.unit})
