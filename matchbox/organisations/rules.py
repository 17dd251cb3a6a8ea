"""Lengths, limits and terms of groups."""

from datetime import date

LONGEST_NAME = 80
LONGEST_TEXT = 1000
MOST_FIELDS = 3
MOST_CAPACITY = 20


def verified_until(day: date) -> date:
    """A verification is good to the end of the fiscal year after the one in which it was given."""
    year = day.year if day.month >= 4 else day.year - 1
    return date(year + 2, 3, 31)
