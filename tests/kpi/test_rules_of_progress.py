"""The arithmetic of indicators: bases, expectation, pace and marks, and what cannot be computed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from matchbox.core.years import FiscalYear
from matchbox.kpi.rules import (
    Basis,
    Blank,
    Direction,
    IndicatorTerms,
    Mark,
    Scale,
    Share,
    actual_of,
    baseline_sentence,
    elapsed_years,
    one_figure_a_year,
    progress,
)
from tests.kpi.given import (
    H30,
    R2,
    R3,
    R4,
    R5,
    R6,
)

K406 = IndicatorTerms(Basis.PERIOD_SUM, R2, R6, target=10, baseline=5, baseline_year=H30, counted=True, unit="件")
G2 = IndicatorTerms(
    Basis.ANNUAL, R2, R6, target=1800, baseline=2000, baseline_year=H30, direction=Direction.DECREASE, unit="人"
)
K209 = IndicatorTerms(Basis.ANNUAL, R2, R6, target=8621, baseline=6311, baseline_year=H30, unit="人")


def test_the_printed_example_of_k406() -> None:
    result = progress(K406, {R2: 1, R3: 2, R4: 2}, R4)
    assert (result.start.value, result.actual.value, result.expected.value) == (0, 5, 6)
    assert (result.achievement.percent, result.progress.percent, result.pace.percent) == (50, 50, 83)
    assert (result.mark, result.left) == (Mark.MOSTLY, None)


def test_the_printed_example_of_g2() -> None:
    result = progress(G2, {R4: 1900}, R4)
    assert (result.start.value, result.expected.value) == (2000, 1880)
    assert (result.progress.percent, result.pace.percent, result.mark) == (50, 83, Mark.MOSTLY)
    assert result.achievement.blank is Blank.DECREASING
    assert result.left is not None
    assert result.left.text % result.left.params == "目標まであと100人"


def test_a_decrease_that_is_reached_and_one_that_runs_away() -> None:
    reached = progress(G2, {R4: 1800}, R4)
    assert reached.left is not None
    assert (reached.left.text, reached.mark, reached.progress.percent) == ("目標に達しています", Mark.ON_TRACK, 100)
    away = progress(G2, {R4: 3050}, R4)
    assert away.left is not None
    assert away.left.text % away.left.params == "目標まであと1,250人"
    assert (away.mark, away.pace.value is not None and away.pace.value < 0) == (Mark.BEHIND, True)


def test_an_annual_indicator_is_measured_from_its_baseline() -> None:
    result = progress(K209, {R3: 1, R4: 7466}, R4)
    assert (result.actual.value, result.progress.percent, result.achievement.percent) == (7466, 50, 87)
    assert result.expected.value == 6311 + Decimal(2310) * 3 / 5


def test_an_indicator_that_was_not_carried_out_before_begins_at_nothing() -> None:
    k111 = IndicatorTerms(Basis.ANNUAL, R2, R6, target=323, baseline=None, baseline_year=H30, unit="件")
    result = progress(k111, {R2: Decimal("64.6")}, R2)
    assert (result.start.value, result.expected.value, result.pace.value) == (0, Decimal("64.6"), 1)
    assert result.mark is Mark.ON_TRACK


def test_a_reported_running_total_is_taken_as_entered() -> None:
    k205 = IndicatorTerms(Basis.CUMULATIVE, R2, R6, target=150, baseline=42, baseline_year=H30)
    assert progress(k205, {R2: 60, R3: 81}, R3).actual.value == 81
    assert actual_of(k205, {R2: 60}, R3).blank is Blank.NO_ACTUAL


def test_a_counted_running_total_adds_to_the_baseline_and_knows_its_gaps() -> None:
    k208 = IndicatorTerms(Basis.CUMULATIVE, R2, R6, target=45, baseline=33, baseline_year=H30, counted=True)
    values = {FiscalYear(2019): 2, R2: 3, R3: 0}
    assert [actual_of(k208, values, year).value for year in (H30, FiscalYear(2019), R2, R3)] == [33, 35, 38, 38]
    assert actual_of(k208, {R2: 3}, R2).blank is Blank.GAP
    assert actual_of(k208, values, R4).blank is Blank.NO_ACTUAL
    assert actual_of(k208, values, FiscalYear(2017)).blank is Blank.NO_ACTUAL
    without = replace(k208, baseline=None, baseline_year=None)
    assert [actual_of(without, values, year).value for year in (R2, R3)] == [3, 3]
    assert actual_of(without, values, H30).blank is Blank.BEFORE_PERIOD


def test_a_period_sum_stays_within_the_plan_and_takes_no_unknown_year_for_nothing() -> None:
    values = {FiscalYear(2019): 100, R2: 1, R3: 2, R4: 2, R5: 0, R6: 4, FiscalYear(2025): 100}
    assert [actual_of(K406, values, year).value for year in (R2, R5, R6, FiscalYear(2025))] == [1, 5, 9, 9]
    assert actual_of(K406, values, FiscalYear(2019)).blank is Blank.BEFORE_PERIOD
    assert actual_of(K406, {R2: 1, R4: 2}, R4).blank is Blank.GAP
    assert actual_of(K406, {R2: 1}, R3).blank is Blank.NO_ACTUAL
    assert actual_of(K406, {R2: Share(1, 2)}, R2).blank is Blank.SHARES_DO_NOT_ADD_UP


def test_the_running_year_counts_by_whole_months() -> None:
    months = {date(2022, 4, 1): 0, date(2022, 11, 22): 7, date(2022, 11, 30): 8, date(2023, 3, 31): 12}
    for today, over in months.items():
        assert elapsed_years(K406, R4, today) * 12 == 24 + over
        assert progress(K406, {R2: 1, R3: 2, R4: 2}, R4, today).expected.exact == elapsed_years(K406, R4, today) * 2
    assert elapsed_years(K406, R4, date(2024, 1, 1)) == 3
    assert elapsed_years(K406, FiscalYear(2019)) == 0
    assert elapsed_years(K406, FiscalYear(2030)) == 5


def test_five_in_november_of_the_third_year_are_nearly_what_was_expected() -> None:
    result = progress(K406, {R2: 1, R3: 2, R4: 2}, R4, date(2022, 11, 22))
    assert (result.pace.percent, result.pace.percent_reached, result.mark) == (97, 96, Mark.MOSTLY)


@pytest.mark.parametrize(
    ("actual", "mark"),
    [
        (Decimal("6"), Mark.ON_TRACK),
        (Decimal("5.9999"), Mark.MOSTLY),
        (Decimal("3.6"), Mark.MOSTLY),
        (Decimal("3.5999"), Mark.BEHIND),
        (Decimal("0"), Mark.BEHIND),
        (Decimal("60"), Mark.ON_TRACK),
    ],
)
def test_the_scale_turns_exactly_at_its_steps(actual: Decimal, mark: Mark) -> None:
    assert progress(replace(K406, baseline=None), {R2: 0, R3: 0, R4: actual}, R4).mark is mark


def test_a_third_of_the_plan_is_no_rounding_error() -> None:
    three_years = IndicatorTerms(Basis.PERIOD_SUM, R2, R4, target=10)
    assert progress(three_years, {R2: Decimal(10) / 3}, R2).mark is Mark.MOSTLY
    assert progress(replace(three_years, target=9), {R2: 3}, R2).mark is Mark.ON_TRACK
    assert progress(replace(three_years, target=Decimal("0.3")), {R2: Decimal("0.1")}, R2).mark is Mark.ON_TRACK


def test_the_scale_can_be_set() -> None:
    strict = Scale(on_track=Decimal("0.8"), mostly=Decimal("0.7"))
    assert progress(K406, {R2: 1, R3: 2, R4: 2}, R4, scale=strict).mark is Mark.ON_TRACK


def test_a_pace_just_below_a_step_is_not_printed_as_if_it_had_reached_it() -> None:
    result = progress(replace(K406, target=1000), {R2: 199}, R2)
    assert (result.pace.percent, result.pace.percent_reached, result.mark) == (100, 99, Mark.MOSTLY)


@pytest.mark.parametrize(
    ("terms", "values", "year", "blanks"),
    [
        (K406, {}, R2, dict.fromkeys(("actual", "progress", "achievement", "pace"), "no_actual")),
        (
            replace(K406, target=None),
            {R2: 1},
            R2,
            dict.fromkeys(("expected", "progress", "achievement", "pace"), "no_target"),
        ),
        (replace(K406, target=0), {R2: 1}, R2, {"progress": "no_distance", "achievement": "target_is_zero",
                                                "pace": "no_distance"}),
        (replace(K209, target=6311), {R2: 6000}, R2, {"progress": "no_distance", "pace": "no_distance"}),
        (K209, {H30: 6311}, H30, {"pace": "not_due_yet"}),
    ],
)  # fmt: skip
def test_what_cannot_be_computed_says_why_and_is_never_nothing(
    terms: IndicatorTerms, values: Mapping[FiscalYear, int], year: FiscalYear, blanks: Mapping[str, str]
) -> None:
    result = progress(terms, values, year)
    names = ("actual", "expected", "progress", "achievement", "pace")
    assert {name: reading.blank for name in names if (reading := getattr(result, name)).blank} == blanks
    assert all((getattr(result, name).value is None) == (name in blanks) for name in names)
    assert result.mark is None
    assert all(getattr(result, name).blank.label for name in blanks)


def test_a_milestone_has_no_ratio() -> None:
    milestone = IndicatorTerms(Basis.MILESTONE, R2, R6, target=None)
    result = progress(milestone, {}, R4)
    readings = (result.start, result.actual, result.expected, result.progress, result.achievement, result.pace)
    assert {reading.blank for reading in readings} == {Blank.MILESTONE}
    assert (result.mark, result.left) == (None, None)
    assert actual_of(milestone, {R4: 1}, R4).blank is Blank.MILESTONE


def test_a_period_sum_prints_its_baseline_as_a_reference() -> None:
    told = baseline_sentence(K406)
    assert told.text % told.params == "参考：H30 5件（単年度）"
    told = baseline_sentence(K209)
    assert told.text % told.params == "基準：H30 6,311人"
    told = baseline_sentence(replace(K209, baseline=Decimal("1.480"), unit=""))
    assert told.text % told.params == "基準：H30 1.480"
    assert baseline_sentence(replace(K209, baseline=None)).text == "未実施"


def test_a_year_has_one_figure_reported_or_counted() -> None:
    reported = {R2: 1, R3: 9, R4: 9}
    counted = {R2: 7, R3: 2, R4: 3}
    assert one_figure_a_year(reported, counted, first_counted=R3) == {R2: 1, R3: 2, R4: 3}
    assert one_figure_a_year(reported, {}, first_counted=R3) == {R2: 1}


def test_terms_that_contradict_themselves_are_refused() -> None:
    with pytest.raises(ValueError, match="ends before"):
        replace(K406, last=H30)
    with pytest.raises(ValueError, match="year"):
        replace(K406, baseline_year=None)
