"""Beginning: given – when – then."""

import pytest
from sqlalchemy import select

from matchbox.core.database import db
from matchbox.core.errors import Forbidden, Invalid, NotNow
from matchbox.core.journal import Audience, JournalEntry
from matchbox.core.publication import ACCEPTED, Publication
from matchbox.issues.workflow import Ending
from matchbox.matching import actions
from matchbox.matching.models import Match
from matchbox.matching.rules import Answer, MatchKind, Means, PartyRole
from matchbox.matching.workflow import MatchState
from matchbox.organisations.workflow import Verification
from matchbox.proposals.workflow import ProposalState
from tests.given.groups import a_group
from tests.given.issues import an_issue
from tests.given.matches import a_match, done, needing
from tests.given.people import a_coordinator, a_person
from tests.given.proposals import a_proposal


def begun(coordinator, issue, **answers):
    return done(actions.begin, coordinator, issue, **answers)


def stories(match):
    found = select(JournalEntry).where(JournalEntry.subject_kind == "match", JournalEntry.subject_id == match.id)
    return [entry.kind for entry in db.session.scalars(found.order_by(JournalEntry.id))]


def roles(match):
    return {(party.role, party.key) for party in match.parties}


def test_a_match_takes_its_title_and_needing_side_from_the_issue(app):
    coordinator, poster = a_coordinator(), a_person()
    issue = an_issue(poster=poster)
    match = begun(coordinator, issue, occasion="窓口で", kind=MatchKind.EXCHANGE)
    assert (match.title, match.state, match.kind) == (issue.title, MatchState.CANDIDATE, MatchKind.EXCHANGE)
    assert (match.coordinator, match.occasion) == (coordinator, "窓口で")
    assert roles(match) == {(PartyRole.NEEDING, f"user:{poster.id}")}
    assert match.party_set == f"user:{poster.id}"
    assert stories(match) == ["MatchBegun"]


def test_its_thread_is_for_the_parties_and_knows_the_way_back(app):
    match = begun(a_coordinator(), an_issue())
    assert (match.thread.audience, match.thread.address) == (Audience.PARTIES, f"/matches/{match.id}")
    assert match.thread.opened and match.thread.closed_at is None


def test_the_group_goes_before_its_member_who_posted(app):
    group = a_group()
    match = begun(a_coordinator(), an_issue(organisation_id=group.id))
    assert roles(match) == {(PartyRole.NEEDING, f"org:{group.id}")}


def test_the_person_of_a_post_by_proxy_is_the_needing_side(app):
    issue = an_issue(poster=None, person="匿名さん", display_name="窓口の方")
    match = begun(a_coordinator(), issue)
    assert roles(match) == {(PartyRole.NEEDING, f"proxy:{issue.id}")}
    assert match.parties[0].shown_name == "窓口の方"


def test_a_proposing_group_is_asked_and_accepted_and_a_party_at_once(app):
    group, issue = a_group(), an_issue()
    proposal = a_proposal(issue, group, a_person("提案者"), state=ProposalState.UNDER_REVIEW)
    match = begun(a_coordinator(), issue, proposal_ids=[proposal.id])
    assert proposal.state is ProposalState.CHOSEN
    assert match.proposals == [proposal]
    (outreach,) = match.outreaches
    assert (outreach.means, outreach.answer, outreach.organisation) == (Means.PROPOSAL, Answer.ACCEPTED, group)
    assert (PartyRole.HELPING, f"org:{group.id}") in roles(match)


def test_two_proposals_of_one_group_make_one_party(app):
    group, issue = a_group(), an_issue()
    both = [a_proposal(issue, group, a_person("提案者"), state=ProposalState.CHOSEN) for _ in range(2)]
    match = begun(a_coordinator(), issue, proposal_ids=[proposal.id for proposal in both])
    assert len(match.proposals) == 2 and len(match.outreaches) == 1 and len(match.parties) == 2


def test_a_proposal_has_to_be_under_review_first(app):
    issue = an_issue()
    proposal = a_proposal(issue, state=ProposalState.SUBMITTED)
    with pytest.raises(NotNow, match="先に「検討中」へ移してください。"):
        begun(a_coordinator(), issue, proposal_ids=[proposal.id])
    assert not db.session.scalars(select(Match)).all()


def test_a_proposal_for_another_issue_is_refused(app):
    proposal = a_proposal(an_issue("別の課題"), state=ProposalState.UNDER_REVIEW)
    with pytest.raises(Invalid) as refusal:
        begun(a_coordinator(), an_issue(), proposal_ids=[proposal.id])
    assert refusal.value.field == "proposal_ids"


def test_candidates_are_remembered_but_are_no_parties(app):
    groups = [a_group("あおば会"), a_group("みどり会")]
    match = begun(a_coordinator(), an_issue(), candidate_ids=[group.id for group in groups])
    assert match.candidates == groups
    assert len(match.parties) == 1 and not match.outreaches


def test_a_proposing_group_is_no_candidate_too(app):
    group, issue = a_group(), an_issue()
    proposal = a_proposal(issue, group, a_person("提案者"), state=ProposalState.CHOSEN)
    match = begun(a_coordinator(), issue, proposal_ids=[proposal.id], candidate_ids=[group.id])
    assert match.candidates == []


@pytest.mark.parametrize("state", [Verification.APPLIED, Verification.EXPIRED, Verification.REFUSED])
def test_only_verified_groups_are_candidates(app, state):
    group = a_group(state=state)
    with pytest.raises(Invalid) as refusal:
        begun(a_coordinator(), an_issue(), candidate_ids=[group.id])
    assert refusal.value.field == "candidate_ids"


def test_a_group_that_does_not_exist_is_no_candidate(app):
    with pytest.raises(Invalid):
        begun(a_coordinator(), an_issue(), candidate_ids=[12345])


def test_an_exchange_without_an_issue_needs_a_title(app):
    with pytest.raises(Invalid) as refusal:
        begun(a_coordinator(), None, kind=MatchKind.EXCHANGE)
    assert refusal.value.field == "title"
    match = begun(a_coordinator(), None, kind=MatchKind.EXCHANGE, title="顔の見える関係づくり")
    assert (match.title, match.issue, match.parties, match.party_set) == ("顔の見える関係づくり", None, [], "")


@pytest.mark.parametrize("publication", [state for state in Publication if state not in ACCEPTED])
def test_an_issue_that_nobody_accepted_begins_nothing(app, publication):
    with pytest.raises(NotNow, match="「公開中」か「限定」"):
        begun(a_coordinator(), an_issue(publication=publication))


def test_a_restricted_issue_begins_a_match_like_any_other(app):
    assert begun(a_coordinator(), an_issue(publication=Publication.RESTRICTED)).state is MatchState.CANDIDATE


def test_an_issue_that_has_ended_has_to_be_reopened_first(app):
    with pytest.raises(NotNow, match="再開する"):
        begun(a_coordinator(), an_issue(ending=Ending.DONE))


def test_a_merged_issue_begins_nothing(app):
    survivor = an_issue()
    with pytest.raises(NotNow):
        begun(a_coordinator(), an_issue(merged_into_id=survivor.id))


def test_the_coordinator_is_whoever_records_it_unless_another_is_named(app):
    first, second = a_coordinator(), a_coordinator("センター 田中")
    assert begun(first, an_issue()).coordinator == first
    assert begun(first, an_issue(), coordinator_id=second.id).coordinator == second


def test_only_a_coordinator_can_be_named(app):
    with pytest.raises(Invalid) as refusal:
        begun(a_coordinator(), an_issue(), coordinator_id=a_person().id)
    assert refusal.value.field == "coordinator_id"


def test_only_coordinators_begin_matches(app):
    with pytest.raises(Forbidden):
        begun(a_person(), an_issue())


def test_a_second_match_of_the_same_issue_and_parties_is_refused_and_names_the_first(app):
    issue = an_issue()
    first = begun(a_coordinator(), issue)
    with pytest.raises(NotNow, match=f"（番号{first.id}）"):
        begun(a_coordinator(), issue)


@pytest.mark.parametrize("state", [MatchState.COMPLETED, MatchState.NOT_AGREED, MatchState.BROKEN_OFF])
def test_after_an_end_there_may_be_another_attempt_that_continues_it(app, state):
    issue = an_issue()
    first = a_match(state, issue=issue, parties=[needing(issue.poster)])
    second = begun(a_coordinator(), issue, continues_id=first.id)
    assert second.continues == first and second.is_live


def test_a_match_under_way_is_not_continued(app):
    first = a_match(MatchState.ACTIVE)
    with pytest.raises(NotNow, match="まだ続いています"):
        begun(a_coordinator(), first.issue, continues_id=first.id)


def test_a_match_continues_one_of_its_own_issue(app):
    first = a_match(MatchState.BROKEN_OFF)
    with pytest.raises(Invalid) as refusal:
        begun(a_coordinator(), an_issue("別の課題"), continues_id=first.id)
    assert refusal.value.field == "continues_id"
