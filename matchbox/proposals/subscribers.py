"""What follows for proposals when something happens to their issue."""

from collections.abc import Mapping

from sqlalchemy import select

from matchbox.core.database import db
from matchbox.core.events import Event, Subscriber
from matchbox.core.permissions import SYSTEM
from matchbox.discussion import actions as discussion
from matchbox.issues.events import IssueEnded, IssueHidden, IssueReopened, IssueRestored
from matchbox.issues.workflow import Ending
from matchbox.proposals.models import Proposal
from matchbox.proposals.workflow import PUBLIC


def _shown_on(issue_id: int) -> list[Proposal]:
    found = select(Proposal).where(Proposal.issue_id == issue_id, Proposal.state.in_(PUBLIC))
    return list(db.session.scalars(found.order_by(Proposal.id)))


def hide_talk(event: IssueHidden) -> None:
    """Nobody reads on about an issue that is not to be seen."""
    for proposal in _shown_on(event.subject_id):
        discussion.hide_thread(SYSTEM, proposal.thread)


def show_talk(event: IssueRestored | IssueReopened) -> None:
    """People read again; they write again only where the issue has not ended."""
    for proposal in _shown_on(event.subject_id):
        discussion.open_thread(SYSTEM, proposal.thread)
        if proposal.issue.ending is not Ending.NONE:
            discussion.close_thread(SYSTEM, proposal.thread)


def close_talk(event: IssueEnded) -> None:
    for proposal in _shown_on(event.subject_id):
        discussion.close_thread(SYSTEM, proposal.thread)


SUBSCRIPTIONS: Mapping[type[Event], list[Subscriber]] = {
    IssueHidden: [hide_talk],
    IssueRestored: [show_talk],
    IssueEnded: [close_talk],
    IssueReopened: [show_talk],
}
