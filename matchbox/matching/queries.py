"""Finding matches, and how far their issues have come."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, or_, select

from matchbox.accounts.policy import staff
from matchbox.core import clock
from matchbox.core.database import db
from matchbox.core.publication import Publication
from matchbox.discussion.models import Comment
from matchbox.issues.models import Issue
from matchbox.issues.workflow import Ending, Progress
from matchbox.matching.models import Match, Outreach, Party
from matchbox.matching.workflow import AGREED_ON, BEFORE_AGREEMENT, MatchState
from matchbox.organisations.models import Membership
from matchbox.organisations.queries import running
from matchbox.proposals.models import Proposal
from matchbox.proposals.workflow import PUBLIC

UNDER_WAY = (MatchState.AGREED, MatchState.ACTIVE)


def visible_to(viewer: Any) -> Select[Match]:
    """Staff see every match; everybody what was agreed on a public issue; parties and groups asked, their own."""
    if staff.includes(viewer, None):
        return select(Match)
    of_public_issue = or_(
        Match.issue_id.is_(None), Match.issue_id.in_(select(Issue.id).where(Issue.publication == Publication.PUBLIC))
    )
    public = Match.state.in_(AGREED_ON) & of_public_issue
    if not viewer.is_authenticated:
        return select(Match).where(public)
    own = select(Membership.organisation_id).where(Membership.user_id == viewer.id, running(clock.today()))
    standing = select(Party.match_id).where(or_(Party.user_id == viewer.id, Party.organisation_id.in_(own)))
    asked = select(Outreach.match_id).where(Outreach.organisation_id.in_(own))
    concerned = or_(Match.id.in_(standing), Match.id.in_(asked)) & (Match.state != MatchState.CANDIDATE)
    return select(Match).where(or_(public, concerned))


def progress() -> ColumnElement[str]:
    """取組段階 of an issue, derived from what happened to it (product §2); use it in a select from Issue."""

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
