from datetime import timedelta

import pytest
from sqlalchemy import select

from matchbox.core import clock
from matchbox.core.database import db
from matchbox.core.outbox import Envelope
from matchbox.core.publication import Publication
from matchbox.matching import events as matching
from matchbox.matching.rules import Means
from matchbox.matching.workflow import MatchState
from matchbox.organisations import events as organisations
from matchbox.organisations.models import MemberRole
from matchbox.organisations.workflow import Verification
from matchbox.proposals import events as proposals
from matchbox.proposals.workflow import ProposalState
from matchbox.web.transactions import writing
from tests.given import facts
from tests.given.groups import a_group, a_member_of
from tests.given.issues import a_comment, a_thread, an_issue
from tests.given.letters import the_letters
from tests.given.matches import a_match, an_outreach, helping, needing, supporting
from tests.given.people import a_coordinator, a_person, an_administrator, an_analyst, someone_unconfirmed
from tests.given.proposals import a_proposal


def told(app):
    return sorted(letter.to for letter in the_letters(app))


def addresses(*people):
    return sorted(person.email for person in people)


def envelopes():
    return db.session.scalars(select(Envelope).where(Envelope.topic == "mail").order_by(Envelope.id)).all()


def test_the_outbox_holds_ids_and_no_secrets(app):
    facts.a_registration()
    facts.a_group_asked()
    for envelope in envelopes():
        assert set(envelope.payload) == {"letter", "about", "to"}
        assert all(isinstance(envelope.payload[name], int) for name in ("about", "to"))


def test_only_people_with_a_confirmed_address_get_letters_about_their_issues(app):
    facts.a_published_issue(poster=someone_unconfirmed())
    facts.a_published_issue(poster=None, person="窓口の方")
    poster = a_person()
    facts.a_published_issue(poster=poster)
    assert told(app) == addresses(poster)


def test_who_has_no_address_gets_no_letter(app):
    facts.a_published_issue(poster=a_person(), )
    before = len(envelopes())
    poster = a_person()
    with writing():
        poster.email = None
    facts.a_published_issue(poster=poster)
    assert len(envelopes()) == before


def test_officers_of_today_are_told_for_their_group(app):
    day = clock.today()
    liaison = a_person("連絡 山本")
    group = a_group(members=[liaison], state=Verification.REFUSED)
    representative = a_member_of(group, "代表 中田", role=MemberRole.REPRESENTATIVE)
    a_member_of(group, "一員 小林")
    a_member_of(group, "前の代表", role=MemberRole.REPRESENTATIVE, until_on=day - timedelta(days=1))
    a_member_of(group, "次の代表", role=MemberRole.REPRESENTATIVE, from_on=day + timedelta(days=1))
    facts.tell(organisations.OrganisationRefused, group, reason="x")
    assert told(app) == addresses(liaison, representative)


def test_coordinators_of_today_are_told_of_applications(app):
    coordinator = a_coordinator()
    a_coordinator(until_on=clock.today() - timedelta(days=1))
    an_analyst(), an_administrator(), a_person()
    facts.a_group_that(organisations.OrganisationApplied, Verification.APPLIED)
    assert told(app) == addresses(coordinator)


def test_a_proposal_is_told_to_the_poster_and_the_coordinators_each_once(app):
    one, two = a_coordinator(), a_coordinator()
    issue = an_issue(poster=one)
    facts.a_proposal_that(proposals.ProposalSubmitted, ProposalState.SUBMITTED, issue)
    assert told(app) == addresses(one, two)


@pytest.mark.parametrize(("kind", "state"), [
    (proposals.ProposalChosen, ProposalState.CHOSEN), (proposals.ProposalDeclined, ProposalState.NOT_THIS_TIME),
])  # fmt: skip
def test_the_result_of_a_proposal_is_told_to_its_group(app, kind, state):
    liaison = a_person()
    proposal = a_proposal(group=a_group(members=[liaison]), author=a_person(), state=state)
    facts.tell(kind, proposal, issue_id=proposal.issue_id, group="x")
    assert told(app) == addresses(liaison)


def test_an_agreement_is_told_to_all_sides(app):
    resident, helper, backer = a_person(), a_person(), a_person()
    helpers, backers = a_group(members=[helper]), a_group("支える会", members=[backer])
    match = a_match(MatchState.AGREED, parties=[needing(resident), helping(helpers), supporting(backers)])
    facts.tell(matching.MatchAgreed, match, issue_id=match.issue_id, agreed_on="2026-11-24")
    assert told(app) == addresses(resident, helper, backer)


def test_the_person_of_a_proxy_post_is_told_by_the_centre_and_not_by_letter(app):
    issue = an_issue(poster=None, person="窓口の方", contact_email="somebody@example.jp")
    match = a_match(MatchState.AGREED, issue, [needing(issue), helping(a_group())])
    facts.tell(matching.MatchAgreed, match, issue_id=issue.id, agreed_on="2026-11-24")
    assert told(app) == []


def test_a_group_asked_by_phone_gets_no_letter(app):
    for means in (Means.PHONE, Means.VISIT, Means.PROPOSAL):
        facts.a_group_asked(means=means)
    assert told(app) == []
    facts.a_group_asked(means=Means.SYSTEM)
    assert len(told(app)) == 1


def test_a_candidate_nobody_was_asked_about_is_given_up_silently(app):
    resident = a_person()
    match = a_match(MatchState.NOT_AGREED, an_issue(poster=resident), [needing(resident)])
    facts.tell(matching.MatchGivenUp, match, issue_id=match.issue_id, reason="x")
    assert told(app) == []
    an_outreach(match, a_group())
    facts.tell(matching.MatchGivenUp, match, issue_id=match.issue_id, reason="x")
    assert told(app) == addresses(resident)


def test_a_poster_hears_what_others_write_and_not_what_they_write_themselves(app):
    poster = a_person()
    issue = an_issue(poster=poster)
    facts.a_written_comment(issue, author=poster)
    assert told(app) == []
    facts.a_written_comment(issue)
    assert told(app) == addresses(poster)


def test_a_comment_beside_no_issue_is_told_to_nobody(app):
    comment = a_comment(a_thread())
    facts.tell(facts.CommentWritten, comment.thread, comment_id=comment.id)
    assert told(app) == []


@pytest.mark.parametrize(("written", "words"), [
    ({"for_centre": True}, "センターの職員が書きこみました"),
    ({}, "川沿 さくらさんが書きこみました"),
])  # fmt: skip
def test_the_letter_says_who_wrote(app, written, words):
    facts.a_written_comment(**written)
    assert words in the_letters(app)[0].text


def test_the_letter_names_the_group_for_which_somebody_wrote(app):
    facts.a_written_comment(group=a_group("泉野まちづくり学生会"))
    assert "泉野まちづくり学生会が書きこみました" in the_letters(app)[0].text


def test_a_refused_deed_sends_nothing(app):
    issue = an_issue(publication=Publication.PUBLIC)
    with pytest.raises(ZeroDivisionError), writing():
        facts.publish(facts.issues.IssuePublished(subject_id=issue.id, actor_id=None))
        raise ZeroDivisionError
    assert told(app) == []
