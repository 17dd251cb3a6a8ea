"""合意 and its corrections: given – when – then."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from matchbox.core.database import db
from matchbox.core.errors import Forbidden, Invalid, NotNow
from matchbox.core.journal import Audience, JournalEntry
from matchbox.matching import actions
from matchbox.matching.models import Match
from matchbox.matching.rules import Answer, Broker, MatchKind
from matchbox.matching.workflow import AGREED_ON, MatchState
from matchbox.vocabulary.models import Vocabulary
from tests.given.groups import a_group, a_member_of
from tests.given.issues import an_issue
from tests.given.matches import a_match, an_activity, an_outreach, done, helping, needing, supporting, terms
from tests.given.people import a_coordinator, a_person
from tests.given.words import a_policy, the_term
from tests.matching.deeds import IN_2021, IN_2026, agreed, codes, corrected, kinds, last


def test_an_agreement_keeps_everything_that_counting_and_the_report_need(app):
    match, coordinator = a_match(MatchState.MEETING), a_coordinator()
    agreed(
        match, coordinator,
        agreed_on=date(2026, 11, 20), purpose="冬を安全に", who_does_what="町会は道具、団体は人手",
        period_from=date(2026, 12, 1), period_until=date(2027, 2, 28), kind=MatchKind.EXCHANGE,
        brokered_by=Broker.PARTIES, is_pact=True,
    )  # fmt: skip
    assert (match.state, match.agreed_on, match.kind) == (MatchState.AGREED, date(2026, 11, 20), MatchKind.EXCHANGE)
    assert (match.purpose, match.who_does_what) == ("冬を安全に", "町会は道具、団体は人手")
    assert (match.period_from, match.period_until) == (date(2026, 12, 1), date(2027, 2, 28))
    assert (match.brokered_by, match.form.label, match.is_pact) == (Broker.PARTIES, "人的支援", True)
    assert match.agreed_recorded_by_id == coordinator.id and match.agreed_recorded_at is not None
    assert codes(match) == {(IN_2026, "2-1", True)}
    entry = last("MatchAgreed")
    assert (entry.audience, entry.facts["agreed_on"]) == (Audience.PUBLIC, "2026-11-20")
    assert kinds(match) == ["MatchTagged", "MatchAgreed"]


def test_without_a_meeting_it_asks_why(app):
    match = a_match(MatchState.APPROACHED)
    with pytest.raises(Invalid) as refusal:
        agreed(match)
    assert refusal.value.field == "why_no_meeting"
    assert agreed(match, why_no_meeting="電話で足りた").why_no_meeting == "電話で足りた"


def test_after_a_meeting_there_is_no_reason_for_having_had_none(app):
    assert agreed(a_match(MatchState.MEETING), why_no_meeting="書きまちがい").why_no_meeting == ""


@pytest.mark.parametrize(
    "changed, field",
    [
        ({"agreed_on": date(2026, 11, 25)}, "agreed_on"),
        ({"purpose": ""}, "purpose"),
        ({"who_does_what": ""}, "who_does_what"),
        ({"period_from": None}, "period_from"),
        ({"period_from": date(2026, 12, 2), "period_until": date(2026, 12, 1)}, "period_until"),
        ({"brokered_by": None}, "brokered_by"),
        ({"form_id": 0}, "form_id"),
    ],
)
def test_every_need_of_an_agreement_is_refused_beside_its_question(app, changed, field):
    match = a_match(MatchState.MEETING)
    with pytest.raises(Invalid) as refusal:
        agreed(match, **changed)
    assert refusal.value.field == field
    assert (match.state, match.tags, kinds(match)) == (MatchState.MEETING, [], [])


def test_a_form_of_cooperation_comes_from_its_own_list(app):
    with pytest.raises(Invalid) as refusal:
        agreed(a_match(), form_id=the_term(Vocabulary.BROKEN_OFF_REASON, "funding").id)
    assert refusal.value.field == "form_id"


def test_a_period_may_be_open(app):
    assert agreed(a_match(), period_until=None).period_until is None


def two_that_are_one(case):
    """Parties that look like two, and are not: one group on both sides, or a member facing their own group."""
    group, person = a_group(), a_person()
    if case == "the same group on both sides":
        return [needing(group), helping(group)]
    if case == "a supporter":
        return [needing(person), supporting(group)]
    if case == "one side alone":
        return [needing(person)]
    if case == "staff of the centre":
        return [needing(a_coordinator()), helping(group)]
    if case == "a merged group":
        merged = a_group("吸収された会", merged_into_id=group.id)
        return [needing(merged), helping(group)]
    if case == "a member of a merged group":
        return [needing(a_member_of(a_group("吸収された会", merged_into_id=group.id))), helping(group)]
    return [needing(a_member_of(group)), helping(group)]


@pytest.mark.parametrize(
    "case",
    [
        "the same group on both sides",
        "a member and her group",
        "a supporter",
        "one side alone",
        "staff of the centre",
        "a merged group",
        "a member of a merged group",
    ],
)
def test_an_agreement_needs_two_different_parties(app, case):
    match = a_match(MatchState.MEETING, parties=two_that_are_one(case))
    with pytest.raises(NotNow, match="異なる2者になっていません"):
        agreed(match)


@pytest.mark.parametrize(
    "from_on, until_on, agrees",
    [
        (date(2020, 4, 1), None, False),
        (date(2020, 4, 1), date(2026, 11, 20), False),
        (date(2020, 4, 1), date(2026, 11, 19), True),
        (date(2026, 11, 20), None, False),
        (date(2026, 11, 21), None, True),
    ],
)
def test_membership_counts_on_the_day_of_the_agreement(app, from_on, until_on, agrees):
    group = a_group()
    person = a_member_of(group, from_on=from_on, until_on=until_on)
    match = a_match(MatchState.MEETING, parties=[needing(person), helping(group)])
    if agrees:
        assert agreed(match, agreed_on=date(2026, 11, 20)).state is MatchState.AGREED
    else:
        with pytest.raises(NotNow):
            agreed(match, agreed_on=date(2026, 11, 20))


def test_two_residents_agree_and_counting_says_what_it_thinks_of_it(app):
    match = a_match(MatchState.MEETING, parties=[needing(a_person()), helping(a_person("別の住民"))])
    assert agreed(match).state is MatchState.AGREED


@pytest.mark.parametrize(
    "moment, last_day",
    [
        (datetime(2026, 3, 31, 14, 59, tzinfo=UTC), date(2026, 3, 31)),
        (datetime(2026, 3, 31, 15, 0, tzinfo=UTC), date(2026, 4, 1)),
    ],
)
def test_the_day_turns_at_midnight_in_tokyo(app, today, moment, last_day):
    match = a_match(MatchState.MEETING)
    today.move_to(moment)
    policies = {date(2026, 3, 31): a_policy("1", IN_2021), date(2026, 4, 1): a_policy("2-1", IN_2026)}
    with pytest.raises(Invalid, match="今日までの日付"):
        agreed(match, agreed_on=date.fromordinal(last_day.toordinal() + 1))
    agreed(match, primary_ids=[policies[last_day].id], agreed_on=last_day, period_from=last_day)
    assert match.agreed_on == last_day


def test_groups_that_have_not_answered_need_not_any_more(app):
    match = a_match(MatchState.MEETING)
    waiting = an_outreach(match, a_group("あおば会"), Answer.WAITING)
    agreed(match)
    assert waiting.answer is Answer.EXPIRED


@pytest.mark.parametrize("state", [state for state in MatchState if state not in AGREED_ON])
def test_only_what_was_agreed_and_stands_is_corrected(app, state):
    with pytest.raises(NotNow):
        corrected(a_match(state))


@pytest.mark.parametrize("day", [date(2026, 11, 25), date(2026, 11, 11), date(2026, 11, 22)])
def test_a_corrected_day_is_not_after_today_the_first_activity_or_the_end(app, day):
    match = a_match(MatchState.COMPLETED, agreed_on=date(2026, 5, 1), ended_on=date(2026, 11, 20))
    an_activity(match, date(2026, 11, 10))
    with pytest.raises(Invalid) as refusal:
        corrected(match, agreed_on=day)
    assert refusal.value.field == "agreed_on"
    assert match.agreed_on == date(2026, 5, 1)


def test_a_correction_is_refused_where_an_agreement_would_be(app):
    group = a_group()
    match = a_match(MatchState.AGREED, parties=[needing(a_member_of(group, from_on=date(2026, 6, 1))), helping(group)],
                    agreed_on=date(2026, 5, 1))  # fmt: skip
    with pytest.raises(NotNow, match="異なる2者"):
        corrected(match, agreed_on=date(2026, 6, 1))
    with pytest.raises(Invalid):
        corrected(match, agreed_on=date(2026, 5, 1), purpose="")


def test_only_coordinators_agree_and_correct(app):
    match = a_match(MatchState.MEETING)
    member = a_member_of(match.parties[1].organisation)
    with pytest.raises(Forbidden):
        agreed(match, member)
    with pytest.raises(Forbidden):
        done(actions.correct_agreement, member, a_match(MatchState.AGREED, issue=an_issue("別の課題")), **terms())


def test_the_journal_tells_the_whole_story(app):
    coordinator, group = a_coordinator(), a_group("あおば会")
    member = a_member_of(group)
    match = done(actions.begin, coordinator, an_issue())
    outreach = done(actions.ask, coordinator, match, organisation_id=group.id, move_on=True)
    done(actions.answer, member, outreach, answer=Answer.ACCEPTED)
    done(actions.meet, coordinator, match)
    agreed(match, coordinator)
    done(actions.start, member, match)
    done(actions.log_activity, member, match, held_on=match.agreed_on, people=9)
    done(actions.complete, coordinator, match)
    assert kinds(match) == [
        "MatchBegun", "GroupAsked", "MatchApproached", "AnswerGiven", "MeetingBegun", "MatchTagged", "MatchAgreed",
        "MatchStarted", "ActivityLogged", "MatchCompleted",
    ]  # fmt: skip
    entries = db.session.scalars(select(JournalEntry).where(JournalEntry.subject_kind == "match")).all()
    assert {entry.facts["issue_id"] for entry in entries} == {match.issue_id}
    assert {entry.actor_id for entry in entries} == {coordinator.id, member.id}


def test_agreeing_again_is_a_new_match_that_continues_the_old_one(app):
    coordinator = a_coordinator()
    first = a_match(MatchState.BROKEN_OFF, agreed_on=date(2026, 4, 5))
    second = done(actions.begin, coordinator, first.issue, continues_id=first.id)
    outreach = done(actions.ask, coordinator, second, organisation_id=first.parties[1].organisation_id, move_on=True)
    done(actions.answer, coordinator, outreach, answer=Answer.ACCEPTED)
    agreed(second, coordinator, agreed_on=date(2026, 8, 10), why_no_meeting="前と同じ相手")
    assert second.party_set == first.party_set
    assert {match.state for match in db.session.scalars(select(Match))} == {MatchState.BROKEN_OFF, MatchState.AGREED}
