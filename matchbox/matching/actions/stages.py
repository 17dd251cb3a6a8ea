"""Moving a match from stage to stage, back, and to its ends."""

from matchbox.core import clock
from matchbox.core.database import db, hold
from matchbox.core.errors import Invalid, NotNow
from matchbox.core.events import publish
from matchbox.core.permissions import Actor, requires
from matchbox.core.words import N_
from matchbox.discussion import actions as discussion
from matchbox.matching import policy
from matchbox.matching.events import (
    MatchApproached,
    MatchBrokenOff,
    MatchCompleted,
    MatchGivenUp,
    MatchStarted,
    MatchSteppedBack,
    MeetingBegun,
)
from matchbox.matching.models import Match
from matchbox.matching.rules import WRONG_ENTRY, Answer, what_is_missing
from matchbox.matching.workflow import MATCH, MatchState
from matchbox.vocabulary.models import Term, Vocabulary


def _next(match: Match, verb: str) -> MatchState:
    """The stage that the verb leads to, if the order of stages and what was recorded allow it."""
    hold(match)
    state = MATCH.after(match.state, verb)
    missing = what_is_missing(
        verb,
        asked=len(match.outreaches),
        accepted=sum(outreach.is_accepted for outreach in match.outreaches),
        activities=len(match.activities),
    )
    if missing:
        raise NotNow(missing)
    return state


@requires(policy.MOVE)
def approach(actor: Actor, match: Match) -> Match:
    match.state = _next(match, "approach")
    publish(MatchApproached(actor_id=actor.id, subject_id=match.id, issue_id=match.issue_id))
    return match


@requires(policy.MOVE)
def meet(actor: Actor, match: Match) -> Match:
    match.state = _next(match, "meet")
    publish(MeetingBegun(actor_id=actor.id, subject_id=match.id, issue_id=match.issue_id))
    return match


@requires(policy.START)
def start(actor: Actor, match: Match) -> Match:
    match.state = _next(match, "start")
    publish(MatchStarted(actor_id=actor.id, subject_id=match.id, issue_id=match.issue_id))
    return match


@requires(policy.MOVE)
def complete(actor: Actor, match: Match) -> Match:
    match.state = _next(match, "complete")
    match.ended_on = clock.today()
    publish(MatchCompleted(actor_id=actor.id, subject_id=match.id, issue_id=match.issue_id))
    return match


@requires(policy.MOVE)
def step_back(actor: Actor, match: Match, *, note: str) -> Match:
    state = _next(match, "step_back")
    if not note:
        raise Invalid("note", N_("戻す理由を入力してください。"))
    match.state = state
    publish(MatchSteppedBack(actor_id=actor.id, subject_id=match.id, issue_id=match.issue_id, note=note))
    return match


@requires(policy.MOVE)
def give_up(actor: Actor, match: Match, *, reason_id: int, note: str = "") -> Match:
    """不成立: the groups that have not answered yet need not any more."""
    state = _next(match, "give_up")
    reason = _reason(Vocabulary.NOT_AGREED_REASON, reason_id)
    _end(actor, match, state, reason, note)
    _close_waiting(match)
    publish(MatchGivenUp(actor_id=actor.id, subject_id=match.id, issue_id=match.issue_id, reason=reason.label))
    return match


@requires(policy.MOVE)
def break_off(actor: Actor, match: Match, *, reason_id: int, note: str = "") -> Match:
    """中止: what was completed can only turn out to be a wrong entry."""
    state = _next(match, "break_off")
    reason = _reason(Vocabulary.BROKEN_OFF_REASON, reason_id)
    if match.state is MatchState.COMPLETED and reason.code != WRONG_ENTRY:
        raise Invalid("reason_id", N_("完了したマッチングを中止にできるのは、「登録の誤り」のときだけです。"))
    _end(actor, match, state, reason, note)
    publish(MatchBrokenOff(actor_id=actor.id, subject_id=match.id, issue_id=match.issue_id, reason=reason.label))
    return match


def _reason(vocabulary: Vocabulary, reason_id: int) -> Term:
    reason = db.session.get(Term, reason_id)
    if reason is None or reason.vocabulary is not vocabulary:
        raise Invalid("reason_id", N_("理由を一覧の中からえらんでください。"))
    return reason


def _end(actor: Actor, match: Match, state: MatchState, reason: Term, note: str) -> None:
    match.state = state
    match.end_reason = reason
    match.end_note = note
    match.ended_on = clock.today()
    discussion.close_thread(actor, match.thread)


def _close_waiting(match: Match) -> None:
    for outreach in match.outreaches:
        if outreach.answer is Answer.WAITING:
            outreach.answer = Answer.EXPIRED
