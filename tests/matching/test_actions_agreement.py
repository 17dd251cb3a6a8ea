"""合意, its corrections and the tags: given – when – then."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from matchbox.core.database import db
from matchbox.core.errors import Forbidden, Invalid, NotNow
from matchbox.core.journal import Audience, JournalEntry
from matchbox.matching import actions
from matchbox.matching.models import Match, Tag
from matchbox.matching.rules import Answer, Broker, MatchKind
from matchbox.matching.workflow import AGREED_ON, BEFORE_AGREEMENT, MatchState
from matchbox.vocabulary.models import Vocabulary
from tests.given.groups import a_group, a_member_of
from tests.given.issues import an_issue
from tests.given.matches import a_match, an_activity, an_outreach, done, helping, needing, supporting, tags, terms
from tests.given.people import a_coordinator, a_person
from tests.given.words import a_plan, a_policy, the_term

IN_2026 = "kanazawa-kyodo-2026"
IN_2021 = "kanazawa-kyodo-2021"
SDGS = "kanazawa-sdgs"
NOT_TAGGED = object()


def agreed(match, coordinator=None, primary_ids=NOT_TAGGED, **changed):
    primary_ids = [a_policy().id] if primary_ids is NOT_TAGGED else primary_ids
    return done(actions.agree, coordinator or a_coordinator(), match, primary_ids=primary_ids, **terms(**changed))


def corrected(match, **changed):
    return done(actions.correct_agreement, a_coordinator(), match, **terms(**changed))


def tagged(match, *primary, others=()):
    return done(actions.tag, a_coordinator(), match, primary_ids=[*primary], other_ids=[*others])


def kinds(match):
    found = select(JournalEntry).where(JournalEntry.subject_kind == "match", JournalEntry.subject_id == match.id)
    return [entry.kind for entry in db.session.scalars(found.order_by(JournalEntry.id))]


def last(kind):
    return db.session.scalars(
        select(JournalEntry).where(JournalEntry.kind == kind).order_by(JournalEntry.id.desc())
    ).first()


def codes(match):
    return {(tag.node.plan.code, tag.node.code, tag.is_primary) for tag in match.tags}


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
    """Parties that look like two, and are not: counting cases 7 and 8 and product rules 4 and 5."""
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


def test_the_policies_of_the_year_of_the_agreement_are_required_by_name(app):
    match = a_match(MatchState.MEETING)
    with pytest.raises(Invalid, match="先に「金沢市協働推進計画2026") as refusal:
        agreed(match, primary_ids=[])
    assert refusal.value.field == f"primary_{a_plan(IN_2026).id}"
    with pytest.raises(Invalid, match="先に「金沢市協働推進計画2021」"):
        agreed(match, primary_ids=[], agreed_on=date(2026, 3, 31))
    assert match.state is MatchState.MEETING


def test_tags_given_before_count_if_they_hold_in_the_year(app):
    match = a_match(MatchState.MEETING, tags=tags(a_policy("2-3")))
    agreed(match, primary_ids=None)
    assert codes(match) == {(IN_2026, "2-3", True)}
    assert kinds(match) == ["MatchAgreed"]


def test_tagged_in_march_and_agreed_in_april_is_refused_until_tagged_anew(app):
    match = a_match(MatchState.MEETING, tags=tags(a_policy("2", IN_2021)))
    with pytest.raises(Invalid, match="先に「金沢市協働推進計画2026"):
        agreed(match, primary_ids=None, agreed_on=date(2026, 4, 1))
    agreed(match, agreed_on=date(2026, 4, 1))
    assert codes(match) == {(IN_2026, "2-1", True)}


def test_in_a_year_before_all_required_plans_no_tag_is_needed(app):
    match = a_match(MatchState.MEETING)
    agreed(match, primary_ids=[], agreed_on=date(2020, 5, 1), period_from=date(2020, 5, 1))
    assert match.tags == []


def test_groups_that_have_not_answered_need_not_any_more(app):
    match = a_match(MatchState.MEETING)
    waiting = an_outreach(match, a_group("あおば会"), Answer.WAITING)
    agreed(match)
    assert waiting.answer is Answer.EXPIRED


def test_a_policy_of_another_year_or_above_the_lowest_level_is_refused(app):
    match = a_match(MatchState.MEETING)
    for wrong in (a_policy("2", IN_2021), a_policy("2", IN_2026)):
        with pytest.raises(Invalid, match="この年度には使えない施策"):
            tagged(match, a_policy().id, wrong.id)
    assert match.tags == []


def test_in_the_plan_of_2021_the_basic_policies_are_the_lowest_level(app):
    match = a_match(MatchState.AGREED, agreed_on=date(2026, 3, 31), tags=tags(a_policy("1", IN_2021)))
    tagged(match, a_policy("2", IN_2021).id, others=[a_policy("3", IN_2021).id])
    assert codes(match) == {(IN_2021, "2", True), (IN_2021, "3", False)}


def test_each_plan_has_one_primary_policy_and_any_number_of_others(app):
    match = a_match(MatchState.CANDIDATE)
    two = [a_policy("2-1").id, a_policy("2-2").id]
    with pytest.raises(Invalid, match="主に関わるものを1つ"):
        tagged(match, *two)
    with pytest.raises(Invalid, match="主に関わるものを1つ"):
        tagged(match, others=two)
    tagged(match, two[0], a_policy("4", SDGS).id, others=[two[1], a_policy("1", SDGS).id])
    assert codes(match) == {
        (IN_2026, "2-1", True), (IN_2026, "2-2", False), (SDGS, "4", True), (SDGS, "1", False),
    }  # fmt: skip


def test_retagging_keeps_what_stays_and_tells_it_in_words(app):
    match = a_match(MatchState.AGREED)
    (kept,) = match.tags
    tagged(match, a_policy("2-3").id, others=[kept.node_id])
    assert codes(match) == {(IN_2026, "2-3", True), (IN_2026, "2-1", False)}
    assert kept in match.tags
    assert last("MatchTagged").facts["policies"] == (
        "金沢市協働推進計画2026（仮称） 施策2-3、金沢市協働推進計画2026（仮称） 施策2-1"
    )
    assert len(db.session.scalars(select(Tag)).all()) == 2


@pytest.mark.parametrize("state", BEFORE_AGREEMENT)
def test_before_the_agreement_tags_are_provisional_and_may_be_none(app, state):
    match = a_match(state, tags=tags(a_policy()))
    tagged(match)
    assert match.tags == []


@pytest.mark.parametrize("state", AGREED_ON)
def test_after_the_agreement_a_required_plan_stays_tagged(app, state):
    match = a_match(state)
    with pytest.raises(Invalid, match="先に「金沢市協働推進計画2026"):
        tagged(match)
    assert codes(match) == {(IN_2026, "2-1", True)}


@pytest.mark.parametrize("state", [MatchState.NOT_AGREED, MatchState.BROKEN_OFF])
def test_what_has_ended_is_not_tagged_any_more(app, state):
    with pytest.raises(NotNow):
        tagged(a_match(state), a_policy().id)


def test_only_coordinators_tag(app):
    with pytest.raises(Forbidden):
        done(actions.tag, a_person(), a_match(), primary_ids=[a_policy().id])


@pytest.mark.parametrize("state", AGREED_ON)
def test_a_correction_keeps_the_stage_and_tells_both_days(app, state):
    match = a_match(state, agreed_on=date(2026, 5, 1))
    corrected(match, agreed_on=date(2026, 5, 8), purpose="書きなおした目的")
    assert (match.state, match.agreed_on, match.purpose) == (state, date(2026, 5, 8), "書きなおした目的")
    entry = last("AgreementCorrected")
    assert (entry.facts["before"], entry.facts["after"]) == ("2026-05-01", "2026-05-08")
    assert codes(match) == {(IN_2026, "2-1", True)}


@pytest.mark.parametrize("state", [state for state in MatchState if state not in AGREED_ON])
def test_only_what_was_agreed_and_stands_is_corrected(app, state):
    with pytest.raises(NotNow):
        corrected(a_match(state))


def test_moving_the_day_into_another_fiscal_year_drops_the_old_tags_and_asks_for_new_ones(app):
    held = tags(a_policy("1", IN_2021), a_policy("4", SDGS))
    match = a_match(MatchState.ACTIVE, agreed_on=date(2026, 3, 31), tags=held)
    with pytest.raises(Invalid, match="先に「金沢市協働推進計画2026") as refusal:
        corrected(match, agreed_on=date(2026, 4, 1))
    assert refusal.value.field == f"primary_{a_plan(IN_2026).id}"
    assert match.agreed_on == date(2026, 3, 31) and len(match.tags) == 2
    corrected(match, agreed_on=date(2026, 4, 1), primary_ids=[a_policy("2-1").id, a_policy("4", SDGS).id])
    assert match.agreed_on == date(2026, 4, 1)
    assert codes(match) == {(IN_2026, "2-1", True), (SDGS, "4", True)}


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
