"""What waits for the office, and how the machine is doing."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from matchbox.core.database import db
from matchbox.core.outbox import MOST_ATTEMPTS, Envelope
from matchbox.core.publication import ACCEPTED, Publication
from matchbox.issues.models import Issue
from matchbox.issues.workflow import Ending
from matchbox.matching.models import Match, Outreach
from matchbox.matching.rules import Answer
from matchbox.matching.workflow import LIVE
from matchbox.organisations.models import Organisation
from matchbox.organisations.workflow import Verification
from matchbox.proposals.models import Proposal
from matchbox.proposals.workflow import OPEN

SHOWN = 20  # lines of each list on the desk


def issues_to_check() -> Select[Issue]:
    """Posts that wait for a look, the first promised first."""
    return select(Issue).where(Issue.publication == Publication.WAITING).order_by(Issue.reply_by, Issue.id)


def posts_to_confirm_by_phone() -> Select[Issue]:
    """Drafts of people who left only a phone number."""
    return (
        select(Issue)
        .where(
            Issue.publication == Publication.DRAFT,
            Issue.contact_phone != "",
            Issue.contact_email == "",
            Issue.poster_id.is_(None),
            Issue.submitted_at.is_(None),
        )
        .order_by(Issue.id)
    )


def issues_without_coordinator() -> Select[Issue]:
    return (
        select(Issue)
        .where(Issue.publication.in_(ACCEPTED), Issue.ending == Ending.NONE, Issue.coordinator_id.is_(None))
        .order_by(Issue.published_at, Issue.id)
    )


def groups_to_verify() -> Select[Organisation]:
    due = (Verification.APPLIED, Verification.EXPIRING)
    found = select(Organisation).where(Organisation.verification.in_(due))
    return found.options(joinedload(Organisation.kind)).order_by(Organisation.created_at, Organisation.id)


def open_proposals() -> Select[Proposal]:
    found = select(Proposal).where(Proposal.state.in_(OPEN))
    return found.options(joinedload(Proposal.issue), joinedload(Proposal.organisation)).order_by(
        Proposal.submitted_at, Proposal.id
    )


def answers_awaited() -> Select[Outreach]:
    """打診 without an answer, the first due first."""
    found = select(Outreach).join(Match).where(Outreach.answer == Answer.WAITING, Match.state.in_(LIVE))
    return found.options(joinedload(Outreach.match), joinedload(Outreach.organisation)).order_by(
        Outreach.answer_by, Outreach.id
    )


def next_steps_due(day: date) -> Select[Match]:
    """Live matches whose next step is due by that day."""
    return (
        select(Match)
        .where(Match.state.in_(LIVE), Match.next_step_by.is_not(None), Match.next_step_by <= day)
        .order_by(Match.next_step_by, Match.id)
    )


class Health(NamedTuple):
    """How the outbox stands."""

    waiting: int
    dead: int
    oldest: datetime | None

    def is_late(self, moment: datetime) -> bool:
        """Nobody has carried anything out for a while: the worker is not running, or something blocks it."""
        return self.oldest is not None and moment - self.oldest > timedelta(minutes=5)


def health(moment: datetime) -> Health:
    undone = Envelope.done_at.is_(None)
    alive, dead = undone & (Envelope.attempts < MOST_ATTEMPTS), undone & (Envelope.attempts >= MOST_ATTEMPTS)
    waiting, oldest = db.session.execute(
        select(func.count(), func.min(Envelope.due_at)).where(alive, Envelope.due_at <= moment)
    ).one()
    return Health(waiting, db.session.scalar(select(func.count()).where(dead)) or 0, oldest)


def envelopes() -> Select[Envelope]:
    """What is not done, the newest first."""
    return select(Envelope).where(Envelope.done_at.is_(None)).order_by(Envelope.id.desc())
