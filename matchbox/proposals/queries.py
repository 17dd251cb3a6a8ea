"""Finding proposals."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload

from matchbox.accounts.policy import coordinator
from matchbox.core import clock, journal
from matchbox.core.database import db
from matchbox.core.events import Story, told
from matchbox.core.journal import Audience
from matchbox.core.publication import ACCEPTED
from matchbox.issues import queries as issues
from matchbox.issues.models import Issue
from matchbox.issues.workflow import Ending
from matchbox.organisations.models import Membership, Organisation
from matchbox.organisations.policy import member
from matchbox.organisations.queries import of_member, running
from matchbox.proposals.models import Proposal
from matchbox.proposals.rules import OWN_ISSUE, why_closed
from matchbox.proposals.workflow import PUBLIC, UNFINISHED, ProposalState


def visible_to(viewer: Any, also: ColumnElement[bool] | None = None) -> Select[Proposal]:
    """What was proposed on issues in sight; drafts and what was withdrawn for the group itself and coordinators.

    `also` widens what is in sight as in `issues.queries.visible_to`: matches know who was asked.
    """
    if coordinator.includes(viewer, None):
        return select(Proposal)
    public = Proposal.state.in_(PUBLIC) & Proposal.issue_id.in_(_issues_in_sight(viewer, also))
    if not viewer.is_authenticated:
        return select(Proposal).where(public)
    own = select(Membership.organisation_id).where(Membership.user_id == viewer.id, running(clock.today()))
    return select(Proposal).where(or_(public, Proposal.organisation_id.in_(own)))


def _issues_in_sight(viewer: Any, also: ColumnElement[bool] | None) -> Select[int]:
    return issues.visible_to(viewer, also).with_only_columns(Issue.id)


def in_sight(issue: Issue, viewer: Any, also: ColumnElement[bool] | None = None) -> bool:
    """May the viewer know of the issue? A group keeps its proposal when the issue is hidden later."""
    return db.session.scalar(_issues_in_sight(viewer, also).where(Issue.id == issue.id)) is not None


def why_not(issue: Issue, viewer: Any) -> str:
    """Why somebody who knows of the issue cannot propose anything for it; nothing when they can."""
    closed = why_closed(
        is_accepted=issue.publication in ACCEPTED,
        has_ended=issue.ending is not Ending.NONE,
        is_merged=issue.merged_into_id is not None,
    )
    if closed:
        return closed
    groups = of_member(viewer, only_verified=True)
    return OWN_ISSUE if groups and all(group.id == issue.organisation_id for group in groups) else ""


def _as_listed(found: Select[Proposal]) -> list[Proposal]:
    """With the names that a list shows, in a constant number of statements."""
    group = joinedload(Proposal.organisation).joinedload(Organisation.kind)
    return list(db.session.scalars(found.options(group, joinedload(Proposal.issue))))


def of_issue(issue: Issue, viewer: Any) -> list[Proposal]:
    """The proposals for an issue that the viewer may read, the first first; withdrawn ones are not among them."""
    found = visible_to(viewer).where(Proposal.issue_id == issue.id, Proposal.state != ProposalState.WITHDRAWN)
    return _as_listed(found.order_by(Proposal.submitted_at.asc().nulls_last(), Proposal.id))


def of_organisation(organisation: Organisation, viewer: Any) -> list[Proposal]:
    """The proposals of a group that the viewer may read, the newest first."""
    found = visible_to(viewer).where(Proposal.organisation_id == organisation.id)
    return _as_listed(found.order_by(Proposal.id.desc()))


def unfinished_of(issue: Issue, organisations: Iterable[Organisation]) -> list[Proposal]:
    """What these groups have written for the issue and what is not decided yet."""
    ids = [organisation.id for organisation in organisations]
    found = select(Proposal).where(
        Proposal.issue_id == issue.id, Proposal.organisation_id.in_(ids), Proposal.state.in_(UNFINISHED)
    )
    return _as_listed(found.order_by(Proposal.id))


def history(proposal: Proposal, viewer: Any) -> list[Story]:
    """What happened to the proposal as far as the viewer may read it, the oldest first."""
    knows = coordinator.includes(viewer, None) or member.includes(viewer, proposal)
    audiences = (Audience.PUBLIC, Audience.PARTIES) if knows else (Audience.PUBLIC,)
    entries = db.session.scalars(journal.about("proposal", [proposal.id], audiences))
    return told(entries)
