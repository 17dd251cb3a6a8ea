"""Lengths and limits of an issue, what it says, and the day by which the centre answers."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

LONGEST_TITLE = 60
LONGEST_BODY = 2000
LONGEST_NOTE = 200
LONGEST_NAME = 40
LONGEST_REASON = 500
LONGEST_AMOUNT = 60
MOST_NEEDS = 12

SUNDAY = 6
# 年末年始. National holidays are open days: the centre's hours on them are those of a Saturday.
LAST_DAYS, FIRST_DAYS = (12, 29), (1, 3)


def receipt_number(issue_id: int) -> str:
    """What people read out on the phone: 「K-00012」."""
    return f"K-{issue_id:05d}"


def issue_of(text: str) -> int | None:
    """The issue whose receipt number somebody typed, however they wrote it: 「K-00012」「ｋ１２」."""
    number = re.fullmatch(r"[kK][-ー－−]?0*([1-9]\d{0,8})", unicodedata.normalize("NFKC", text).strip())
    return int(number[1]) if number else None


def is_open(day: date) -> bool:
    """Is somebody at the centre on this day?"""
    at_year_end = (day.month, day.day) >= LAST_DAYS or (day.month, day.day) <= FIRST_DAYS
    return day.weekday() != SUNDAY and not at_year_end


def reply_day(day: date, open_days: int) -> date:
    """The day by which somebody who wrote on `day` has an answer: so many open days later, at least one."""
    left = max(1, open_days)
    while left:
        day += timedelta(days=1)
        left -= is_open(day)
    return day


class Wanted(NamedTuple):
    """One kind of help that is asked for; `amount` and `timing` in the words of whoever asks."""

    kind_id: int
    amount: str = ""
    timing: str = ""


@dataclass(frozen=True)
class Content:
    """What an issue says; everything but the people behind it."""

    title: str
    body: str
    category_id: int
    area_id: int | None = None  # None: わからない
    place_note: str = ""
    timing: str = ""
    needs: tuple[Wanted, ...] = ()
