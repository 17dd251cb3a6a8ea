"""Numbers as a plan prints them, and a plan in its own time."""

from decimal import Decimal

import pytest

from matchbox.plans.rules import Time, as_printed, time_of


@pytest.mark.parametrize(
    ("kept", "unit", "printed"),
    [
        ("143.0000", "人", "143"), ("1.4800", "", "1.48"), ("117.2000", "千人", "117.2"), ("70.0000", "%", "70.0"),
        ("65.8000", "%", "65.8"), ("0.0000", "件", "0"), ("15300.0000", "件", "15300"), ("0.1250", "%", "0.125"),
        ("-3.5000", "人", "-3.5"),
    ],
)  # fmt: skip
def test_a_number_is_printed_without_zeros_that_say_nothing(kept, unit, printed):
    assert str(as_printed(Decimal(kept), unit)) == printed


@pytest.mark.parametrize(
    ("year", "time"), [(2025, Time.COMING), (2026, Time.RUNNING), (2030, Time.RUNNING), (2031, Time.OVER)]
)
def test_a_plan_runs_from_its_first_to_its_last_year(year, time):
    assert time_of(2026, 2030, year) is time
