"""What stands on a card: an issue, a match that has come to its end, a group. Only what everybody may see."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, exists, func, select

from matchbox.core.database import db
from matchbox.issues.models import Issue
from matchbox.issues.queries import SHOWN
from matchbox.issues.workflow import Ending, Progress
from matchbox.matching.models import Match, Party
from matchbox.matching.queries.match import WITH_ITS_PARTIES
from matchbox.matching.workflow import LIVE, MatchState
from matchbox.organisations import queries as organisations
from matchbox.organisations.models import Organisation
from matchbox.pages.queries.lists import PROGRESS
from matchbox.pages.rules import Signs
from matchbox.places.models import Area
from matchbox.proposals.models import Proposal
from matchbox.proposals.workflow import PUBLIC
from matchbox.search.queries import SOURCES, Kind
from matchbox.vocabulary.models import Term

A_ROW, TWO_ROWS = 3, 6  # cards beside each other on a wide screen
BEGINNING = 71  # characters of a text; one more than is shown

BODY = func.substr(Issue.body, 1, BEGINNING)
PUBLIC_MATCHES = SOURCES[Kind.MATCH].shown
NEWEST = (Issue.published_at.desc(), Issue.id.desc())
OLDEST = (Issue.published_at.asc(), Issue.id.asc())
BY_READING = (Organisation.kana, Organisation.id)
UNFINISHED = (Issue.ending == Ending.NONE,)
# Nobody has proposed anything, and no match has been begun but those that came to nothing.
UNANSWERED = (
    *UNFINISHED,
    ~exists().where(Match.issue_id == Issue.id, Match.state.in_((*LIVE, MatchState.COMPLETED))),
    ~exists().where(Proposal.issue_id == Issue.id, Proposal.state.in_(PUBLIC)),
)

Condition = ColumnElement[bool]
Order = Sequence[ColumnElement[Any]]


class IssueCard(NamedTuple):
    progress: Progress
    id: int
    title: str
    body: str
    category: str
    area: str | None
    published_at: datetime


class MatchCard(NamedTuple):
    id: int
    title: str
    purpose: str
    parties: tuple[str, ...]
    state: MatchState
    agreed_on: date | None


class GroupCard(NamedTuple):
    signs: Signs
    id: int
    name: str
    kind: str
    purpose: str
    whole_city: bool


def issues(*conditions: Condition, order: Order = NEWEST, but: Collection[IssueCard] = ()) -> tuple[IssueCard, ...]:
    """Public issues but those shown elsewhere on the page; how far each has come is worked out for these few alone."""
    others = Issue.id.not_in([card.id for card in but])
    few = select(Issue.id).where(*SHOWN, others, *conditions).order_by(*order).limit(A_ROW).subquery()
    rows = db.session.execute(
        select(PROGRESS, Issue.id, Issue.title, BODY, Term.label, Area.name, Issue.published_at)
        .join(few, few.c.id == Issue.id)
        .join(Term, Term.id == Issue.category_id)
        .outerjoin(Area, Area.id == Issue.area_id)
        .order_by(*order)
    )
    return tuple(IssueCard(Progress.of(progress), *shown) for progress, *shown in rows)


def unanswered(*conditions: Condition, but: Collection[IssueCard] = ()) -> tuple[IssueCard, ...]:
    """Those that have waited longest for a proposal or a match."""
    return issues(*UNANSWERED, *conditions, order=OLDEST, but=but)


def matches(*conditions: Condition) -> tuple[MatchCard, ...]:
    """Public matches, the latest agreed first."""
    found = select(Match).where(*PUBLIC_MATCHES, *conditions).order_by(Match.agreed_on.desc(), Match.id.desc())
    return tuple(
        MatchCard(match.id, match.title, match.purpose[:BEGINNING], _names(match), match.state, match.agreed_on)
        for match in db.session.scalars(found.limit(A_ROW).options(WITH_ITS_PARTIES))
    )


def completed(*conditions: Condition) -> tuple[MatchCard, ...]:
    return matches(Match.state == MatchState.COMPLETED, *conditions)


def _names(match: Match) -> tuple[str, ...]:
    return tuple(dict.fromkeys(party.shown_name for party in match.parties))


def groups(*conditions: Condition, order: Order = ()) -> tuple[GroupCard, ...]:
    """Verified groups, in the end by their reading."""
    found = _groups().where(*conditions).order_by(*order, *BY_READING).limit(TWO_ROWS)
    return tuple(GroupCard(Signs(), *row) for row in db.session.execute(found))


def groups_with(signs: Mapping[int, Signs]) -> tuple[GroupCard, ...]:
    """The verified groups for which most speaks; of equal ones by their reading."""
    known = [id_ for id_ in db.session.scalars(_groups().order_by(*BY_READING)) if id_ in signs]
    best = sorted(known, key=lambda id_: -signs[id_].weight)[:TWO_ROWS]
    rows = db.session.execute(_groups().where(Organisation.id.in_(best)))
    return tuple(sorted((GroupCard(signs[row.id], *row) for row in rows), key=lambda card: best.index(card.id)))


def _groups() -> Select[Any]:
    beginning = func.substr(Organisation.purpose, 1, BEGINNING)
    return (
        select(Organisation.id, Organisation.name, Term.label, beginning, Organisation.whole_city)
        .join(Term, Term.id == Organisation.kind_id)
        .where(*organisations.SHOWN)
    )


def taking_part(*conditions: Condition) -> dict[int, int]:
    """In how many public matches each group stands; the conditions are about parties, matches and issues."""
    found = (
        select(Party.organisation_id, func.count(Match.id.distinct()))
        .join(Match, Party.match_id == Match.id)
        .outerjoin(Issue, Match.issue_id == Issue.id)
        .where(*PUBLIC_MATCHES, *conditions)
        .group_by(Party.organisation_id)
    )
    return {id_: number for id_, number in db.session.execute(found) if id_ is not None}
