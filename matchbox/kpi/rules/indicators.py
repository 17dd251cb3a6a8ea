"""What is an indicator: its basis, its span of years, baseline and target, and which values may be entered?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from matchbox.core.words import N_, Worded
from matchbox.core.years import FiscalYear
from matchbox.kpi.rules.rows import Sentence

Number = Decimal | int


class Basis(Worded):
    ANNUAL = "annual", N_("単年度")
    CUMULATIVE = "cumulative", N_("累計")
    PERIOD_SUM = "period_sum", N_("期間合計")
    MILESTONE = "milestone", N_("整備")


class Direction(Worded):
    INCREASE = "increase", N_("増やす")
    DECREASE = "decrease", N_("減らす")


PARTS_ARE_MISSING = N_("割合の実績は、分子と分母を入力してください。")


@dataclass(frozen=True, slots=True)
class Share:
    """An actual in percent keeps its parts."""

    numerator: Number
    denominator: Number

    @property
    def percent(self) -> Fraction | None:
        """None without a denominator."""
        return 100 * Fraction(self.numerator) / Fraction(self.denominator) if self.denominator else None


Actual = Number | Share


@dataclass(frozen=True, slots=True)
class IndicatorTerms:
    """One indicator in the version of the year in question. A baseline of None is 未実施."""

    basis: Basis
    first: FiscalYear
    last: FiscalYear
    target: Number | None
    baseline: Number | None = None
    baseline_year: FiscalYear | None = None
    direction: Direction = Direction.INCREASE
    counted: bool = False
    """The platform counts it: every value is the year's own, also of a running total."""
    unit: str = ""
    code: str = ""
    repost_of: str | None = None

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("the plan ends before it begins")
        if self.baseline is not None and self.baseline_year is None:
            raise ValueError("a baseline needs its year")

    @property
    def length(self) -> int:
        return self.last.year - self.first.year + 1

    @property
    def start(self) -> Number:
        """Where progress begins. The baseline of a period sum is a one-year reference and takes no part."""
        return 0 if self.basis == Basis.PERIOD_SUM else self.baseline or 0


def judged(terms: Iterable[IndicatorTerms]) -> tuple[IndicatorTerms, ...]:
    """Every indicator once: what is shown again (再掲) is never entered, judged or counted."""
    return tuple(indicator for indicator in terms if indicator.repost_of is None)


def lacks_parts(unit: str, actual: Actual) -> bool:
    """Baselines and targets in percent come as printed; actuals bring numerator and denominator."""
    return unit == "%" and not isinstance(actual, Share)


def one_figure_a_year(
    reported: Mapping[FiscalYear, Actual], counted: Mapping[FiscalYear, Actual], first_counted: FiscalYear
) -> dict[FiscalYear, Actual]:
    """Reported before the first counted year, counted from then on: never both for one year."""
    before = {year: value for year, value in reported.items() if year < first_counted}
    return before | {year: value for year, value in counted.items() if year >= first_counted}


def printed_mark(basis: Basis, first: FiscalYear, last: FiscalYear) -> Sentence:
    """What stands beside the name: 「R2～R6の合計」; a repost prints its own."""
    if basis == Basis.PERIOD_SUM:
        return Sentence(N_("%(first)s～%(last)sの合計"), {"first": first.short, "last": last.short})
    return Sentence(basis.label)


def baseline_sentence(terms: IndicatorTerms) -> Sentence:
    if terms.baseline is None or terms.baseline_year is None:
        return Sentence(N_("未実施"))
    params: dict[str, str | int] = {
        "year": terms.baseline_year.short,
        "value": in_figures(terms.baseline),
        "unit": terms.unit,
    }
    if terms.basis == Basis.PERIOD_SUM:
        return Sentence(N_("参考：%(year)s %(value)s%(unit)s（単年度）"), params)
    return Sentence(N_("基準：%(year)s %(value)s%(unit)s"), params)


def in_figures(value: Number) -> str:
    """「1,900」, with the decimals that were entered."""
    return f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
