"""The counting rule case by case, 1 to 18, numbered as in its document, which also gives every expectation."""

from datetime import date

import pytest

from matchbox.kpi.rules import (
    HintKind,
    Reason,
    compare,
    count_indicator,
    hints,
    why_not,
)
from tests.kpi.given import (
    IN_2026,
    R7,
    R8,
    A,
    B,
    C,
    agreed,
    broken_off,
    city_section,
    closed,
    count,
    judged_rows,
    org,
    person_at_the_desk,
    resident,
)


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
