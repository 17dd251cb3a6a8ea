"""合意: recording that a match was agreed, and putting the record right."""

from collections.abc import Collection
from datetime import date
from typing import TypedDict, Unpack

from matchbox.core import clock
from matchbox.core.database import db, hold
from matchbox.core.errors import Invalid, NotNow
from matchbox.core.events import publish
from matchbox.core.permissions import Actor, requires
from matchbox.core.words import N_
from matchbox.matching import policy, queries
from matchbox.matching.actions.stages import _close_waiting
from matchbox.matching.actions.tags import _place, _standing, _tell
from matchbox.matching.events import AgreementCorrected, MatchAgreed
from matchbox.matching.models import Match
from matchbox.matching.rules import Broker, MatchKind, joins_two
from matchbox.matching.workflow import AGREED_ON, MATCH, MatchState
from matchbox.vocabulary.models import Term, Vocabulary

NOT_TWO = N_("異なる2者になっていません。先に「当事者」のページで、課題側と協力側を確かめてください。")
NOT_IN_FUTURE = N_("成立日には、今日までの日付を入力してください。")


class Terms(TypedDict):
    """What was agreed."""

    agreed_on: date
    kind: MatchKind
    purpose: str
    who_does_what: str
    period_from: date
    period_until: date | None
    brokered_by: Broker
    form_id: int
    is_pact: bool


NEEDED = (
    ("purpose", N_("目的を入力してください。")),
    ("who_does_what", N_("だれが何をするかを入力してください。")),
    ("period_from", N_("期間の始まりの日付を入力してください。")),
    ("brokered_by", N_("だれの仲介かをえらんでください。")),
)


@requires(policy.MOVE)
def agree(
    actor: Actor,
    match: Match,
    *,
    why_no_meeting: str = "",
    primary_ids: Collection[int] | None = None,
    other_ids: Collection[int] = (),
    **terms: Unpack[Terms],
) -> Match:
    """成立. Without chosen policies the tags that the match has count, as far as they hold in that fiscal year."""
    hold(match)
    agreed = MATCH.after(match.state, "agree")
    without_meeting = match.state is MatchState.APPROACHED
    if without_meeting and not why_no_meeting:
        raise Invalid("why_no_meeting", N_("顔合わせをしなかった理由を入力してください。"))
    _check(match, terms)
    retagged = _retag(match, terms["agreed_on"], primary_ids, other_ids)

    match.state = agreed
    match.why_no_meeting = why_no_meeting if without_meeting else ""
    match.agreed_recorded_by_id = actor.id
    match.agreed_recorded_at = clock.now()
    _write_down(match, terms)
    _close_waiting(match)
    if retagged:
        _tell(actor, match)
    publish(
        MatchAgreed(
            actor_id=actor.id, subject_id=match.id, issue_id=match.issue_id, agreed_on=terms["agreed_on"].isoformat()
        )
    )
    return match


@requires(policy.MOVE)
def correct_agreement(
    actor: Actor,
    match: Match,
    *,
    primary_ids: Collection[int] | None = None,
    other_ids: Collection[int] = (),
    **terms: Unpack[Terms],
) -> Match:
    """Put the record of 成立 right; with another 成立日 the tags are judged anew."""
    hold(match)
    if match.state not in AGREED_ON or match.agreed_on is None:
        raise NotNow(N_("直せるのは、「成立」から「完了」までのマッチングの記録です。"))
    before = match.agreed_on
    _check(match, terms)
    retagged = _retag(match, terms["agreed_on"], primary_ids, other_ids)

    _write_down(match, terms)
    if retagged:
        _tell(actor, match)
    publish(
        AgreementCorrected(
            actor_id=actor.id, subject_id=match.id, issue_id=match.issue_id,
            before=before.isoformat(), after=terms["agreed_on"].isoformat(),
        )
    )  # fmt: skip
    return match


def _check(match: Match, terms: Terms) -> None:
    _check_day(match, terms["agreed_on"])
    for name, sentence in NEEDED:
        if not terms[name]:  # type: ignore[literal-required]
            raise Invalid(name, sentence)
    form = db.session.get(Term, terms["form_id"])
    if form is None or form.vocabulary is not Vocabulary.COOPERATION_FORM:
        raise Invalid("form_id", N_("協働の形態をえらんでください。"))
    until = terms["period_until"]
    if until is not None and until < terms["period_from"]:
        raise Invalid("period_until", N_("期間の終わりには、始まりより後の日付を入力してください。"))
    if not joins_two(queries.standings(match, terms["agreed_on"])):
        raise NotNow(NOT_TWO)


def _check_day(match: Match, day: date) -> None:
    if day > clock.today():
        raise Invalid("agreed_on", NOT_IN_FUTURE)
    if any(activity.held_on < day for activity in match.activities):
        raise Invalid("agreed_on", N_("成立日には、最初の活動の日か、それより前の日付を入力してください。"))
    if match.ended_on is not None and match.ended_on < day:
        raise Invalid("agreed_on", N_("成立日には、完了した日か、それより前の日付を入力してください。"))


def _retag(match: Match, day: date, primary_ids: Collection[int] | None, other_ids: Collection[int]) -> bool:
    if primary_ids is None:
        primary_ids, other_ids = _standing(match, day)
    return _place(match, day, primary_ids, other_ids, complete=True)


def _write_down(match: Match, terms: Terms) -> None:
    for name, answer in terms.items():
        setattr(match, name, answer)
