"""Lengths of news, and until which day it can stand on the home page."""

from datetime import date

from matchbox.core.words import N_

LONGEST_TITLE = 80
LONGEST_BODY = 4000

LAST_DAY_IS_PAST = N_("ホームに出す最後の日は、今日か、今日より後の日にしてください。")


def why_not_until(last_day: date | None, *, before: date | None, today: date) -> str:
    """Why news cannot stand on the home page until this day; nothing when it can.

    `before` is the day that is known already: it may have passed, and stays as it is.
    """
    if last_day is None or last_day == before or last_day >= today:
        return ""
    return LAST_DAY_IS_PAST
