"""How does a plan print its numbers, and where does it stand in its own time?"""

from decimal import Decimal

from matchbox.core.words import N_, Worded

PERCENT = "%"


class Time(Worded):
    """Whether the years of a plan are running."""

    RUNNING = "running", N_("いま進んでいる計画")
    COMING = "coming", N_("これから始まる計画")
    OVER = "over", N_("これまでの計画")


def time_of(start: int, end: int, year: int) -> Time:
    """Seen from the fiscal year that begins in April of `year`."""
    if end < year:
        return Time.OVER
    return Time.COMING if year < start else Time.RUNNING


def as_printed(value: Decimal, unit: str) -> Decimal:
    """Without zeros that say nothing; a percentage keeps one decimal."""
    exponent = value.normalize().as_tuple().exponent
    places = max(-exponent if isinstance(exponent, int) else 0, 1 if unit == PERCENT else 0)
    return value.quantize(Decimal(1).scaleb(-places))
