"""What the home page shows of everything."""

from typing import Any, NamedTuple

from sqlalchemy import func, select

from matchbox.core.database import db
from matchbox.core.publication import Publication
from matchbox.issues.models import Issue
from matchbox.issues.workflow import Ending, Progress
from matchbox.matching import queries as matches
from matchbox.matching.models import Match
from matchbox.matching.workflow import MatchState
from matchbox.organisations.models import Organisation
from matchbox.organisations.queries import LISTED
from matchbox.places.models import Area
from matchbox.vocabulary.models import Term

NEW_ISSUES = 6
DONE_MATCHES = 3


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
        select(Issue.id, Issue.title, Issue.body, Term.label, Area.name, Issue.published_at, matches.progress())
        .join(Term, Issue.category_id == Term.id)
        .outerjoin(Area, Issue.area_id == Area.id)
        .where(
            Issue.publication == Publication.PUBLIC,
            Issue.ending == Ending.NONE,
            matches.progress().in_([Progress.OPEN, Progress.TALKING]),
        )
        .order_by(Issue.published_at.desc(), Issue.id.desc())
        .limit(NEW_ISSUES)
    )
    return [Card(*row[:-1], Progress.of(row[-1])) for row in rows]


def completed(viewer: Any) -> list[Match]:
    """Matches that have come to their end, the latest first."""
    found = matches.visible_to(viewer).where(Match.state == MatchState.COMPLETED)
    return list(db.session.scalars(found.order_by(Match.agreed_on.desc(), Match.id.desc()).limit(DONE_MATCHES)))


def numbers() -> Numbers:
    """How many public issues look for help or are under way, and how many groups are verified."""
    public = select(func.count()).select_from(Issue).where(Issue.publication == Publication.PUBLIC)
    unfinished = public.where(Issue.ending == Ending.NONE)
    live = matches.progress()
    return Numbers(
        open=db.session.scalar(unfinished.where(live.in_([Progress.OPEN, Progress.TALKING]))) or 0,
        under_way=db.session.scalar(unfinished.where(live == Progress.UNDER_WAY)) or 0,
        groups=db.session.scalar(
            select(func.count()).select_from(Organisation).where(Organisation.verification.in_(LISTED))
        )
        or 0,
    )
