"""What happens to a proposal."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError, IntegrityError

from matchbox.core import clock
from matchbox.core.database import db
from matchbox.core.errors import Forbidden, Invalid, NotNow
from matchbox.core.journal import Audience, about
from matchbox.core.publication import Publication
from matchbox.discussion.models import Thread
from matchbox.issues.workflow import Ending
from matchbox.organisations.workflow import Verification
from matchbox.proposals import actions, rules
from matchbox.proposals.models import Proposal
from matchbox.proposals.workflow import ProposalState
from matchbox.web.transactions import writing
from tests.given.groups import a_group, a_member_of
from tests.given.issues import an_issue
from tests.given.people import a_coordinator, a_person, an_analyst
from tests.given.proposals import a_proposal, texts


def told(proposal):
    entries = db.session.scalars(about("proposal", [proposal.id], tuple(Audience)))
    return [(entry.kind, entry.facts) for entry in entries]


def kinds(proposal):
    return [kind for kind, _ in told(proposal)]


def do(deed, *about, **more):
    with writing():
        return deed(*about, **more)


def test_a_draft_is_for_the_group_alone(app):
    author, issue = a_person(), an_issue()
    group = a_group(members=[author])
    proposal = do(actions.draft, author, group, issue=issue, **texts())
    assert proposal.state is ProposalState.DRAFT and not proposal.is_public
    assert (proposal.issue, proposal.organisation, proposal.author) == (issue, group, author)
    assert proposal.submitted_at is None
    assert proposal.thread.address == f"/proposals/{proposal.id}"
    assert (proposal.thread.heading, proposal.thread.opened) == (proposal.title, False)
    assert told(proposal) == [("ProposalDrafted", {"issue_id": issue.id})]


def test_submitting_opens_the_discussion_and_tells(app):
    author, issue = a_person(), an_issue()
    group = a_group("雪の会", members=[author])
    proposal = do(actions.draft, author, group, issue=issue, **texts())
    do(actions.submit, author, proposal)
    assert proposal.state is ProposalState.SUBMITTED and proposal.is_public
    assert clock.day_of(proposal.submitted_at) == clock.today()
    assert proposal.thread.opened and proposal.thread.audience is Audience.PUBLIC
    assert told(proposal)[1] == ("ProposalSubmitted", {"issue_id": issue.id, "group": "雪の会"})


def test_about_a_restricted_issue_only_those_concerned_talk(app):
    author = a_person()
    issue = an_issue(publication=Publication.RESTRICTED)
    proposal = do(actions.draft, author, a_group(members=[author]), issue=issue, **texts())
    assert proposal.thread.audience is Audience.PARTIES


@pytest.mark.parametrize(("more", "sentence"), [
    ({"publication": Publication.WAITING}, rules.NOT_PUBLIC),
    ({"publication": Publication.HIDDEN}, rules.NOT_PUBLIC),
    ({"ending": Ending.DONE}, rules.HAS_ENDED),
    ({"ending": Ending.PAUSED}, rules.HAS_ENDED),
])  # fmt: skip
def test_an_issue_that_is_not_open_takes_no_proposals(app, more, sentence):
    author, issue = a_person(), an_issue(**more)
    group = a_group(members=[author])
    with pytest.raises(NotNow) as refusal, writing():
        actions.draft(author, group, issue=issue, **texts())
    assert refusal.value.first == sentence
    draft = a_proposal(issue, group, author, ProposalState.DRAFT)
    with pytest.raises(NotNow) as refusal, writing():
        actions.submit(author, draft)
    assert refusal.value.first == sentence and draft.state is ProposalState.DRAFT


def test_a_group_does_not_propose_to_itself(app):
    author = a_person()
    group = a_group(members=[author])
    issue = an_issue(organisation=group)
    with pytest.raises(Invalid) as refusal, writing():
        actions.draft(author, group, issue=issue, **texts())
    assert (refusal.value.field, refusal.value.sentence) == ("organisation_id", rules.OWN_ISSUE)


@pytest.mark.parametrize(("state", "free"), [
    (ProposalState.DRAFT, False),
    (ProposalState.SUBMITTED, False),
    (ProposalState.UNDER_REVIEW, False),
    (ProposalState.CHOSEN, True),
    (ProposalState.NOT_THIS_TIME, True),
    (ProposalState.WITHDRAWN, True),
])  # fmt: skip
def test_a_group_has_one_unfinished_proposal_for_an_issue(app, state, free):
    author, issue = a_person(), an_issue()
    group = a_group(members=[author])
    a_proposal(issue, group, author, state)
    do(actions.draft, author, group, issue=an_issue("別の課題"), **texts())
    if free:
        assert do(actions.draft, author, group, issue=issue, **texts()).id
        return
    with pytest.raises(Invalid) as refusal, writing():
        actions.draft(author, group, issue=issue, **texts())
    assert (refusal.value.field, refusal.value.sentence) == ("organisation_id", actions.PROPOSED_ALREADY)


def test_the_database_keeps_that_promise(app):
    author, issue = a_person(), an_issue()
    group = a_group(members=[author])
    a_proposal(issue, group, author, ProposalState.CHOSEN)
    a_proposal(issue, group, author, ProposalState.DRAFT)
    with pytest.raises(IntegrityError):
        a_proposal(issue, group, author, ProposalState.SUBMITTED)


def test_somebody_elses_group_is_out_of_reach(app):
    issue, group = an_issue(), a_group(members=[a_person()])
    for actor in (a_person(), a_member_of(a_group("別の会")), a_coordinator(), an_analyst()):
        with pytest.raises(Forbidden), writing():
            actions.draft(actor, group, issue=issue, **texts())
    assert db.session.scalars(select(Proposal)).all() == []


def test_an_expired_group_does_not_propose(app):
    author, issue, other = a_person(), an_issue(), an_issue("別の課題")
    group = a_group(members=[author])
    draft = do(actions.draft, author, group, issue=issue, **texts())
    with writing():
        group.verification = Verification.EXPIRED
    with pytest.raises(Forbidden), writing():
        actions.submit(author, draft)
    with pytest.raises(Forbidden), writing():
        actions.draft(author, group, issue=other, **texts())
    do(actions.withdraw, author, draft)
    assert draft.state is ProposalState.WITHDRAWN


@pytest.mark.parametrize(("state", "tells"), [
    (ProposalState.DRAFT, []), (ProposalState.SUBMITTED, ["ProposalChanged"]),
])  # fmt: skip
def test_any_member_edits_while_nobody_reviews_it(app, state, tells):
    group = a_group()
    proposal = a_proposal(group=group, author=a_person(), state=state)
    do(actions.edit, a_member_of(group), proposal, **texts(title="新しい題名", timing=""))
    assert (proposal.title, proposal.timing, proposal.thread.heading) == ("新しい題名", "", "新しい題名")
    assert kinds(proposal) == tells


@pytest.mark.parametrize("state", [state for state in ProposalState if state.value not in ("draft", "submitted")])
def test_afterwards_it_stays_as_it_is(app, state):
    proposal = a_proposal(state=state)
    with pytest.raises(NotNow) as refusal, writing():
        actions.edit(proposal.author, proposal, **texts(title="あとから"))
    assert refusal.value.first == actions.NOT_EDITABLE and proposal.title != "あとから"


def test_the_centre_reviews_and_chooses(app):
    staff, proposal = a_coordinator(), a_proposal()
    with pytest.raises(NotNow) as refusal, writing():
        actions.choose(staff, proposal)
    assert refusal.value.first == "先に「検討中」へ移してください。"
    do(actions.review, staff, proposal)
    do(actions.choose, staff, proposal, reason="日程が合います。")
    assert (proposal.state, proposal.reason) == (ProposalState.CHOSEN, "日程が合います。")
    assert kinds(proposal) == ["ProposalReviewed", "ProposalChosen"]
    assert proposal.thread.opened and proposal.thread.closed_at is None


def test_choosing_needs_no_words(app):
    proposal = a_proposal(state=ProposalState.UNDER_REVIEW)
    assert do(actions.choose, a_coordinator(), proposal).reason == ""


@pytest.mark.parametrize("state", [ProposalState.SUBMITTED, ProposalState.UNDER_REVIEW])
def test_not_this_time_has_a_reason(app, state):
    staff, proposal = a_coordinator(), a_proposal(state=state)
    with pytest.raises(Invalid) as refusal, writing():
        actions.decline(staff, proposal, reason="")
    assert (refusal.value.field, proposal.state) == ("reason", state)
    do(actions.decline, staff, proposal, reason="理" * 500)
    assert (proposal.state, proposal.reason) == (ProposalState.NOT_THIS_TIME, "理" * 500)
    assert kinds(proposal) == ["ProposalDeclined"]


@pytest.mark.parametrize("deed", [actions.review, actions.choose, lambda *pair: actions.decline(*pair, reason="理由")])
def test_only_the_centre_decides(app, deed):
    proposal = a_proposal(state=ProposalState.UNDER_REVIEW)
    for actor in (proposal.author, an_analyst(), a_person()):
        with pytest.raises(Forbidden), writing():
            deed(actor, proposal)
    assert told(proposal) == []


def test_a_withdrawn_proposal_leaves_the_public(app):
    proposal = a_proposal()
    do(actions.withdraw, proposal.author, proposal, reason="人手が足りなくなりました。")
    assert (proposal.state, proposal.reason) == (ProposalState.WITHDRAWN, "人手が足りなくなりました。")
    assert not proposal.thread.opened and proposal.thread.closed_at is not None
    assert kinds(proposal) == ["ProposalWithdrawn"]


def test_of_a_draft_that_is_given_up_nobody_hears(app):
    proposal = a_proposal(state=ProposalState.DRAFT)
    do(actions.withdraw, proposal.author, proposal)
    public = db.session.scalars(about("proposal", [proposal.id], (Audience.PUBLIC,))).all()
    assert (kinds(proposal), public) == (["ProposalDiscarded"], [])


def test_the_longest_proposal_and_emoji_are_kept(app):
    author = a_person()
    longest = {"title": "題" * 60, "body": "内" * 1999 + "😀", "timing": "時" * 200}
    proposal = do(actions.draft, author, a_group(members=[author]), issue=an_issue(), **longest)
    assert (proposal.title, proposal.body[-1], len(proposal.timing)) == ("題" * 60, "😀", 200)
    assert db.session.scalar(select(Thread.heading).where(Thread.id == proposal.thread_id)) == "題" * 60
    with pytest.raises(DatabaseError), writing():
        proposal.body = "内" * 2001
