"""Asking groups, and their answers."""

from datetime import date

from matchbox.accounts.policy import coordinator
from matchbox.core import clock
from matchbox.core.database import db, hold
from matchbox.core.errors import Forbidden, Invalid, NotNow
from matchbox.core.events import publish
from matchbox.core.permissions import Actor, requires
from matchbox.core.words import N_
from matchbox.matching import policy
from matchbox.matching.actions.parties import _group, _settle
from matchbox.matching.actions.stages import approach
from matchbox.matching.events import AnswerGiven, GroupAsked
from matchbox.matching.models import Match, Outreach, Party
from matchbox.matching.rules import ACCEPTING, BY_CENTRE, Answer, Means, PartyRole
from matchbox.matching.workflow import BEFORE_AGREEMENT, MatchState
from matchbox.vocabulary.models import Term, Vocabulary

ASKED_ALREADY = N_("この団体には、%(month)s月%(day)s日に%(name)sがすでに打診しています。")
CENTRE = N_("センター")
PROPOSED = N_("この団体は自分から提案しています。打診はいりません。")
CLOSED = N_("このマッチングは、打診と返事の受付を終えました。変わったことがあれば、センターへお知らせください。")


@requires(policy.RECORD)
def ask(
    actor: Actor,
    match: Match,
    *,
    organisation_id: int,
    means: Means = Means.SYSTEM,
    message: str = "",
    answer_by: date | None = None,
    asked_on: date | None = None,
    move_on: bool = False,
) -> Outreach:
    """Ask one group; `move_on` also leads a 候補 to 打診中."""
    hold(match)
    if match.state not in BEFORE_AGREEMENT:
        raise NotNow(N_("打診できるのは、「成立」の前だけです。"))
    group = _group(match, organisation_id).organisation
    day = asked_on or clock.today()
    _may_ask(match, organisation_id, means, day, answer_by)
    outreach = Outreach(
        organisation_id=organisation_id, organisation=group, asked_by_id=actor.id, asked_on=day,
        means=means, message=message, answer_by=answer_by, answer=Answer.WAITING,
    )  # fmt: skip
    match.outreaches.append(outreach)
    db.session.flush()  # the letter to the group names the outreach
    publish(
        GroupAsked(
            actor_id=actor.id, subject_id=match.id, issue_id=match.issue_id,
            outreach_id=outreach.id, group=outreach.organisation.name,
        )
    )  # fmt: skip
    if move_on and match.state is MatchState.CANDIDATE:
        approach(actor, match)
    return outreach


def _may_ask(match: Match, group_id: int, means: Means, day: date, answer_by: date | None) -> None:
    for earlier in match.outreaches:
        if earlier.organisation_id == group_id:
            by, on = earlier.asked_by.name if earlier.asked_by else CENTRE, earlier.asked_on
            asked = ASKED_ALREADY % {"month": on.month, "day": on.day, "name": by}
            raise Invalid("organisation_id", PROPOSED if earlier.means is Means.PROPOSAL else asked)
    if any(party.organisation_id == group_id for party in match.parties):
        raise Invalid("organisation_id", N_("この団体は、すでに当事者に入っています。"))
    if means not in BY_CENTRE:
        raise Invalid("means", N_("打診の方法をえらんでください。"))
    if day > clock.today():
        raise Invalid("asked_on", N_("打診した日には、今日までの日付を入力してください。"))
    if answer_by is not None and answer_by < day:
        raise Invalid("answer_by", N_("返事の期限には、打診した日より後の日付を入力してください。"))


@requires(policy.ANSWER)
def answer(
    actor: Actor,
    outreach: Outreach,
    *,
    answer: Answer,
    decline_reason_id: int | None = None,
    answer_note: str = "",
    answered_on: date | None = None,
) -> Outreach:
    """The answer of a group, given by a member or written down by the centre, which may also put it right."""
    match, day = outreach.match, answered_on or clock.today()
    hold(match)
    db.session.refresh(outreach)
    _may_answer(actor, outreach, answer)
    _check_answer(outreach, answer, decline_reason_id, answer_note, day)
    outreach.answer = answer
    outreach.answered_on = day
    outreach.answer_note = answer_note
    outreach.decline_reason_id = decline_reason_id if answer is Answer.DECLINED else None
    _let_in_or_out(match, outreach)
    _settle(match)
    publish(
        AnswerGiven(
            actor_id=actor.id, subject_id=match.id, issue_id=match.issue_id,
            outreach_id=outreach.id, group=outreach.organisation.name, answer=answer.label,
        )
    )  # fmt: skip
    return outreach


def _may_answer(actor: Actor, outreach: Outreach, answer: Answer) -> None:
    of_centre = coordinator.includes(actor, outreach)
    if outreach.match.state not in BEFORE_AGREEMENT:
        raise NotNow(CLOSED)
    if answer is Answer.EXPIRED and not of_centre:
        raise Forbidden(coordinator.words)
    if outreach.answer not in (Answer.WAITING, Answer.EXPIRED) and not of_centre:
        raise NotNow(N_("すでに返事をいただいています。変えるときは、センターへお知らせください。"))


def _check_answer(
    outreach: Outreach, answer: Answer, decline_reason_id: int | None, answer_note: str, day: date
) -> None:
    if answer is Answer.WAITING:
        raise Invalid("answer", N_("返事をえらんでください。"))
    if answer is Answer.DECLINED:
        reason = db.session.get(Term, decline_reason_id) if decline_reason_id is not None else None
        if reason is None or reason.vocabulary is not Vocabulary.DECLINE_REASON:
            raise Invalid("decline_reason_id", N_("お断りの理由をえらんでください。"))
    if answer is Answer.CONDITIONAL and not answer_note:
        raise Invalid("answer_note", N_("どのような条件か、入力してください。"))
    if not outreach.asked_on <= day <= clock.today():
        raise Invalid("answered_on", N_("返事の日には、打診した日から今日までの日付を入力してください。"))


def _let_in_or_out(match: Match, outreach: Outreach) -> None:
    helping = [
        party
        for party in match.parties
        if party.role is PartyRole.HELPING and party.organisation_id == outreach.organisation_id
    ]
    if outreach.answer in ACCEPTING and not helping:
        match.parties.append(
            Party(
                role=PartyRole.HELPING, organisation_id=outreach.organisation_id, organisation=outreach.organisation
            )
        )
    if outreach.answer not in ACCEPTING:
        for party in helping:
            match.parties.remove(party)
            db.session.delete(party)
