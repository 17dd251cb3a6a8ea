"""Counted rows of a year, and what stands behind a figure."""


def counted_this_year() -> int:
    return 0
