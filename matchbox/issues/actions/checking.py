"""The centre looks at an issue: who takes it on, whether it is shown, and to whom."""

from matchbox.core import clock
from matchbox.core.database import hold
from matchbox.core.errors import Invalid, NotNow
from matchbox.core.events import publish
from matchbox.core.journal import Audience
from matchbox.core.permissions import Actor, requires
from matchbox.core.publication import PUBLICATION
from matchbox.core.words import N_
from matchbox.discussion import actions as discussion
from matchbox.issues import policy
from matchbox.issues.events import (
    ContactSeen,
    CoordinatorAssigned,
    IssueHidden,
    IssuePublished,
    IssueRestored,
    IssueRestricted,
    IssueSentBack,
)
from matchbox.issues.models import Issue
from matchbox.issues.workflow import Ending

SAY_WHY = N_("理由を入力してください。投稿した方に伝わります。")
WITHDRAWN = N_("この課題は、投稿した方が終わりにしました。")


@requires(policy.CHECK)
def take_on(actor: Actor, issue: Issue) -> Issue:
    """Become the coordinator who looks after it."""
    hold(issue)
    issue.coordinator_id = actor.id
    publish(CoordinatorAssigned(actor_id=actor.id, subject_id=issue.id, coordinator_id=actor.id or 0))
    return issue


@requires(policy.SEE_CONTACT)
def see_contact(actor: Actor, issue: Issue) -> Issue:
    """Look at how the poster can be reached; that somebody looked is written down."""
    publish(ContactSeen(actor_id=actor.id, subject_id=issue.id))
    return issue


@requires(policy.CHECK)
def publish_issue(actor: Actor, issue: Issue) -> Issue:
    hold(issue)
    _step(issue, "publish")
    issue.published_at = issue.published_at or clock.now()
    issue.thread.audience = Audience.PUBLIC
    discussion.open_thread(actor, issue.thread)
    publish(IssuePublished(actor_id=actor.id, subject_id=issue.id))
    return issue


@requires(policy.CHECK)
def restrict_issue(actor: Actor, issue: Issue, *, reason: str = "") -> Issue:
    """Accept a sensitive issue: only its poster, the coordinators and the groups asked ever read it."""
    hold(issue)
    _step(issue, "restrict", reason)
    issue.published_at = issue.published_at or clock.now()
    issue.thread.audience = Audience.PARTIES
    discussion.open_thread(actor, issue.thread)
    publish(IssueRestricted(actor_id=actor.id, subject_id=issue.id))
    return issue


@requires(policy.CHECK)
def send_back_issue(actor: Actor, issue: Issue, *, reason: str) -> Issue:
    hold(issue)
    _say_why(reason)
    _step(issue, "send_back", reason)
    issue.reply_by = None  # now the poster is the one to answer
    publish(IssueSentBack(actor_id=actor.id, subject_id=issue.id, reason=reason))
    return issue


@requires(policy.CHECK)
def hide_issue(actor: Actor, issue: Issue, *, reason: str) -> Issue:
    hold(issue)
    _say_why(reason)
    issue.publication = PUBLICATION.after(issue.publication, "hide")
    issue.publication_reason = reason
    discussion.hide_thread(actor, issue.thread)
    publish(IssueHidden(actor_id=actor.id, subject_id=issue.id, reason=reason))
    return issue


@requires(policy.CHECK)
def restore_issue(actor: Actor, issue: Issue) -> Issue:
    hold(issue)
    issue.publication = PUBLICATION.after(issue.publication, "restore")
    issue.publication_reason = ""
    discussion.open_thread(actor, issue.thread)
    if issue.ending is not Ending.NONE:
        discussion.close_thread(actor, issue.thread)
    publish(IssueRestored(actor_id=actor.id, subject_id=issue.id))
    return issue


def _say_why(reason: str) -> None:
    if not reason:
        raise Invalid("reason", SAY_WHY)


def _step(issue: Issue, verb: str, reason: str = "") -> None:
    if issue.ending is not Ending.NONE:
        raise NotNow(WITHDRAWN)
    issue.publication = PUBLICATION.after(issue.publication, verb)
    issue.publication_reason = reason
