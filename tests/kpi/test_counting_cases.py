"""The 36 cases of the counting rule, numbered as in its document, which also gives every expectation."""

from collections.abc import Iterable
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
    HintKind,
    IndicatorTerms,
    Mark,
    MatchRow,
    PactFilter,
    PartyRow,
    PlanTerms,
    Reason,
    RuleVersion,
    Share,
    Tag,
    Verdict,
    check_tags,
    compare,
    count_indicator,
    count_pacts,
    counted_as,
    figures,
    hints,
    judge,
    judged,
    lacks_parts,
    printed_mark,
    progress,
    snapshot,
    why_not,
)

R1, R2, R3, R4, R6, R7, R8, R9 = (FiscalYear(year) for year in (2019, 2020, 2021, 2022, 2024, 2025, 2026, 2027))
H30 = FiscalYear(2018)

KYODO_2021 = PlanTerms(
    "kanazawa-kyodo-2021", True, 2021, 2025, "金沢市協働推進計画2021", ("基本方針",), dict.fromkeys("123")
)
KYODO_2026 = PlanTerms(
    "kanazawa-kyodo-2026",
    True,
    2026,
    2030,
    "金沢市協働推進計画2026（仮称）",
    ("基本方針", "施策"),
    dict.fromkeys("123") | {"1-1": "1", "1-2": "1"} | {f"{top}-{low}": top for top in "23" for low in "123"},
)
SDGS = PlanTerms("kanazawa-sdgs", False, 2020, 2030, "金沢SDGs「5つの方向性」", ("方向性",), dict.fromkeys("12345"))
STRATEGY = PlanTerms(
    "kanazawa-strategy-2",
    False,
    2020,
    2024,
    "第2次金沢版総合戦略",
    ("基本目標", "施策", "取組"),
    {"4": None, "4-(3)": "4", "4-(3)-1": "4-(3)"},
)
PLANS = (KYODO_2021, KYODO_2026, SDGS, STRATEGY)

IN_2021: Tag = (KYODO_2021.code, "2")
IN_2026: Tag = (KYODO_2026.code, "2-1")
IN_2026_TOO: Tag = (KYODO_2026.code, "2-3")
IN_SDGS: Tag = (SDGS.code, "4")


def org(number: int, role: str = "helping", kind: str = "市民活動団体", administration: bool = False) -> PartyRow:
    return PartyRow(f"org:{number}", role, is_organisation=True, is_administration=administration, kind=kind)


def city_section(number: int) -> PartyRow:
    return org(number, kind="行政の課", administration=True)


def resident(number: int, role: str = "needing", member_of: Iterable[int] = ()) -> PartyRow:
    sides = frozenset(f"org:{organisation}" for organisation in member_of)
    return PartyRow(f"user:{number}", role, is_organisation=False, sides=sides)


def person_at_the_desk(number: int) -> PartyRow:
    return PartyRow(f"proxy:{number}", "needing", is_organisation=False)


A, B, C = org(1, "needing"), org(2), org(3)


def agreed(
    number: int,
    day: date,
    *parties: PartyRow,
    issue: int | None = None,
    kind: str = "exchange",
    tags: Iterable[Tag] | None = None,
    pact: bool = False,
    brokered: bool = True,
) -> MatchRow:
    """A match that meets the rule, tagged to the required plan of its year unless told otherwise."""
    if tags is None:
        tags = [
            tag for tag, plan in ((IN_2021, KYODO_2021), (IN_2026, KYODO_2026)) if plan.in_force(FiscalYear.of(day))
        ]
    return MatchRow(
        id=number,
        issue=issue,
        kind=kind,
        agreed_on=day,
        broken_off=False,
        brokered_by_centre=brokered,
        recorded_by_staff=True,
        has_purpose=True,
        has_roles=True,
        has_period=True,
        parties=parties or (A, B),
        tags=frozenset(tags),
        is_pact=pact,
        state="agreed",
    )


def broken_off(row: MatchRow) -> MatchRow:
    return replace(row, broken_off=True, state="broken_off", ended_reason="団体の事情")


def judged_rows(*rows: MatchRow) -> dict[int, Verdict]:
    return judge(rows, PLANS)


def count(year: FiscalYear, *rows: MatchRow) -> int:
    """What an indicator without a policy filter shows."""
    return count_indicator(rows, judged_rows(*rows), year, KINDS)


def closed(year: FiscalYear, *rows: MatchRow) -> dict[int, frozenset[Tag]]:
    return snapshot(rows, judged_rows(*rows), PLANS, year)


def test_case_01_the_same_kind_twice_without_an_issue_counts_once() -> None:
    may, september = agreed(1, date(2026, 5, 5)), agreed(2, date(2026, 9, 9))
    assert count(R8, may, september) == 1
    verdict = judged_rows(may, september)[2]
    assert (verdict.reasons, verdict.double_of) == ((Reason.DOUBLE_WITHOUT_ISSUE,), 1)


def test_case_02_both_kinds_without_an_issue_count_twice() -> None:
    may, september = agreed(1, date(2026, 5, 5)), agreed(2, date(2026, 9, 9), kind="cooperation")
    assert count(R8, may, september) == 2


def test_case_03_both_kinds_for_one_issue_count_once_as_the_first() -> None:
    rows = agreed(1, date(2026, 5, 5), issue=7), agreed(2, date(2026, 9, 9), issue=7, kind="cooperation")
    verdicts = judged_rows(*rows)
    assert count(R8, *rows) == 1
    assert count_indicator(rows, verdicts, R8, {"exchange"}) == 1
    assert count_indicator(rows, verdicts, R8, {"cooperation"}) == 0
    assert (verdicts[2].reason, verdicts[2].double_of) == (Reason.DOUBLE, 1)
    assert [(hint.kind, hint.matches) for hint in hints(rows, verdicts)] == [(HintKind.OTHER_KIND, (1, 2))]


def test_case_04_three_parties_are_one_match() -> None:
    assert count(R8, agreed(1, date(2026, 5, 5), A, B, C)) == 1


def test_case_05_overlapping_sets_for_one_issue_count_twice_and_are_listed() -> None:
    rows = agreed(1, date(2026, 5, 5), A, B, C, issue=7), agreed(2, date(2026, 6, 5), A, B, issue=7)
    assert count(R8, *rows) == 2
    assert [(hint.kind, hint.matches) for hint in hints(rows, judged_rows(*rows))] == [(HintKind.OVERLAPPING, (1, 2))]


@pytest.mark.parametrize("issue", [7, None])
def test_case_06_a_supporter_does_not_make_another_set(issue: int | None) -> None:
    with_sponsor = agreed(1, date(2026, 5, 5), A, B, org(3, "supporting"), issue=issue)
    without = agreed(2, date(2026, 6, 5), A, B, issue=issue)
    assert count(R8, with_sponsor, without) == 1


def test_case_07_the_same_organisation_on_both_sides_does_not_count() -> None:
    row = agreed(1, date(2026, 5, 5), org(1, "needing"), org(1, "helping"))
    assert count(R8, row) == 0
    assert [sentence.text for sentence in why_not(judged_rows(row)[1])] == ["異なる2者になっていません"]


def test_case_08_a_resident_and_her_own_organisation_are_one_party() -> None:
    own = org(1, kind="単位町会")
    row = agreed(1, date(2026, 5, 5), resident(7, member_of=[1]), own, issue=7)
    assert count(R8, row) == 0
    assert judged_rows(row)[1].reasons == (Reason.NOT_TWO_PARTIES,)
    assert count(R8, agreed(1, date(2026, 5, 5), resident(7, member_of=[5]), own, issue=7)) == 1


def test_case_09_a_neighbourhood_and_its_federation_are_two_organisations() -> None:
    row = agreed(1, date(2026, 5, 5), org(1, "needing", "単位町会"), org(2, kind="校下（地区）町会連合会"))
    assert count(R8, row) == 1


def test_case_10_a_resident_and_an_organisation_count() -> None:
    assert count(R8, agreed(1, date(2026, 5, 5), resident(7), org(2))) == 1


def test_case_11_two_residents_do_not_count() -> None:
    row = agreed(1, date(2026, 5, 5), resident(7), resident(8, "helping"))
    assert count(R8, row) == 0
    assert judged_rows(row)[1].reasons == (Reason.NO_ORGANISATION,)


def test_case_12_a_resident_and_a_section_of_the_city_do_not_count() -> None:
    row = agreed(1, date(2026, 5, 5), resident(7), city_section(9))
    assert count(R8, row) == 0
    assert judged_rows(row)[1].reasons == (Reason.NO_ORGANISATION,)


def test_case_13_an_organisation_and_a_section_of_the_city_count() -> None:
    assert count(R8, agreed(1, date(2026, 5, 5), A, city_section(9))) == 1


def test_case_14_two_persons_at_the_desk_are_two_posters() -> None:
    one = agreed(1, date(2026, 5, 5), person_at_the_desk(31), B, issue=7)
    other = agreed(2, date(2026, 5, 6), person_at_the_desk(32), B, issue=8)
    assert count(R8, one, other) == 2


def test_case_15_agreeing_again_after_breaking_off_counts_the_second() -> None:
    rows = broken_off(agreed(1, date(2026, 4, 5), issue=7)), agreed(2, date(2026, 8, 10), issue=7)
    verdicts = judged_rows(*rows)
    assert count(R8, *rows) == 1
    assert (verdicts[1].reasons, verdicts[2].counted) == ((Reason.BROKEN_OFF,), True)


def test_case_16_breaking_off_in_the_next_year_adjusts_the_closed_year() -> None:
    before = agreed(1, date(2025, 6, 1), issue=7)
    frozen = closed(R7, before)
    rows = broken_off(before), agreed(2, date(2026, 6, 1), issue=7)
    result = compare(frozen, closed(R7, *rows))
    assert (result.closed, result.adjusted) == (1, 0)
    assert [(change.match, change.total) for change in result.changes] == [(1, -1)]
    assert count(R8, *rows) == 1


def test_case_17_the_double_takes_the_place_of_a_match_broken_off_after_the_close() -> None:
    first, double = agreed(1, date(2026, 4, 5), issue=7), agreed(2, date(2026, 7, 1), issue=7)
    frozen = closed(R8, first, double)
    assert frozen.keys() == {1}
    result = compare(frozen, closed(R8, broken_off(first), double))
    assert [(change.match, change.total) for change in result.changes] == [(1, -1), (2, 1)]
    assert (result.closed, result.adjusted) == (1, 1)
    assert (result.closed_at(IN_2026), result.adjustment_at(IN_2026), result.adjusted_at(IN_2026)) == (1, 0, 1)


def test_case_18_a_match_recorded_after_the_close_is_an_adjustment() -> None:
    known = agreed(1, date(2025, 6, 1), issue=7)
    frozen = closed(R7, known)
    late = agreed(2, date(2026, 3, 28), issue=8)
    result = compare(frozen, closed(R7, known, late))
    assert (result.closed, result.adjusted) == (1, 2)
    assert [(change.match, change.total) for change in result.changes] == [(2, 1)]


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
