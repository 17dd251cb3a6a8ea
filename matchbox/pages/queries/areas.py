"""What is there in one district, and near it? The same for everybody."""

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import case, or_, select

from matchbox.core import clock
from matchbox.core.remembering import remembered
from matchbox.core.years import FiscalYear
from matchbox.issues.models import Issue
from matchbox.matching.queries import in_area
from matchbox.organisations.models import Organisation, organisation_areas
from matchbox.pages.queries import cards, lists, overviews
from matchbox.pages.queries.cards import GroupCard, IssueCard, MatchCard
from matchbox.pages.queries.lists import Tally
from matchbox.pages.queries.overviews import Entry
from matchbox.places import queries as places
from matchbox.places.models import Area
from matchbox.vocabulary.models import Vocabulary


class AreaPage(NamedTuple):
    entry: Entry
    agreed: int  # matches, ever
    agreed_this_year: int
    categories: tuple[Tally, ...]
    unanswered: tuple[IssueCard, ...]
    newest: tuple[IssueCard, ...]
    completed: tuple[MatchCard, ...]
    groups: tuple[GroupCard, ...]
    neighbours: tuple[Entry, ...]  # one step away
    near: tuple[IssueCard, ...]


def of_area(area: Area) -> AreaPage:
    id_ = area.id
    return remembered(("pages", "area", id_, clock.today()), lambda: _of_area(id_))


def _of_area(id_: int) -> AreaPage:
    here, matches_here = Issue.area_id == id_, in_area(id_)
    entries = {entry.id: entry for entry in overviews.areas()}
    steps = {other: number for other, number in places.nearness(id_).items() if other in entries}
    unanswered = cards.unanswered(here)
    issues, matches = lists.issues(("area", (id_,))), lists.matches(("area", (id_,)))
    return AreaPage(
        entry=entries[id_],
        agreed=sum(matches["state"].values()),
        agreed_this_year=matches["year"].get(FiscalYear.of(clock.today()).year, 0),
        categories=lists.tallies(Vocabulary.ISSUE_CATEGORY, issues["category"]),
        unanswered=unanswered,
        newest=cards.issues(here, but=unanswered),
        completed=cards.completed(matches_here),
        groups=_groups(id_),
        neighbours=tuple(entry for entry in entries.values() if steps.get(entry.id) == 1),
        near=_near({other: number for other, number in steps.items() if 0 < number < places.FAR}),
    )


def _groups(id_: int) -> tuple[GroupCard, ...]:
    """Those that name this district first, then those of the whole city."""
    named = Organisation.id.in_(select(organisation_areas.c.organisation_id).where(organisation_areas.c.area_id == id_))
    return cards.groups(or_(named, Organisation.whole_city), order=(case((named, 0), else_=1),))


def _near(steps: Mapping[int, int]) -> tuple[IssueCard, ...]:
    """Unfinished issues of other districts, the nearest first."""
    if not steps:
        return ()
    nearest = case(dict(steps), value=Issue.area_id)
    return cards.issues(*cards.UNFINISHED, Issue.area_id.in_(steps), order=(nearest, *cards.NEWEST))
