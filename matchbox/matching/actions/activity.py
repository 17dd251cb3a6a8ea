"""What was done together, and what is to be done next."""

from datetime import date

from matchbox.accounts.models import Role, User
from matchbox.core import clock
from matchbox.core.database import db, hold
from matchbox.core.errors import Invalid, NotNow
from matchbox.core.events import publish
from matchbox.core.permissions import Actor, requires
from matchbox.core.words import N_
from matchbox.matching import policy
from matchbox.matching.events import ActivityLogged, NextStepSet
from matchbox.matching.models import Activity, Match
from matchbox.matching.rules import MOST_HOURS, MOST_PEOPLE
from matchbox.matching.workflow import MatchState

REPORTED_IN = (MatchState.ACTIVE, MatchState.COMPLETED)  # reports also come in late


@requires(policy.LOG)
def log_activity(
    actor: Actor, match: Match, *, held_on: date, people: int, hours: int | None = None, note: str = ""
) -> Activity:
    hold(match)
    if match.state not in REPORTED_IN:
        raise NotNow(N_("活動を記録できるのは、「活動中」からです。先に「活動を始める」を押してください。"))
    if held_on > clock.today():
        raise Invalid("held_on", N_("活動した日には、今日までの日付を入力してください。"))
    if match.agreed_on is not None and held_on < match.agreed_on:
        raise Invalid("held_on", N_("活動した日には、成立日か、それより後の日付を入力してください。"))
    if not 0 <= people <= MOST_PEOPLE:
        raise Invalid("people", N_("人数は0から100000までの数字で入力してください。"))
    if hours is not None and not 0 <= hours <= MOST_HOURS:
        raise Invalid("hours", N_("時間は0から10000までの数字で入力してください。"))
    activity = Activity(held_on=held_on, people=people, hours=hours, note=note)
    match.activities.append(activity)
    publish(
        ActivityLogged(
            actor_id=actor.id, subject_id=match.id, issue_id=match.issue_id,
            held_on=held_on.isoformat(), people=people,
        )
    )  # fmt: skip
    return activity


@requires(policy.RECORD)
def set_next_step(
    actor: Actor, match: Match, *, next_step: str, next_step_by: date | None, coordinator_id: int | None = None
) -> Match:
    """What happens next, until when, and who of the centre sees to it (without a name: whoever does now)."""
    hold(match)
    if not match.is_live:
        raise NotNow(N_("終わったマッチングに「次にすること」は付けられません。"))
    if next_step_by is not None and not next_step:
        raise Invalid("next_step", N_("期限を付けるときは、次にすることも入力してください。"))
    if coordinator_id is not None and coordinator_id != match.coordinator_id:
        person = db.session.get(User, coordinator_id)
        if person is None or not person.holds(Role.COORDINATOR):
            raise Invalid("coordinator_id", N_("担当は、センターのコーディネーターの中からえらんでください。"))
        match.coordinator_id = coordinator_id
    match.next_step = next_step
    match.next_step_by = next_step_by
    publish(NextStepSet(actor_id=actor.id, subject_id=match.id, issue_id=match.issue_id, step=next_step))
    return match
