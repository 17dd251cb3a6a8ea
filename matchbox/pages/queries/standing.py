"""How many public issues wait, are on their way and are done – in all, by district, by category?"""

from typing import Any, NamedTuple, Self

from sqlalchemy import case, distinct, func, select

from matchbox.core.database import db
from matchbox.core.listings import Column
from matchbox.core.remembering import remembered
from matchbox.issues.models import Issue
from matchbox.issues.queries import SHOWN
from matchbox.issues.workflow import Ending
from matchbox.matching.models import Match
from matchbox.matching.queries import UNDER_WAY
from matchbox.matching.workflow import LIVE


class Standing(NamedTuple):
    """Numbers of public issues; `waiting` are 募集中 and 話し合い中. Those given up stand only in `issues`."""

    issues: int = 0
    waiting: int = 0
    coordinating: int = 0
    under_way: int = 0
    done: int = 0

    def plus(self, other: Self) -> "Standing":
        return Standing(*(mine + its for mine, its in zip(self, other, strict=True)))


def by_area() -> dict[int | None, Standing]:
    """Districts without any issue are not among them; None stands for issues whose district is not known."""
    return remembered(("pages", "by area"), lambda: _by(Issue.area_id))


def by_category() -> dict[int, Standing]:
    return remembered(("pages", "by category"), lambda: _by(Issue.category_id))


def in_all() -> Standing:
    """Every issue has one category."""
    total = Standing()
    for standing in by_category().values():
        total = total.plus(standing)
    return total


def _by(key: Column) -> dict[Any, Standing]:
    """Counted from the matches, of which there are few: deriving the progress of every issue takes ten times longer."""
    of_ending = {(value, ending): number for value, ending, number in db.session.execute(_endings(key))}
    taken_up = {value: numbers for value, *numbers in db.session.execute(_with_live_match(key))}
    found = {}
    for value in {value for value, _ in of_ending}:
        live, under_way = taken_up.get(value, (0, 0))
        found[value] = Standing(
            issues=sum(of_ending.get((value, ending), 0) for ending in Ending),
            waiting=of_ending.get((value, Ending.NONE), 0) - live,
            coordinating=live - under_way,
            under_way=under_way,
            done=of_ending.get((value, Ending.DONE), 0),
        )
    return found


def _endings(key: Column) -> Any:
    return select(key, Issue.ending, func.count()).where(*SHOWN).group_by(key, Issue.ending)


def _with_live_match(key: Column) -> Any:
    under_way = case((Match.state.in_(UNDER_WAY), Issue.id))
    return (
        select(key, func.count(distinct(Issue.id)), func.count(distinct(under_way)))
        .join(Match, Match.issue_id == Issue.id)
        .where(*SHOWN, Issue.ending == Ending.NONE, Match.state.in_(LIVE))
        .group_by(key)
    )
