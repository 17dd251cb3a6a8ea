"""Fiscal years and eras, against a calendar that others keep."""

from datetime import UTC, date, datetime, timedelta

import pytest
from japanera import EraDate

from matchbox.core import clock
from matchbox.core.years import FiscalYear, era_of, wareki

FIRST_SOLAR_DAY = date(1873, 1, 1)
LAST_DAY = date(2099, 12, 31)


def test_every_day_since_1873_is_written_as_the_reference_calendar_writes_it() -> None:
    wrong = []
    for ordinal in range(FIRST_SOLAR_DAY.toordinal(), LAST_DAY.toordinal() + 1):
        day = date.fromordinal(ordinal)
        era = EraDate.from_date(day).era
        number = day.year - era.since.year + 1
        if wareki(day) != f"{era.kanji}{'元' if number == 1 else number}年{day.month}月{day.day}日":
            wrong.append(day)
    assert wrong == []


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 11, 22), "令和8年11月22日"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(2019, 4, 15), "平成31年4月15日"),
        (date(2020, 1, 1), "令和2年1月1日"),
        (date(2028, 2, 29), "令和10年2月29日"),
        (date(1989, 1, 8), "平成元年1月8日"),
        (date(1989, 1, 7), "昭和64年1月7日"),
        (date(1926, 12, 25), "昭和元年12月25日"),
        (date(1926, 12, 24), "大正15年12月24日"),
        (date(1912, 7, 30), "大正元年7月30日"),
        (date(1912, 7, 29), "明治45年7月29日"),
        (date(1873, 1, 1), "明治6年1月1日"),
    ],
)
def test_days_at_the_borders_of_eras(day: date, written: str) -> None:
    assert wareki(day) == written


@pytest.mark.parametrize("day", [date(1872, 12, 31), date(1868, 1, 25), date.min])
def test_days_of_the_lunar_calendar_keep_the_western_year(day: date) -> None:
    assert era_of(day) is None
    assert wareki(day) == f"{day.year}年{day.month}月{day.day}日"


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2026, 3, 31), 2025),
        (date(2026, 4, 1), 2026),
        (date(2026, 12, 31), 2026),
        (date(2027, 1, 1), 2026),
        (date(2027, 3, 31), 2026),
        (date(2027, 4, 1), 2027),
        (date(2028, 2, 29), 2027),
        (date(2019, 4, 1), 2019),
        (date(2019, 3, 31), 2018),
    ],
)
def test_a_fiscal_year_turns_on_the_first_of_april(day: date, year: int) -> None:
    assert FiscalYear.of(day) == FiscalYear(year)
    assert day in FiscalYear(year)
    assert day not in FiscalYear(year - 1)
    assert day not in FiscalYear(year + 1)


def test_every_day_of_two_centuries_lies_in_the_year_that_it_is_given() -> None:
    for ordinal in range(date(1900, 1, 1).toordinal(), LAST_DAY.toordinal() + 1):
        day = date.fromordinal(ordinal)
        year = FiscalYear.of(day)
        assert year.first_day <= day <= year.last_day


def test_a_year_follows_the_other_without_a_gap() -> None:
    for year in FiscalYear.span(FiscalYear(1873), FiscalYear(2099)):
        assert year.last_day + timedelta(days=1) == FiscalYear(year.year + 1).first_day
        assert (year.first_day.month, year.first_day.day, year.last_day.month, year.last_day.day) == (4, 1, 3, 31)


@pytest.mark.parametrize(
    ("year", "label", "plain", "short"),
    [
        (2026, "令和8（2026）年度", "令和8年度", "R8"),
        (2027, "令和9（2027）年度", "令和9年度", "R9"),
        (2020, "令和2（2020）年度", "令和2年度", "R2"),
        (2019, "令和元（2019）年度", "令和元年度", "R1"),
        (2018, "平成30（2018）年度", "平成30年度", "H30"),
        (1989, "平成元（1989）年度", "平成元年度", "H1"),
        (1988, "昭和63（1988）年度", "昭和63年度", "S63"),
        (1927, "昭和2（1927）年度", "昭和2年度", "S2"),
        (1912, "大正元（1912）年度", "大正元年度", "T1"),
        (1911, "明治44（1911）年度", "明治44年度", "M44"),
        (1873, "明治6（1873）年度", "明治6年度", "M6"),
        (1850, "1850年度", "1850年度", "1850"),
    ],
)
def test_the_three_names_of_a_year(year: int, label: str, plain: str, short: str) -> None:
    named = FiscalYear(year)
    assert (named.label, named.plain, named.short) == (label, plain, short)


def test_the_year_2019_has_one_name_while_its_first_days_are_heisei() -> None:
    day = date(2019, 4, 15)
    assert FiscalYear.of(day).plain == "令和元年度"
    assert wareki(day) == "平成31年4月15日"


def test_years_stand_in_order_and_serve_as_keys() -> None:
    assert FiscalYear(2025) < FiscalYear(2026)
    assert max(FiscalYear(2026), FiscalYear(2024)) == FiscalYear(2026)
    assert {FiscalYear(2026): 3}[FiscalYear.of(date(2027, 3, 31))] == 3


def test_a_span_holds_both_ends_and_none_when_it_runs_backwards() -> None:
    assert FiscalYear.span(FiscalYear(2020), FiscalYear(2022)) == (FiscalYear(2020), FiscalYear(2021), FiscalYear(2022))
    assert FiscalYear.span(FiscalYear(2022), FiscalYear(2020)) == ()


@pytest.mark.parametrize(
    ("today", "months"),
    [
        (date(2026, 3, 31), 0),
        (date(2026, 4, 1), 0),
        (date(2026, 4, 29), 0),
        (date(2026, 4, 30), 1),
        (date(2026, 11, 22), 7),
        (date(2026, 11, 30), 8),
        (date(2027, 2, 27), 10),
        (date(2027, 2, 28), 11),
        (date(2027, 3, 30), 11),
        (date(2027, 3, 31), 12),
        (date(2030, 1, 1), 12),
        (date(2001, 1, 1), 0),
        (date.min, 0),
        (date.max, 12),
    ],
)
def test_a_month_is_over_when_its_last_day_ends(today: date, months: int) -> None:
    assert FiscalYear(2026).whole_months(today) == months


def test_february_of_a_leap_year_ends_on_the_29th() -> None:
    assert FiscalYear(2027).whole_months(date(2028, 2, 28)) == 10
    assert FiscalYear(2027).whole_months(date(2028, 2, 29)) == 11


def test_a_moment_is_refused_because_its_day_in_japan_may_be_another() -> None:
    moment = datetime(2026, 3, 31, 15, 0, tzinfo=UTC)
    with pytest.raises(TypeError, match="day_of"):
        FiscalYear.of(moment)
    assert FiscalYear.of(clock.day_of(moment)) == FiscalYear(2026)


@pytest.mark.parametrize("year", [0, -1, 9999, 20260])
def test_a_year_that_no_calendar_reaches_is_refused(year: int) -> None:
    with pytest.raises(ValueError, match="no calendar"):
        FiscalYear(year)
