"""The day by which the centre answers, and the number people read out."""

from datetime import date

import pytest

from matchbox.issues.rules import is_open, issue_of, receipt_number, reply_day


@pytest.mark.parametrize("day, is_it", [
    (date(2026, 11, 22), False),  # Sunday
    (date(2026, 11, 23), True),  # 勤労感謝の日, a Monday: holidays are open days
    (date(2026, 11, 28), True),  # Saturday
    (date(2026, 12, 28), True),
    (date(2026, 12, 29), False),
    (date(2026, 12, 31), False),
    (date(2027, 1, 1), False),
    (date(2027, 1, 2), False),
    (date(2027, 1, 3), False),
    (date(2027, 1, 4), True),
    (date(2028, 2, 29), True),
])  # fmt: skip
def test_sundays_and_the_turn_of_the_year_are_closed(day, is_it):
    assert is_open(day) is is_it


@pytest.mark.parametrize("day, open_days, answer", [
    (date(2026, 11, 24), 7, date(2026, 12, 2)),  # Tuesday: 25 26 27 28 | 30 1 2
    (date(2026, 11, 24), 1, date(2026, 11, 25)),
    (date(2026, 11, 21), 1, date(2026, 11, 23)),  # Saturday, and the Sunday is not counted
    (date(2026, 11, 22), 1, date(2026, 11, 23)),  # written on a Sunday
    (date(2026, 12, 26), 2, date(2027, 1, 4)),  # 28 | 4 January
    (date(2026, 12, 30), 7, date(2027, 1, 11)),
    (date(2026, 11, 24), 0, date(2026, 11, 25)),  # never the same day
    (date(2026, 11, 24), -3, date(2026, 11, 25)),
])  # fmt: skip
def test_the_answer_comes_so_many_open_days_later(day, open_days, answer):
    assert reply_day(day, open_days) == answer
    assert is_open(answer)


def test_the_number_can_be_read_out():
    assert [receipt_number(id_) for id_ in (7, 12345, 1234567)] == ["K-00007", "K-12345", "K-1234567"]


@pytest.mark.parametrize("typed", ["K-00012", "k-12", "Ｋ－０００１２", " K12 ", "K-012"])
def test_a_receipt_number_is_understood_however_it_is_written(typed):
    assert issue_of(typed) == 12


@pytest.mark.parametrize("typed", ["", "K-", "K-00000", "K-0x12", "12", "K-12 雪かき", "K-9999999999"])
def test_other_words_are_no_receipt_number(typed):
    assert issue_of(typed) is None
