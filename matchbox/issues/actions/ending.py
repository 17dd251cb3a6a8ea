"""An issue comes to an end, and may begin again."""

from matchbox.core import clock
from matchbox.core.database import hold
from matchbox.core.errors import Invalid, NotNow
from matchbox.core.events import publish
from matchbox.core.permissions import Actor, requires
from matchbox.core.publication import ACCEPTED
from matchbox.core.words import N_
from matchbox.discussion import actions as discussion
from matchbox.issues import policy
from matchbox.issues.events import IssueEnded, IssueReopened
from matchbox.issues.models import Issue
from matchbox.issues.workflow import ENDING

SAY_WHY = N_("理由を入力してください。")
NOT_SHOWN_YET = N_("完了や休止にできるのは、受け付けた課題です。やめるときは「取り下げる」をえらんでください。")
MATCH_IS_LIVE = N_("進んでいるマッチングがあります。先にそのマッチングを「完了」か「不成立」「中止」にしてください。")


@requires(policy.END)
def finish(actor: Actor, issue: Issue, *, has_live_match: bool, reason: str = "") -> Issue:
    """The need is met. Matches stand above issues: whoever calls looks them up, inside the same transaction."""
    hold(issue)
    ENDING.after(issue.ending, "finish")
    if has_live_match:
        raise NotNow(MATCH_IS_LIVE)
    _be_accepted(issue)
    return _end(actor, issue, "finish", reason)


@requires(policy.END)
def withdraw(actor: Actor, issue: Issue, *, reason: str) -> Issue:
    """Whoever asked asks no longer; also before the centre has looked."""
    hold(issue)
    ENDING.after(issue.ending, "withdraw")
    _say_why(reason)
    return _end(actor, issue, "withdraw", reason)


@requires(policy.END)
def pause(actor: Actor, issue: Issue, *, reason: str) -> Issue:
    """It rests for now, or nobody could be found."""
    hold(issue)
    ENDING.after(issue.ending, "pause")
    _be_accepted(issue)
    _say_why(reason)
    return _end(actor, issue, "pause", reason)


@requires(policy.END)
def reopen(actor: Actor, issue: Issue) -> Issue:
    hold(issue)
    issue.ending = ENDING.after(issue.ending, "reopen")
    issue.ending_reason, issue.ended_at = "", None
    if issue.publication in ACCEPTED:
        discussion.open_thread(actor, issue.thread)
    publish(IssueReopened(actor_id=actor.id, subject_id=issue.id))
    return issue


def _be_accepted(issue: Issue) -> None:
    if issue.publication not in ACCEPTED:
        raise NotNow(NOT_SHOWN_YET)


def _say_why(reason: str) -> None:
    if not reason:
        raise Invalid("reason", SAY_WHY)


def _end(actor: Actor, issue: Issue, verb: str, reason: str) -> Issue:
    issue.ending = ENDING.after(issue.ending, verb)
    issue.ending_reason, issue.ended_at = reason, clock.now()
    discussion.close_thread(actor, issue.thread)
    publish(IssueEnded(actor_id=actor.id, subject_id=issue.id, ending=issue.ending.label))
    return issue
