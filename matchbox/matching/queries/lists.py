"""How is the public list of matches asked for, narrowed, counted and ordered?

What is restricted stands there as a bare figure. Whoever may not know of it finds it by year, state and kind only:
neither words nor the facets of district, policy and parties reach it, and none of them counts it.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, Select, and_, case, extract, func, not_, or_, select
from sqlalchemy.orm import joinedload

from matchbox.core import clock
from matchbox.core.database import db
from matchbox.core.listings import BEST, Asked, Facet, Listing, among, members
from matchbox.core.remembering import remembered
from matchbox.core.years import BEGINS_IN, FiscalYear
from matchbox.issues import queries as issues
from matchbox.issues.models import Issue
from matchbox.matching.models import Match, Party, Tag
from matchbox.matching.queries.match import WITH_ITS_PARTIES
from matchbox.matching.queries.sight import listed_to, parties_known_to, visible_to
from matchbox.matching.rules import MatchKind, PartyRole
from matchbox.matching.workflow import AGREED_ON, MatchState
from matchbox.organisations.models import Organisation

NEW, OLD = "new", "old"
SORTS = (NEW, OLD, BEST)
HIDDEN = -1  # in place of what the viewer may not know; nothing can be asked for by it

_YEAR = extract("year", Match.agreed_on) - case((extract("month", Match.agreed_on) < BEGINS_IN, 1), else_=0)
_AREA = select(Issue.area_id).where(Issue.id == Match.issue_id).scalar_subquery()
_PUBLIC_ISSUES = select(Issue.id).where(*issues.SHOWN)
_IN_INDEX = and_(Match.state.in_(AGREED_ON), or_(Match.issue_id.is_(None), Match.issue_id.in_(_PUBLIC_ISSUES)))


def facets(viewer: Any) -> tuple[Facet, ...]:
    known = visible_to(viewer).with_only_columns(Match.id)
    with_parties = known.where(parties_known_to(viewer))
    tags = select(Tag.match_id, Tag.node_id).where(Tag.match_id.in_(known)).subquery().c
    helpers = (
        select(Party.match_id, Organisation.kind_id)
        .join(Organisation, Organisation.id == Party.organisation_id)
        .where(Party.role == PartyRole.HELPING, Party.match_id.in_(with_parties))
        .subquery()
        .c
    )
    return (
        Facet("year", _YEAR.cast(Integer)),
        Facet("state", Match.state, members(MatchState)),
        Facet("kind", Match.kind, members(MatchKind)),
        Facet("policy", tags.node_id, owner=tags.match_id),
        Facet("area", case((Match.id.in_(known), _AREA), else_=HIDDEN)),
        Facet("helper", helpers.kind_id, owner=helpers.match_id),
    )


def agreed_in(year: FiscalYear) -> ColumnElement[bool]:
    return Match.agreed_on.between(year.first_day, year.last_day)


def years_of_agreement(viewer: Any) -> list[FiscalYear]:
    """The fiscal years from the first agreement in the list to this one, the latest first."""
    first = db.session.scalar(listed_to(viewer).with_only_columns(func.min(Match.agreed_on)))
    today = clock.today()
    return list(reversed(FiscalYear.span(FiscalYear.of(min(first or today, today)), FiscalYear.of(today))))


class Line(NamedTuple):
    """A line of the public list. Of a match that is not `known` to the viewer only its bare facts may be shown."""

    match: Match
    known: bool
    parties_known: bool


def lines(found: Select[Match], viewer: Any, sort: str = NEW) -> list[Line]:
    """These matches as lines: the latest agreed first, those not agreed at the end."""
    with_names = found.order_by(*_order(sort)).options(WITH_ITS_PARTIES, joinedload(Match.issue).joinedload(Issue.area))
    matches = list(db.session.scalars(with_names))
    in_sight = visible_to(viewer).where(Match.id.in_([match.id for match in matches]))
    rows = db.session.execute(in_sight.with_only_columns(Match.id, parties_known_to(viewer)))
    known: dict[int, bool] = {id_: with_parties for id_, with_parties in rows}
    return [Line(match, match.id in known, known.get(match.id, False)) for match in matches]


class Matches(Listing):
    """The list for one viewer under a set of conditions."""

    def __init__(self, viewer: Any, things: Select[Match], asked: Asked) -> None:
        super().__init__(things, Match.id, facets(viewer), asked)
        self.viewer = viewer

    def rows(self, offset: int, limit: int) -> list[Line]:
        return lines(self.found.offset(offset).limit(limit), self.viewer, self.asked.sort)

    def rows_of(self, ids: Sequence[int]) -> list[Line]:
        rows = lines(select(Match).where(Match.id.in_(ids)), self.viewer)
        return sorted(rows, key=lambda line: ids.index(line.match.id))


def listing(viewer: Any, asked: Asked, hits: Sequence[int] | None = None) -> Matches:
    """`hits` is what the index found for the words; without an index they are looked for as they stand."""
    found = visible_to(viewer).where(_found(asked.q, hits)) if asked.q else listed_to(viewer)
    return Matches(viewer, found, asked)


def counts(matches: Matches) -> dict[str, dict[Any, int]]:
    """The numbers beside the choices. Those of visitors without words are kept while the database stays as it is."""
    if matches.asked.q or matches.viewer.is_authenticated:
        return matches.counts()
    return remembered(("matches", matches.asked.chosen), matches.counts)


def _found(words: str, hits: Sequence[int] | None) -> ColumnElement[bool]:
    """The index holds what everybody may see; the rest is looked through as it stands."""
    texts = (Match.title, Match.purpose)
    as_typed = and_(*(or_(*(text.icontains(word, autoescape=True) for text in texts)) for word in words.split()))
    return as_typed if hits is None else or_(among(Match.id, hits), and_(not_(_IN_INDEX), as_typed))


def _order(sort: str) -> tuple[Any, ...]:
    if sort == OLD:
        return Match.agreed_on.asc().nulls_last(), Match.id.asc()
    return Match.agreed_on.desc().nulls_last(), Match.id.desc()
