"""Fiscal years and Japanese eras: pure arithmetic on the calendar, without a clock and without a database."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, Self

MONTHS_OF_A_YEAR = 12
BEGINS_IN = 4  # April


class Era(NamedTuple):
    name: str
    letter: str
    first_day: date


ERAS = (
    Era("令和", "R", date(2019, 5, 1)),
    Era("平成", "H", date(1989, 1, 8)),
    Era("昭和", "S", date(1926, 12, 25)),
    Era("大正", "T", date(1912, 7, 30)),
    Era("明治", "M", date(1868, 1, 25)),
)
SOLAR_CALENDAR = date(1873, 1, 1)  # before this day Japan kept the lunar calendar: months and days differ from ours


def era_of(day: date) -> Era | None:
    """None before the solar calendar (明治6年), whose days cannot be written by changing the year alone."""
    if day < SOLAR_CALENDAR:
        return None
    return next(era for era in ERAS if era.first_day <= day)


def in_era(year: int, era: Era) -> str:
    """「令和8」, 「令和元」: a calendar year counted in an era."""
    number = year - era.first_day.year + 1
    return f"{era.name}{'元' if number == 1 else number}"


def wareki(day: date) -> str:
    """「令和8年11月22日」; days before 1873 have no such name and are written with the western year."""
    era = era_of(day)
    return f"{in_era(day.year, era) if era else day.year}年{day.month}月{day.day}日"


@dataclass(frozen=True, order=True, slots=True)
class FiscalYear:
    """1 April to 31 March, named after the calendar year in which it begins."""

    year: int

    def __post_init__(self) -> None:
        if not date.min.year <= self.year < date.max.year:
            raise ValueError(f"no calendar reaches the fiscal year {self.year}")

    @classmethod
    def of(cls, day: date) -> Self:
        if isinstance(day, datetime):  # a moment in UTC may belong to another day, and so to another fiscal year
            raise TypeError("ask for the day in Japan first: clock.day_of(moment)")
        return cls(day.year if day.month >= BEGINS_IN else day.year - 1)

    @classmethod
    def span(cls, first: Self, last: Self) -> tuple[Self, ...]:
        """Every fiscal year from `first` to `last`, both included; empty when `last` comes first."""
        return tuple(cls(year) for year in range(first.year, last.year + 1))

    @property
    def first_day(self) -> date:
        return date(self.year, BEGINS_IN, 1)

    @property
    def last_day(self) -> date:
        return date(self.year + 1, BEGINS_IN - 1, 31)

    def __contains__(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day

    @property
    def _era(self) -> Era | None:
        """The era of its greater part: fiscal year 2019 is 令和元年度 although it began in 平成31年."""
        return era_of(date(self.year, 10, 1))

    @property
    def label(self) -> str:
        """「令和8（2026）年度」"""
        era = self._era
        return f"{in_era(self.year, era)}（{self.year}）年度" if era else f"{self.year}年度"

    @property
    def plain(self) -> str:
        """「令和8年度」"""
        era = self._era
        return f"{in_era(self.year, era) if era else self.year}年度"

    @property
    def short(self) -> str:
        """「R8」"""
        era = self._era
        return f"{era.letter}{self.year - era.first_day.year + 1}" if era else str(self.year)

    def whole_months(self, today: date) -> int:
        """How many months of this year are over when `today` ends: 0 before it, 12 after it."""
        begun = (today.year - self.year) * MONTHS_OF_A_YEAR + today.month - BEGINS_IN
        return max(0, min(MONTHS_OF_A_YEAR, begun + _ends_a_month(today)))


def _ends_a_month(day: date) -> bool:
    return day == date.max or date.fromordinal(day.toordinal() + 1).day == 1
