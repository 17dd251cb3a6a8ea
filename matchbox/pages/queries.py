"""What the home page shows of everything."""

from typing import Any, NamedTuple

from sqlalchemy import Select, exists, func, select

from matchbox.core.database import db
from matchbox.issues.models import Issue
from matchbox.issues.queries import SHOWN
from matchbox.issues.workflow import Ending, Progress
from matchbox.matching import queries as matches
from matchbox.matching.models import Match
from matchbox.matching.workflow import LIVE, MatchState
from matchbox.organisations.models import Organisation
from matchbox.organisations.queries import LISTED
from matchbox.places.models import Area
from matchbox.vocabulary.models import Term

NEW_ISSUES = 6
DONE_MATCHES = 3


LISTED_GROUPS = (Organisation.verification.in_(LISTED), Organisation.merged_into_id.is_(None))
UNFINISHED = (*SHOWN, Issue.ending == Ending.NONE)


class Card(NamedTuple):
    """An issue that looks for help, as the home page shows it."""

    id: int
    title: str
    body: str
    category: str
    area: str | None
    published_at: Any
    progress: Progress


class Numbers(NamedTuple):
    """いまの状況."""

    open: int
    under_way: int
    groups: int


def looking_for_help() -> list[Card]:
    """The newest public issues that nobody has taken up yet."""
    rows = db.session.execute(
        select(Issue.id, Issue.title, Issue.body, Term.label, Area.name, Issue.published_at)
        .join(Term, Issue.category_id == Term.id)
        .outerjoin(Area, Issue.area_id == Area.id)
        .where(*UNFINISHED, ~exists().where(Match.issue_id == Issue.id, Match.state.in_(LIVE)))
        .order_by(Issue.published_at.desc(), Issue.id.desc())
        .limit(NEW_ISSUES)
    ).all()
    steps = matches.progress_of(row.id for row in rows)
    return [Card(*row, steps[row.id]) for row in rows]


def completed(viewer: Any) -> list[Match]:
    """Matches that have come to their end, the latest first."""
    found = matches.visible_to(viewer).where(Match.state == MatchState.COMPLETED)
    return list(db.session.scalars(found.order_by(Match.agreed_on.desc(), Match.id.desc()).limit(DONE_MATCHES)))


def numbers() -> Numbers:
    """How many public issues look for help or are under way, and how many groups are verified.

    Counted from the matches, of which there are few: deriving the progress of every issue would take ten times as long.
    """
    unfinished = _count(select(Issue.id).where(*UNFINISHED))
    taken_up = _count(_with_match(LIVE))
    return Numbers(
        open=unfinished - taken_up,
        under_way=_count(_with_match(matches.UNDER_WAY)),
        groups=_count(select(Organisation.id).where(*LISTED_GROUPS)),
    )


def _with_match(states: tuple[MatchState, ...]) -> Select[int]:
    found = select(Issue.id).join(Match, Match.issue_id == Issue.id).where(*UNFINISHED, Match.state.in_(states))
    return found.distinct()


def _count(rows: Select[int]) -> int:
    return db.session.scalar(select(func.count()).select_from(rows.subquery())) or 0
