"""How far has an issue come?"""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, case, exists, or_, select

from matchbox.core.database import db
from matchbox.discussion.models import Comment
from matchbox.issues.models import Issue
from matchbox.issues.workflow import Ending, Progress
from matchbox.matching.models import Match
from matchbox.matching.workflow import BEFORE_AGREEMENT, MatchState
from matchbox.proposals.models import Proposal
from matchbox.proposals.workflow import PUBLIC

UNDER_WAY = (MatchState.AGREED, MatchState.ACTIVE)


def progress() -> ColumnElement[str]:
    """取組段階 of an issue, derived from what happened to it; use it in a select from Issue."""

    def has(*states: MatchState) -> ColumnElement[bool]:
        return exists().where(Match.issue_id == Issue.id, Match.state.in_(states))

    proposed = exists().where(Proposal.issue_id == Issue.id, Proposal.state.in_(PUBLIC))
    commented = exists().where(
        Comment.thread_id == Issue.thread_id,
        Comment.deleted_at.is_(None),
        or_(Issue.poster_id.is_(None), Comment.author_id != Issue.poster_id),
    )
    return case(
        (Issue.ending == Ending.DONE, Progress.DONE.value),
        (Issue.ending == Ending.WITHDRAWN, Progress.WITHDRAWN.value),
        (Issue.ending == Ending.PAUSED, Progress.PAUSED.value),
        (has(*UNDER_WAY), Progress.UNDER_WAY.value),
        (has(*BEFORE_AGREEMENT), Progress.COORDINATING.value),
        (or_(proposed, commented), Progress.TALKING.value),
        else_=Progress.OPEN.value,
    )


def progress_of(ids: Iterable[int]) -> dict[int, Progress]:
    """How far these issues have come, in one statement."""
    rows = db.session.execute(select(Issue.id, progress()).where(Issue.id.in_(list(ids))))
    return {id_: Progress.of(value) for id_, value in rows}
