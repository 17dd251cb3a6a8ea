"""The choices of a facet as a page offers them: value, words, how many things it would show, whether it is chosen."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from flask import request
from werkzeug.wrappers import Response

from matchbox.core.listings import Asked
from matchbox.core.words import Worded
from matchbox.web.paging import asked_number

SHOWN_AT_ONCE = 6
HOME = "home"  # the cookie, and the argument of an address, that holds the reader's own district
A_YEAR = 365 * 24 * 60 * 60


class Option(NamedTuple):
    value: Any
    label: str
    number: int | None
    is_chosen: bool


def options(
    choices: Iterable[tuple[Any, str]],
    chosen: Iterable[Any],
    counts: Mapping[Any, int] | None = None,
    *,
    in_order: bool = False,
) -> tuple[Option, ...]:
    """Those that show something. Where there are many, the largest stand first, unless their order tells something."""
    asked = set(chosen)
    if counts is None:
        return tuple(Option(value, label, None, value in asked) for value, label in choices)
    found = (Option(value, label, counts.get(value, 0), value in asked) for value, label in choices)
    there = [option for option in found if option.number or option.is_chosen]
    if in_order or len(there) <= SHOWN_AT_ONCE:
        return tuple(there)
    first = sorted(there, key=lambda option: (not option.is_chosen, -(option.number or 0)))[:SHOWN_AT_ONCE]
    return (*first, *(option for option in there if option not in first))


def words(kind: Iterable[Worded]) -> list[tuple[Worded, str]]:
    """The members of an enum as choices; the template translates the words."""
    return [(member, member.label) for member in kind]


def chosen(asked: Asked, choices: Mapping[str, Iterable[tuple[Any, str]]]) -> list[tuple[str, Any, str]]:
    """Every condition as (facet, value, words); values without words are not shown."""
    return [(name, value, label) for name, known in choices.items() for value, label in known if value in asked[name]]


def home_district() -> int | None:
    """The reader's own district, as the address says or as they said before."""
    if HOME in request.args:
        return asked_number(HOME)
    kept = request.cookies.get(HOME, "")
    return int(kept) if kept.isascii() and kept.isdigit() and len(kept) < 10 else None


def keep_home_district(response: Response, area_id: int) -> Response:
    """Remember it on this device for a year: the number of a district, nothing else."""
    response.set_cookie(HOME, str(area_id), max_age=A_YEAR, httponly=True, samesite="Lax", secure=request.is_secure)
    return response
