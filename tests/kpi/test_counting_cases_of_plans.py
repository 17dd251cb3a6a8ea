"""The counting rule case by case, 19 to 36: plans and tags, closed years, indicators, the calendar."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from matchbox.core import clock
from matchbox.core.years import FiscalYear, wareki
from matchbox.kpi.rules import (
    KINDS,
    Basis,
    Blank,
    IndicatorTerms,
    Mark,
    PactFilter,
    PartyRow,
    Reason,
    RuleVersion,
    Share,
    Tag,
    check_tags,
    compare,
    count_indicator,
    count_pacts,
    counted_as,
    figures,
    judge,
    judged,
    lacks_parts,
    printed_mark,
    progress,
)
from tests.kpi.given import (
    H30,
    IN_2021,
    IN_2026,
    IN_2026_TOO,
    IN_SDGS,
    KYODO_2021,
    KYODO_2026,
    PLANS,
    R1,
    R2,
    R3,
    R4,
    R6,
    R7,
    R8,
    R9,
    SDGS,
    STRATEGY,
    A,
    B,
    agreed,
    broken_off,
    closed,
    count,
    judged_rows,
    org,
    resident,
)


def test_case_19_a_corrected_day_moves_the_match_into_the_other_year_and_plan() -> None:
    before = agreed(1, date(2026, 3, 31), tags=[IN_2021])
    frozen = closed(R7, before)
    moved = replace(before, agreed_on=date(2026, 4, 1))
    check = check_tags(moved.tags, PLANS, R8)
    assert (check.fallen, check.missing, check.complete) == (frozenset({IN_2021}), (KYODO_2026,), False)
    retagged = replace(moved, tags=frozenset({IN_2026}))
    assert check_tags(retagged.tags, PLANS, R8).complete
    assert (count(R7, before), count(R8, before)) == (1, 0)
    assert (count(R7, retagged), count(R8, retagged)) == (0, 1)
    result = compare(frozen, closed(R7, retagged))
    assert [(change.match, change.total, dict(change.places)) for change in result.changes] == [
        (1, -1, {IN_2021: -1, (KYODO_2021.code, ""): -1})
    ]


@pytest.mark.parametrize(
    ("moment", "year", "tag"),
    [
        (datetime(2026, 3, 31, 14, 59, tzinfo=UTC), R7, IN_2021),
        (datetime(2026, 3, 31, 15, 0, tzinfo=UTC), R8, IN_2026),
    ],
)
def test_case_20_the_year_turns_at_midnight_in_japan(moment: datetime, year: FiscalYear, tag: Tag) -> None:
    row = agreed(1, clock.day_of(moment), tags=[tag])
    assert judged_rows(row)[1].year == year
    assert count(year, row) == 1
    assert check_tags([IN_2021, IN_2026], PLANS, year).valid == {tag}


def test_case_21_tags_given_before_the_year_turned_do_not_carry_over() -> None:
    row = agreed(1, date(2026, 4, 10), tags=[IN_2021])
    check = check_tags(row.tags, PLANS, R8)
    assert (check.complete, check.fallen, check.missing) == (False, {IN_2021}, (KYODO_2026,))
    verdict = judged_rows(row)[1]
    assert (verdict.counted, verdict.reasons) == (False, (Reason.TAG_MISSING,))
    assert count(R8, replace(row, tags=frozenset({IN_2026}))) == 1


def test_case_22_two_tags_of_one_plan_count_once_above_them() -> None:
    rows = (agreed(1, date(2026, 5, 5), tags=[IN_2026, IN_2026_TOO]),)
    shown = figures(rows, judged_rows(*rows), KYODO_2026, R8)
    assert [shown.of(node) for node in ("2-1", "2-3", "2", "2-2", "1")] == [1, 1, 1, 0, 0]
    assert shown.total == 1


def test_case_23_only_the_lowest_level_carries_tags() -> None:
    too_high: Tag = (KYODO_2026.code, "2")
    assert check_tags([too_high], PLANS, R8).too_high == {too_high}
    assert not check_tags([too_high, IN_2026], PLANS, R8).complete
    assert judged_rows(agreed(1, date(2026, 5, 5), tags=[too_high]))[1].reasons == (Reason.TAG_MISSING,)
    assert check_tags([IN_2021], PLANS, R7).complete
    assert count(R7, agreed(1, date(2025, 5, 5), tags=[IN_2021])) == 1


def test_case_24_a_match_stands_once_in_each_of_two_plans() -> None:
    rows = (agreed(1, date(2026, 5, 5), tags=[IN_2026, IN_SDGS]),)
    verdicts = judged_rows(*rows)
    assert figures(rows, verdicts, KYODO_2026, R8).total == 1
    assert figures(rows, verdicts, SDGS, R8).total == 1
    assert count(R8, *rows) == 1


def test_case_25_an_indicator_without_a_policy_filter_asks_for_no_tag() -> None:
    rows = (agreed(1, date(2022, 5, 5), tags=[IN_2021]),)
    verdicts = judged_rows(*rows)
    assert figures(rows, verdicts, STRATEGY, R4).total == 0
    assert count_indicator(rows, verdicts, R4, KINDS) == 1


def test_case_26_retagging_after_the_close_moves_rows_and_keeps_the_total() -> None:
    row = agreed(1, date(2026, 5, 5), tags=[IN_2026])
    result = compare(closed(R8, row), closed(R8, replace(row, tags=frozenset({IN_2026_TOO}))))
    assert (result.closed, result.adjusted) == (1, 1)
    assert [(change.match, change.total) for change in result.changes] == [(1, 0)]
    assert (result.adjustment_at(IN_2026), result.adjustment_at(IN_2026_TOO)) == (-1, 1)
    assert result.adjustment_at((KYODO_2026.code, "2")) == 0
    assert result.adjustment_at((KYODO_2026.code, "")) == 0


def test_case_27_merging_two_issues_makes_a_double() -> None:
    one, other = agreed(1, date(2026, 5, 5), issue=7), agreed(2, date(2026, 6, 5), issue=8)
    merged = replace(other, issue=7)
    assert (count(R8, one, other), count(R8, one, merged)) == (2, 1)
    result = compare(closed(R8, one, other), closed(R8, one, merged))
    assert [(change.match, change.total) for change in result.changes] == [(2, -1)]


def test_case_28_merging_an_organisation_with_the_other_party_leaves_one() -> None:
    row = agreed(1, date(2026, 5, 5), A, B)
    survivor = replace(row, parties=(A, replace(B, key=A.key)))
    assert (count(R8, row), count(R8, survivor)) == (1, 0)
    assert judged_rows(survivor)[1].reasons == (Reason.NOT_TWO_PARTIES,)
    result = compare(closed(R8, row), closed(R8, survivor))
    assert [(change.match, change.total) for change in result.changes] == [(1, -1)]


def test_case_29_erasing_a_poster_changes_no_figure() -> None:
    """A party is an id: nothing of the person takes part in counting, so nothing is lost with her."""
    assert {field.name for field in fields(PartyRow)} == {
        "key", "role", "is_organisation", "is_administration", "kind", "sides", "of_centre"
    }  # fmt: skip
    rows = agreed(1, date(2026, 5, 5), resident(7), B, issue=7), agreed(2, date(2026, 6, 5), resident(7), B, issue=7)
    assert count(R8, *rows) == 1
    assert judged_rows(*rows)[2].double_of == 1


def test_case_30_k406_adds_the_years_of_the_plan_without_its_baseline() -> None:
    days = date(2020, 6, 1), date(2021, 6, 1), date(2021, 7, 1), date(2022, 6, 1), date(2022, 7, 1)
    rows = [agreed(number, day, issue=number) for number, day in enumerate(days, 1)]
    values = {year: count(year, *rows) for year in (R2, R3, R4)}
    assert list(values.values()) == [1, 2, 2]
    k406 = IndicatorTerms(Basis.PERIOD_SUM, R2, R6, target=10, baseline=5, baseline_year=H30, counted=True)
    result = progress(k406, values, R4)
    assert result.actual.value == 5
    assert result.achievement.percent == 50
    assert result.expected.value == 6
    assert result.mark is Mark.MOSTLY


def test_case_31_k208_adds_every_year_after_its_baseline() -> None:
    students, neighbours = org(1, "needing", "学生団体"), org(2, kind="単位町会")
    years = [2019] * 2 + [2020] * 3
    rows = [agreed(n, date(year, 6, n), students, neighbours, issue=n, pact=True) for n, year in enumerate(years, 1)]
    k208_filter = PactFilter(
        frozenset({"学生団体", "高校生グループ", "大学・研究室"}),
        frozenset({"単位町会", "校下（地区）町会連合会", "地区公民館"}),
    )
    values = {year: count_pacts(rows, judged_rows(*rows), year, k208_filter) for year in (R1, R2)}
    assert values == {R1: 2, R2: 3}
    k208 = IndicatorTerms(Basis.CUMULATIVE, R2, R6, target=45, baseline=33, baseline_year=H30, counted=True)
    assert progress(k208, values, R2).actual.value == 38


def test_case_32_an_indicator_shown_again_prints_its_own_mark_and_is_judged_once() -> None:
    k205 = IndicatorTerms(Basis.CUMULATIVE, R2, R6, target=150, baseline=42, baseline_year=H30, unit="人", code="K205")
    k206 = replace(k205, code="K206", repost_of="K205", basis=Basis.PERIOD_SUM)
    assert judged([k205, k206]) == (k205,)
    assert judged([k205, k206])[0].basis is Basis.CUMULATIVE
    assert printed_mark(k205.basis, R2, R6).text == "累計"
    again = printed_mark(k206.basis, R2, R6)
    assert again.text % again.params == "R2～R6の合計"


def test_case_33_baseline_and_target_come_without_parts_actuals_with_them() -> None:
    k407 = IndicatorTerms(
        Basis.ANNUAL, R2, R6, target=Decimal("75.0"), baseline=Decimal("70.0"), baseline_year=H30, unit="%"
    )
    assert lacks_parts(k407.unit, Decimal("72.5"))
    assert not lacks_parts(k407.unit, Share(29, 40))
    assert not lacks_parts("件", 29)
    result = progress(k407, {R4: Share(29, 40)}, R4)
    assert (result.actual.value, result.progress.percent) == (Decimal("72.5"), 50)
    assert progress(k407, {R4: Share(0, 0)}, R4).actual.blank is Blank.NO_DENOMINATOR


def test_case_34_a_period_sum_adds_each_year_under_its_own_version() -> None:
    whoever_brokers = RuleVersion(2, R9, frozenset(Reason) - {Reason.NOT_BROKERED})
    versions = (RuleVersion(1, FiscalYear(2000)), whoever_brokers)
    rows = [
        agreed(1, date(2026, 5, 5), issue=1),
        agreed(2, date(2027, 3, 31), issue=2, brokered=False),
        agreed(3, date(2027, 4, 1), issue=3, brokered=False),
        agreed(4, date(2027, 5, 5), issue=4),
    ]
    verdicts = judge(rows, PLANS, versions)
    assert [verdicts[row.id].rule for row in rows] == [1, 1, 2, 2]
    values = {year: count_indicator(rows, verdicts, year, KINDS) for year in (R8, R9)}
    assert values == {R8: 1, R9: 2}
    terms = IndicatorTerms(Basis.PERIOD_SUM, R8, FiscalYear(2030), target=10, counted=True)
    assert progress(terms, values, R9).actual.value == 3


def test_case_35_a_test_entry_counts_nowhere_not_even_as_an_agreement() -> None:
    students, neighbours = org(1, "needing", "学生団体"), org(2, kind="単位町会")
    completed = replace(agreed(1, date(2026, 5, 5), students, neighbours, pact=True), state="completed")
    mistaken = replace(broken_off(completed), mistaken_entry=True, ended_reason="登録の誤り")
    assert (count(R8, completed), count(R8, mistaken)) == (1, 0)
    assert judged_rows(mistaken)[1].reasons == (Reason.MISTAKEN_ENTRY,)
    between = PactFilter(frozenset({"学生団体"}), frozenset({"単位町会"}))
    assert count_pacts([completed], judged_rows(completed), R8, between) == 1
    assert count_pacts([mistaken], judged_rows(mistaken), R8, between) == 0


def test_case_36_leap_day_and_the_first_year_of_reiwa() -> None:
    assert FiscalYear.of(date(2028, 2, 29)).short == "R9"
    row = agreed(1, date(2019, 4, 15))
    verdict = judged_rows(row)[1]
    assert verdict.year == R1
    sentence = counted_as(verdict, row, PLANS)
    assert sentence is not None
    assert sentence.text % sentence.params == "計上：令和元年度"
    assert FiscalYear.of(date(2019, 4, 15)).short == "R1"
    assert wareki(date(2019, 4, 15)) == "平成31年4月15日"
    assert wareki(date(2019, 5, 1)) == "令和元年5月1日"
