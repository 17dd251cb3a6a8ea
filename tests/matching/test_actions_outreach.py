"""Asking groups, their answers, and who stands in the match: given – when – then."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from matchbox.core import clock
from matchbox.core.database import db
from matchbox.core.errors import Forbidden, Invalid, NotNow
from matchbox.core.journal import JournalEntry
from matchbox.matching import actions
from matchbox.matching.rules import ACCEPTING, Answer, Means, PartyRole
from matchbox.matching.workflow import BEFORE_AGREEMENT, MatchState
from matchbox.organisations.workflow import Verification
from matchbox.vocabulary.models import Vocabulary
from tests.given.groups import a_group, a_member_of
from tests.given.issues import an_issue
from tests.given.matches import a_match, an_outreach, done, helping, needing
from tests.given.people import a_coordinator, a_person
from tests.given.words import the_term

DAY = timedelta(days=1)


def a_candidate_match(state=MatchState.CANDIDATE, **more):
    poster = a_person()
    return a_match(state, issue=an_issue(poster=poster), parties=[needing(poster)], **more)


def asked(coordinator, match, group, **answers):
    return done(actions.ask, coordinator, match, organisation_id=group.id, **answers)


def answered(actor, outreach, answer, **more):
    return done(actions.answer, actor, outreach, answer=answer, **more)


def a_reason(code="timing"):
    return the_term(Vocabulary.DECLINE_REASON, code).id


def last_entry():
    return db.session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()


def helpers(match):
    return [party.shown_name for party in match.parties if party.role is PartyRole.HELPING]


def test_asking_records_who_asked_whom_how_and_until_when(app):
    match, coordinator, group = a_candidate_match(), a_coordinator(), a_group("あおば会")
    outreach = asked(
        coordinator, match, group, means=Means.PHONE, message="来月いかがですか", answer_by=clock.today() + 7 * DAY
    )
    assert (outreach.asked_by, outreach.means, outreach.asked_on) == (coordinator, Means.PHONE, clock.today())
    assert (outreach.answer, outreach.answer_by) == (Answer.WAITING, date(2026, 12, 1))
    entry = last_entry()
    assert (entry.kind, entry.facts["group"], entry.facts["outreach_id"]) == ("GroupAsked", "あおば会", outreach.id)
    assert match.state is MatchState.CANDIDATE and helpers(match) == []


def test_asking_can_lead_on_to_the_next_stage(app):
    match = a_candidate_match()
    asked(a_coordinator(), match, a_group(), move_on=True)
    assert match.state is MatchState.APPROACHED
    asked(a_coordinator(), match, a_group("みどり会"), move_on=True)
    assert match.state is MatchState.APPROACHED


def test_nobody_is_asked_twice_and_the_refusal_says_when_and_by_whom_it_was(app):
    match, group, coordinator = a_candidate_match(), a_group(), a_coordinator("佐藤")
    asked(coordinator, match, group, asked_on=date(2026, 11, 3))
    with pytest.raises(Invalid, match="11月3日に佐藤がすでに打診しています") as refusal:
        asked(coordinator, match, group)
    assert refusal.value.field == "organisation_id"


def test_a_group_that_proposed_needs_no_asking(app):
    match, group = a_candidate_match(), a_group()
    an_outreach(match, group, means=Means.PROPOSAL)
    with pytest.raises(Invalid, match="自分から提案しています"):
        asked(a_coordinator(), match, group)


def test_a_party_is_not_asked(app):
    group = a_group()
    match = a_match(MatchState.MEETING, issue=an_issue(organisation_id=group.id), parties=[needing(group)])
    with pytest.raises(Invalid, match="すでに当事者"):
        asked(a_coordinator(), match, group)


@pytest.mark.parametrize("state", [Verification.APPLIED, Verification.EXPIRED, Verification.REFUSED])
def test_only_verified_groups_are_asked(app, state):
    with pytest.raises(Invalid, match="承認済みの団体"):
        asked(a_coordinator(), a_candidate_match(), a_group(state=state))


@pytest.mark.parametrize("state", [state for state in MatchState if state not in BEFORE_AGREEMENT])
def test_groups_are_asked_before_the_agreement_only(app, state):
    with pytest.raises(NotNow, match="「成立」の前"):
        asked(a_coordinator(), a_match(state), a_group("あおば会"))


@pytest.mark.parametrize(
    "answers, field",
    [
        ({"asked_on": date(2026, 11, 25)}, "asked_on"),
        ({"answer_by": date(2026, 11, 23)}, "answer_by"),
        ({"means": Means.PROPOSAL}, "means"),
    ],
)
def test_days_and_means_of_asking_make_sense(app, answers, field):
    with pytest.raises(Invalid) as refusal:
        asked(a_coordinator(), a_candidate_match(), a_group(), **answers)
    assert refusal.value.field == field


def test_only_coordinators_ask(app):
    with pytest.raises(Forbidden):
        asked(a_person(), a_candidate_match(), a_group())


@pytest.mark.parametrize("answer", ACCEPTING)
def test_whoever_accepts_becomes_a_party(app, answer):
    match, group = a_candidate_match(MatchState.APPROACHED), a_group("あおば会")
    outreach = an_outreach(match, group, Answer.WAITING)
    answered(a_member_of(group), outreach, answer, answer_note="試験の週は休みます")
    assert helpers(match) == ["あおば会"]
    assert (outreach.answer, outreach.answered_on) == (answer, clock.today())
    assert match.party_set == f"org:{group.id}|user:{match.parties[0].user_id}"
    entry = last_entry()
    assert (entry.kind, entry.facts["answer"]) == ("AnswerGiven", answer.label)


def test_whoever_declines_gives_a_reason_and_stays_out(app):
    match, group = a_candidate_match(MatchState.APPROACHED), a_group()
    outreach, member = an_outreach(match, group, Answer.WAITING), a_member_of(group)
    for reason in (None, 0, the_term(Vocabulary.BROKEN_OFF_REASON, "funding").id):
        with pytest.raises(Invalid) as refusal:
            answered(member, outreach, Answer.DECLINED, decline_reason_id=reason)
        assert refusal.value.field == "decline_reason_id"
    answered(member, outreach, Answer.DECLINED, decline_reason_id=a_reason())
    assert (outreach.decline_reason.label, helpers(match)) == ("時期が合わない", [])
    assert match.has_nobody_left


def test_a_condition_is_written_down(app):
    outreach = an_outreach(a_candidate_match(MatchState.APPROACHED), a_group(), Answer.WAITING)
    with pytest.raises(Invalid) as refusal:
        answered(a_coordinator(), outreach, Answer.CONDITIONAL)
    assert refusal.value.field == "answer_note"


def test_a_reason_for_declining_is_not_kept_with_an_acceptance(app):
    outreach = an_outreach(a_candidate_match(MatchState.APPROACHED), a_group(), Answer.WAITING)
    answered(a_coordinator(), outreach, Answer.ACCEPTED, decline_reason_id=a_reason())
    assert outreach.decline_reason is None


def test_waiting_is_no_answer(app):
    outreach = an_outreach(a_candidate_match(MatchState.APPROACHED), a_group(), Answer.WAITING)
    with pytest.raises(Invalid) as refusal:
        answered(a_coordinator(), outreach, Answer.WAITING)
    assert refusal.value.field == "answer"


def test_a_group_answers_once_and_the_centre_puts_it_right(app):
    match, group = a_candidate_match(MatchState.APPROACHED), a_group()
    outreach, member = an_outreach(match, group, Answer.WAITING), a_member_of(group)
    answered(member, outreach, Answer.ACCEPTED)
    with pytest.raises(NotNow, match="すでに返事をいただいています"):
        answered(member, outreach, Answer.DECLINED, decline_reason_id=a_reason())
    answered(a_coordinator(), outreach, Answer.DECLINED, decline_reason_id=a_reason())
    assert helpers(match) == []
    answered(a_coordinator(), outreach, Answer.ACCEPTED)
    assert len(helpers(match)) == 1


def test_only_the_centre_says_that_no_answer_came_and_a_late_one_is_welcome(app):
    match, group = a_candidate_match(MatchState.APPROACHED), a_group()
    outreach, member = an_outreach(match, group, Answer.WAITING), a_member_of(group)
    with pytest.raises(Forbidden):
        answered(member, outreach, Answer.EXPIRED)
    answered(a_coordinator(), outreach, Answer.EXPIRED)
    assert match.has_nobody_left
    answered(member, outreach, Answer.ACCEPTED)
    assert len(helpers(match)) == 1 and not match.has_nobody_left


@pytest.mark.parametrize("state", [state for state in MatchState if state not in BEFORE_AGREEMENT])
def test_answers_are_taken_before_the_agreement_only(app, state):
    group = a_group("あおば会")
    outreach = an_outreach(a_match(state), group, Answer.WAITING)
    with pytest.raises(NotNow, match="受付を終えました"):
        answered(a_member_of(group), outreach, Answer.ACCEPTED)


@pytest.mark.parametrize("day", [date(2026, 11, 9), date(2026, 11, 25)])
def test_an_answer_comes_between_the_asking_and_today(app, day):
    match = a_candidate_match(MatchState.APPROACHED)
    outreach = an_outreach(match, a_group(), Answer.WAITING, asked_on=date(2026, 11, 10))
    with pytest.raises(Invalid) as refusal:
        answered(a_coordinator(), outreach, Answer.ACCEPTED, answered_on=day)
    assert refusal.value.field == "answered_on"


def test_strangers_do_not_answer(app):
    outreach = an_outreach(a_candidate_match(MatchState.APPROACHED), a_group(), Answer.WAITING)
    with pytest.raises(Forbidden):
        answered(a_member_of(a_group("ほかの会")), outreach, Answer.ACCEPTED)


def test_an_acceptance_may_not_make_two_live_matches_of_one_issue_and_set(app):
    group, poster = a_group(), a_person()
    issue = an_issue(poster=poster)
    first = a_match(MatchState.ACTIVE, issue=issue, parties=[needing(poster), helping(group)])
    second = a_match(MatchState.APPROACHED, issue=issue, parties=[needing(poster)])
    outreach = an_outreach(second, group, Answer.WAITING)
    with pytest.raises(NotNow, match=f"（番号{first.id}）"):
        answered(a_member_of(group), outreach, Answer.ACCEPTED)
    assert outreach.answer is Answer.WAITING


def added(match, **answers):
    return done(actions.add_party, a_coordinator(), match, **answers)


def test_a_supporter_is_listed_and_not_compared(app):
    match, sponsor = a_match(), a_group("協賛の会社")
    before = match.party_set
    added(match, role=PartyRole.SUPPORTING, organisation_id=sponsor.id)
    assert "協賛の会社" in [party.shown_name for party in match.parties]
    assert match.party_set == before
    assert last_entry().kind == "PartiesChanged"


def test_helpers_come_in_by_accepting(app):
    match, group = a_match(), a_group("あおば会")
    with pytest.raises(Invalid) as refusal:
        added(match, role=PartyRole.HELPING, organisation_id=group.id)
    assert refusal.value.field == "role"
    an_outreach(match, group, Answer.ACCEPTED)
    added(match, role=PartyRole.HELPING, organisation_id=group.id)
    assert "あおば会" in helpers(match)


def test_nobody_stands_twice_in_one_role(app):
    match, sponsor = a_match(), a_group("協賛の会社")
    added(match, role=PartyRole.SUPPORTING, organisation_id=sponsor.id)
    with pytest.raises(Invalid, match="すでにその立場"):
        added(match, role=PartyRole.SUPPORTING, organisation_id=sponsor.id)


def test_an_exchange_takes_its_needing_side_by_hand(app):
    match, group = a_match(MatchState.CANDIDATE, issue=None, parties=[]), a_group()
    with pytest.raises(Invalid, match="団体をえらんでください"):
        added(match, role=PartyRole.NEEDING)
    added(match, role=PartyRole.NEEDING, organisation_id=group.id)
    assert match.party_set == f"org:{group.id}"


def test_a_party_that_was_taken_out_can_come_back(app):
    match = a_candidate_match()
    (poster,) = match.parties
    done(actions.remove_party, a_coordinator(), poster)
    assert (match.parties, match.party_set) == ([], "")
    added(match, role=PartyRole.NEEDING)
    assert len(match.parties) == 1 and match.party_set


@pytest.mark.parametrize("state", [state for state in MatchState if state not in BEFORE_AGREEMENT])
def test_after_the_agreement_the_parties_stand(app, state):
    match = a_match(state)
    with pytest.raises(NotNow, match="「成立」の前だけ"):
        added(match, role=PartyRole.SUPPORTING, organisation_id=a_group("協賛の会社").id)
    with pytest.raises(NotNow, match="「成立」の前だけ"):
        done(actions.remove_party, a_coordinator(), match.parties[0])


def test_taking_a_party_out_may_not_make_two_live_matches_of_one_issue_and_set(app):
    group, poster = a_group(), a_person()
    issue = an_issue(poster=poster)
    first = a_match(MatchState.CANDIDATE, issue=issue, parties=[needing(poster)])
    second = a_match(MatchState.APPROACHED, issue=issue, parties=[needing(poster), helping(group)])
    with pytest.raises(NotNow, match=f"（番号{first.id}）"):
        done(actions.remove_party, a_coordinator(), second.parties[1])


def test_only_coordinators_change_the_parties(app):
    match = a_match()
    with pytest.raises(Forbidden):
        done(actions.add_party, a_person(), match, role=PartyRole.SUPPORTING, organisation_id=1)
    with pytest.raises(Forbidden):
        done(actions.remove_party, a_person(), match.parties[0])
