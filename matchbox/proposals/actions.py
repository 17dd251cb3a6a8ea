"""What can be done with a proposal."""

from typing import Any

from matchbox.accounts.models import User
from matchbox.core import clock
from matchbox.core.database import db, hold
from matchbox.core.errors import Invalid, NotNow
from matchbox.core.events import publish
from matchbox.core.journal import Audience
from matchbox.core.permissions import Actor, requires
from matchbox.core.publication import Publication
from matchbox.core.words import N_
from matchbox.discussion import actions as discussion
from matchbox.issues.models import Issue
from matchbox.organisations.models import Organisation
from matchbox.proposals import policy, queries, rules
from matchbox.proposals.events import (
    ProposalChanged,
    ProposalChosen,
    ProposalDeclined,
    ProposalDiscarded,
    ProposalDrafted,
    ProposalReviewed,
    ProposalSubmitted,
    ProposalWithdrawn,
)
from matchbox.proposals.models import Proposal
from matchbox.proposals.workflow import EDITABLE, PROPOSAL, ProposalState

PROPOSED_ALREADY = N_("この団体は、この課題への提案（下書きをふくむ）をすでに持っています。そちらを直してください。")
NOT_EDITABLE = N_("直せるのは、「下書き」か「提出」のあいだです。")
NO_REASON = N_("見送りの理由を入力してください。")


@requires(policy.WRITE)
def draft(
    actor: User, organisation: Organisation, *, issue: Issue, title: str, body: str, timing: str = ""
) -> Proposal:
    """Begin a proposal in the name of a group; the group alone reads it until it is submitted.

    Whoever calls has seen to it that the actor may know of the issue: who was asked about a restricted one is known
    to matches, which stand above.
    """
    hold(organisation)
    if issue.organisation_id == organisation.id:
        raise Invalid("organisation_id", rules.OWN_ISSUE)
    _check_open(actor, issue)
    if queries.unfinished_of(issue, [organisation]):
        raise Invalid("organisation_id", PROPOSED_ALREADY)
    audience = Audience.PARTIES if issue.publication is Publication.RESTRICTED else Audience.PUBLIC
    thread = discussion.begin_thread(actor, None, heading=title, audience=audience)
    proposal = Proposal(
        issue=issue, organisation=organisation, author_id=actor.id, title=title, body=body, timing=timing, thread=thread
    )
    db.session.add(proposal)
    db.session.flush()  # its thread and the event name it
    thread.address = f"/proposals/{proposal.id}"
    publish(ProposalDrafted(subject_id=proposal.id, actor_id=actor.id, issue_id=issue.id))
    return proposal


def _check_open(actor: User, issue: Issue) -> None:
    if sentence := queries.why_not(issue, actor):
        raise NotNow(sentence)


def _told_of(actor: Actor, proposal: Proposal) -> dict[str, Any]:
    """What every public fact about a proposal tells."""
    names = {"issue_id": proposal.issue_id, "group": proposal.organisation.name}
    return {"subject_id": proposal.id, "actor_id": actor.id, **names}


@requires(policy.WRITE)
def submit(actor: User, proposal: Proposal) -> Proposal:
    """From now on everybody who sees the issue reads the proposal."""
    hold(proposal)
    _check_open(actor, proposal.issue)
    proposal.state = PROPOSAL.after(proposal.state, "submit")
    proposal.submitted_at = clock.now()
    discussion.open_thread(actor, proposal.thread)
    publish(ProposalSubmitted(**_told_of(actor, proposal)))
    return proposal


@requires(policy.WITHDRAW)
def edit(actor: User, proposal: Proposal, *, title: str, body: str, timing: str) -> Proposal:
    hold(proposal)
    if proposal.state not in EDITABLE:
        raise NotNow(NOT_EDITABLE)
    proposal.title, proposal.body, proposal.timing = title, body, timing
    proposal.thread.heading = title
    if proposal.state is not ProposalState.DRAFT:
        publish(ProposalChanged(**_told_of(actor, proposal)))
    return proposal


@requires(policy.WITHDRAW)
def withdraw(actor: User, proposal: Proposal, *, reason: str = "") -> Proposal:
    """Nobody but the group and the coordinators reads it any longer. Of a draft nobody else ever knew."""
    hold(proposal)
    was_public = proposal.is_public
    proposal.state = PROPOSAL.after(proposal.state, "withdraw")
    proposal.reason = reason
    discussion.hide_thread(actor, proposal.thread)
    if was_public:
        publish(ProposalWithdrawn(**_told_of(actor, proposal)))
    else:
        publish(ProposalDiscarded(subject_id=proposal.id, actor_id=actor.id, issue_id=proposal.issue_id))
    return proposal


@requires(policy.DECIDE)
def review(actor: Actor, proposal: Proposal) -> Proposal:
    hold(proposal)
    proposal.state = PROPOSAL.after(proposal.state, "review")
    publish(ProposalReviewed(**_told_of(actor, proposal)))
    return proposal


@requires(policy.DECIDE)
def choose(actor: Actor, proposal: Proposal, *, reason: str = "") -> Proposal:
    """Take the proposal up; a match that begins from it does this as well."""
    hold(proposal)
    proposal.state = PROPOSAL.after(proposal.state, "choose")
    proposal.reason = reason
    publish(ProposalChosen(**_told_of(actor, proposal)))
    return proposal


@requires(policy.DECIDE)
def decline(actor: Actor, proposal: Proposal, *, reason: str) -> Proposal:
    hold(proposal)
    if not reason:
        raise Invalid("reason", NO_REASON)
    proposal.state = PROPOSAL.after(proposal.state, "decline")
    proposal.reason = reason
    publish(ProposalDeclined(**_told_of(actor, proposal)))
    return proposal
