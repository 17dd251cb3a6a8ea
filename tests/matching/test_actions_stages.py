"""Moving a match from stage to stage, back, and to its ends: given – when – then."""

from datetime import date

import pytest
from sqlalchemy import select

from matchbox.core import clock
from matchbox.core.database import db
from matchbox.core.errors import Forbidden, Invalid, NotNow
from matchbox.core.journal import Audience, JournalEntry
from matchbox.matching import actions
from matchbox.matching.rules import Answer
from matchbox.matching.workflow import AGREED_ON, MATCH, MatchState
from matchbox.vocabulary.models import Vocabulary
from tests.given.groups import a_group, a_member_of
from tests.given.matches import a_match, an_activity, an_outreach, done, terms
from tests.given.people import a_coordinator, a_person, an_analyst
from tests.given.words import a_policy, the_term
from tests.matching.test_workflow import VERBS


def not_agreed(code="nobody_found"):
    return the_term(Vocabulary.NOT_AGREED_REASON, code).id


def broken_off(code="organisation"):
    return the_term(Vocabulary.BROKEN_OFF_REASON, code).id


def entries(match):
    found = select(JournalEntry).where(JournalEntry.subject_kind == "match", JournalEntry.subject_id == match.id)
    return list(db.session.scalars(found.order_by(JournalEntry.id)))


def well_answered(verb):
    """What each verb asks, answered well."""
    answers = {
        "agree": lambda: {**terms(), "why_no_meeting": "電話で足りた", "primary_ids": [a_policy().id]},
        "step_back": lambda: {"note": "日程が合わなかった"},
        "give_up": lambda: {"reason_id": not_agreed()},
        "break_off": lambda: {"reason_id": broken_off("wrong_entry")},
    }
    return answers.get(verb, dict)()


def a_ready_match(state):
    """A match that lacks nothing for any step."""
    match = a_match(state)
    an_outreach(match, match.parties[1].organisation)
    an_activity(match)
    return match


@pytest.mark.parametrize("state", MatchState)
def test_the_whole_table_of_verbs_and_states(app, state):
    coordinator = a_coordinator()
    for verb in VERBS:
        match, deed, answers = a_ready_match(state), getattr(actions, verb), well_answered(verb)
        target = next((step.target for step in MATCH.open_from(state) if step.verb == verb), None)
        if target is None:
            with pytest.raises(NotNow):
                done(deed, coordinator, match, **answers)
            assert (match.state, entries(match)) == (state, []), verb
        else:
            assert done(deed, coordinator, match, **answers).state is target, verb
            assert entries(match)[-1].actor_id == coordinator.id


def test_neither_a_stranger_nor_an_analyst_moves_anything(app):
    stranger, analyst, match = a_person("通りすがり"), an_analyst(), a_ready_match(MatchState.APPROACHED)
    for verb in VERBS:
        for person in (stranger, analyst):
            with pytest.raises(Forbidden):
                done(getattr(actions, verb), person, match, **well_answered(verb))
    assert entries(match) == []


def test_approaching_needs_one_outreach(app):
    match = a_match(MatchState.CANDIDATE)
    with pytest.raises(NotNow, match="先に、打診を1件記録してください。"):
        done(actions.approach, a_coordinator(), match)
    an_outreach(match, a_group("あおば会"), Answer.WAITING)
    assert done(actions.approach, a_coordinator(), match).state is MatchState.APPROACHED


@pytest.mark.parametrize("answer", [Answer.WAITING, Answer.DECLINED, Answer.EXPIRED])
def test_meeting_needs_one_acceptance(app, answer):
    match = a_match(MatchState.APPROACHED)
    an_outreach(match, a_group("あおば会"), answer)
    with pytest.raises(NotNow, match="「受ける」または「条件付きで受ける」"):
        done(actions.meet, a_coordinator(), match)
    an_outreach(match, a_group("みどり会"), Answer.CONDITIONAL)
    assert done(actions.meet, a_coordinator(), match).state is MatchState.MEETING


def test_completing_needs_one_activity_and_keeps_the_day(app):
    match = a_match(MatchState.ACTIVE)
    with pytest.raises(NotNow, match="先に、活動を1件記録してください。"):
        done(actions.complete, a_coordinator(), match)
    an_activity(match)
    done(actions.complete, a_coordinator(), match)
    assert (match.state, match.ended_on) == (MatchState.COMPLETED, clock.today())


def test_a_party_starts_the_activity_itself(app):
    match = a_match(MatchState.AGREED)
    member = a_member_of(match.parties[1].organisation)
    assert done(actions.start, member, match).state is MatchState.ACTIVE
    assert (entries(match)[-1].kind, entries(match)[-1].audience) == ("MatchStarted", Audience.PUBLIC)


def test_stepping_back_asks_why_and_tells_the_staff(app):
    match = a_match(MatchState.MEETING)
    with pytest.raises(Invalid) as refusal:
        done(actions.step_back, a_coordinator(), match, note="")
    assert refusal.value.field == "note"
    done(actions.step_back, a_coordinator(), match, note="会長の都合がつかない")
    assert match.state is MatchState.APPROACHED
    assert (entries(match)[-1].facts["note"], entries(match)[-1].audience) == ("会長の都合がつかない", Audience.STAFF)
    done(actions.step_back, a_coordinator(), match, note="はじめから")
    assert match.state is MatchState.CANDIDATE


def test_giving_up_keeps_the_reason_and_closes_what_is_open(app):
    match = a_match(MatchState.APPROACHED)
    waiting = an_outreach(match, a_group("あおば会"), Answer.WAITING)
    done(actions.give_up, a_coordinator(), match, reason_id=not_agreed(), note="三つの団体に断られた")
    assert (match.state, match.end_reason.label, match.end_note) == (
        MatchState.NOT_AGREED, "相手が見つからない", "三つの団体に断られた",
    )  # fmt: skip
    assert match.ended_on == clock.today()
    assert match.thread.closed_at is not None
    assert waiting.answer is Answer.EXPIRED
    assert entries(match)[-1].facts["reason"] == "相手が見つからない"


@pytest.mark.parametrize("reason", [0, 999_999])
def test_an_end_has_a_reason_of_its_own_list(app, reason):
    match, agreed = a_match(MatchState.MEETING), a_match(MatchState.AGREED)
    for wrong in (reason, broken_off()):
        with pytest.raises(Invalid) as refusal:
            done(actions.give_up, a_coordinator(), match, reason_id=wrong)
        assert refusal.value.field == "reason_id"
    for wrong in (reason, not_agreed()):
        with pytest.raises(Invalid) as refusal:
            done(actions.break_off, a_coordinator(), agreed, reason_id=wrong)
        assert refusal.value.field == "reason_id"


@pytest.mark.parametrize("state", [MatchState.AGREED, MatchState.ACTIVE])
def test_breaking_off_keeps_the_reason_and_what_was_agreed(app, state):
    match = a_match(state, agreed_on=date(2026, 5, 1))
    done(actions.break_off, a_coordinator(), match, reason_id=broken_off("disaster"))
    assert (match.state, match.end_reason.label, match.agreed_on) == (
        MatchState.BROKEN_OFF, "天候・災害", date(2026, 5, 1),
    )  # fmt: skip
    assert match.thread.closed_at is not None


def test_a_completed_match_can_only_turn_out_to_be_a_wrong_entry(app):
    match = a_match(MatchState.COMPLETED)
    with pytest.raises(Invalid, match="「登録の誤り」のときだけ") as refusal:
        done(actions.break_off, a_coordinator(), match, reason_id=broken_off("funding"))
    assert refusal.value.field == "reason_id"
    done(actions.break_off, a_coordinator(), match, reason_id=broken_off("wrong_entry"))
    assert match.state is MatchState.BROKEN_OFF


def test_activities_are_recorded_with_people_and_hours(app):
    match = a_match(MatchState.ACTIVE, agreed_on=date(2026, 11, 1))
    member = a_member_of(match.parties[1].organisation)
    activity = done(
        actions.log_activity, member, match, held_on=date(2026, 11, 15), people=26, hours=3, note="第2回を実施"
    )
    assert match.activities == [activity]
    assert (activity.held_on, activity.people, activity.hours) == (date(2026, 11, 15), 26, 3)
    assert entries(match)[-1].facts["people"] == 26


@pytest.mark.parametrize("state", sorted(set(MatchState) - {MatchState.ACTIVE, MatchState.COMPLETED}))
def test_activities_are_recorded_from_the_start_on(app, state):
    with pytest.raises(NotNow, match="活動を始める"):
        done(actions.log_activity, a_coordinator(), a_match(state), held_on=clock.today(), people=1)


@pytest.mark.parametrize(
    "answers, field",
    [
        ({"held_on": date(2026, 11, 25)}, "held_on"),
        ({"held_on": date(2026, 10, 31)}, "held_on"),
        ({"people": -1}, "people"),
        ({"people": 100_001}, "people"),
        ({"hours": -1}, "hours"),
        ({"hours": 10_001}, "hours"),
    ],
)
def test_days_and_numbers_of_an_activity_make_sense(app, answers, field):
    match = a_match(MatchState.ACTIVE, agreed_on=date(2026, 11, 1))
    with pytest.raises(Invalid) as refusal:
        done(actions.log_activity, a_coordinator(), match, **{"held_on": clock.today(), "people": 5, **answers})
    assert refusal.value.field == field
    assert match.activities == []


def test_the_next_step_has_words_a_day_and_somebody_who_sees_to_it(app):
    match, other = a_match(), a_coordinator("センター 田中")
    done(
        actions.set_next_step, a_coordinator(), match,
        next_step="会議室を予約する", next_step_by=date(2026, 12, 1), coordinator_id=other.id,
    )  # fmt: skip
    assert (match.next_step, match.due_on, match.coordinator) == ("会議室を予約する", date(2026, 12, 1), other)
    done(actions.set_next_step, a_coordinator(), match, next_step="", next_step_by=None)
    assert (match.next_step, match.due_on, match.coordinator) == ("", None, other)


def test_a_next_step_with_a_day_but_no_words_or_for_a_stranger_is_refused(app):
    match = a_match()
    with pytest.raises(Invalid) as refusal:
        done(actions.set_next_step, a_coordinator(), match, next_step="", next_step_by=clock.today())
    assert refusal.value.field == "next_step"
    with pytest.raises(Invalid) as refusal:
        done(
            actions.set_next_step, a_coordinator(), match,
            next_step="電話", next_step_by=None, coordinator_id=a_person().id,
        )  # fmt: skip
    assert refusal.value.field == "coordinator_id"


@pytest.mark.parametrize("state", [MatchState.COMPLETED, MatchState.NOT_AGREED, MatchState.BROKEN_OFF])
def test_what_has_ended_has_no_next_step(app, state):
    with pytest.raises(NotNow):
        done(actions.set_next_step, a_coordinator(), a_match(state), next_step="電話", next_step_by=None)


def test_what_is_due_first_counts_as_the_day(app):
    match = a_match(MatchState.APPROACHED, next_step_by=date(2026, 12, 24))
    an_outreach(match, a_group("あおば会"), Answer.WAITING, answer_by=date(2026, 12, 1))
    an_outreach(match, a_group("みどり会"), Answer.DECLINED, answer_by=date(2026, 11, 1))
    assert match.due_on == date(2026, 12, 1)
    done(actions.give_up, a_coordinator(), match, reason_id=not_agreed())
    assert match.due_on is None


@pytest.mark.parametrize("state", AGREED_ON)
def test_after_the_agreement_nobody_waits_for_an_answer(app, state):
    match = a_match(state)
    an_outreach(match, a_group("あおば会"), Answer.WAITING, answer_by=date(2026, 11, 1))
    assert match.waits_for == [] and match.due_on is None
