"""Who reads which proposal."""

import pytest

from matchbox.core.database import db
from matchbox.core.permissions import Visitor
from matchbox.core.publication import Publication
from matchbox.issues.models import Issue
from matchbox.issues.workflow import Ending
from matchbox.organisations.workflow import Verification
from matchbox.proposals import actions, queries, rules
from matchbox.proposals.workflow import ProposalState
from matchbox.web.transactions import writing
from tests.given.groups import a_group, a_member_of
from tests.given.issues import an_issue, selects
from tests.given.people import a_coordinator, a_person, an_analyst
from tests.given.proposals import a_proposal

PUBLIC = {"提出", "検討中", "採用", "今回は見送り"}
EVERYTHING = {state.label for state in ProposalState}


def one_of_each(issue):
    """A proposal in each state, every one of a group of its own."""
    made = {}
    for state in ProposalState:
        author = a_person()
        group = a_group(f"{state.label}の会", members=[author])
        made[state] = a_proposal(issue, group, author, state, title=state.label)
    return made


def seen(viewer, **more):
    return {proposal.title for proposal in db.session.scalars(queries.visible_to(viewer, **more))}


def test_three_viewers_one_list(app):
    made = one_of_each(an_issue())
    assert seen(Visitor()) == seen(a_person()) == seen(an_analyst()) == PUBLIC
    assert seen(a_coordinator()) == EVERYTHING
    for own in (ProposalState.DRAFT, ProposalState.WITHDRAWN):
        assert seen(made[own].author) == seen(a_member_of(made[own].organisation)) == PUBLIC | {own.label}


@pytest.mark.parametrize("publication", [Publication.WAITING, Publication.HIDDEN, Publication.RESTRICTED])
def test_proposals_are_seen_with_their_issue(app, publication):
    poster = a_person()
    made = one_of_each(an_issue(publication=publication, poster=poster))
    assert seen(Visitor()) == seen(a_person()) == seen(an_analyst()) == set()
    assert seen(poster) == PUBLIC
    assert seen(made[ProposalState.CHOSEN].author) == {"採用"}
    assert seen(a_coordinator()) == EVERYTHING


def test_who_was_asked_about_a_restricted_issue_reads_its_proposals(app):
    issue, asked = an_issue(publication=Publication.RESTRICTED), a_person()
    one_of_each(issue)
    assert seen(asked, also=Issue.id == issue.id) == PUBLIC
    assert queries.in_sight(issue, asked, Issue.id == issue.id) and not queries.in_sight(issue, asked)
    assert seen(Visitor(), also=Issue.id == issue.id) == set()


def test_the_proposals_of_an_issue_the_first_first(app):
    issue, staff = an_issue(), a_coordinator()
    made = one_of_each(issue)
    a_proposal(an_issue("別の課題"), title="別の提案")
    assert [proposal.title for proposal in queries.of_issue(issue, Visitor())] == [
        "提出", "検討中", "採用", "今回は見送り",
    ]  # fmt: skip
    assert [proposal.title for proposal in queries.of_issue(issue, staff)] == [
        "提出", "検討中", "採用", "今回は見送り", "下書き",
    ]  # fmt: skip
    assert "取り下げ" not in {one.title for one in queries.of_issue(issue, made[ProposalState.WITHDRAWN].author)}


def test_the_proposals_of_a_group_the_newest_first(app):
    author = a_person()
    group = a_group(members=[author])
    a_proposal(an_issue("い"), group, author, ProposalState.CHOSEN, title="古い")
    a_proposal(an_issue("ろ"), group, author, ProposalState.SUBMITTED, title="新しい")
    a_proposal(an_issue("は"), group, author, ProposalState.DRAFT, title="下書き")
    a_proposal(an_issue("に", publication=Publication.HIDDEN), group, author, title="かくれた課題へ")
    a_proposal(title="別の団体の")
    assert [one.title for one in queries.of_organisation(group, Visitor())] == ["新しい", "古い"]
    own = [one.title for one in queries.of_organisation(group, author)]
    assert own == ["かくれた課題へ", "下書き", "新しい", "古い"]


@pytest.mark.parametrize("listed", ["of_issue", "of_organisation"])
def test_a_list_takes_as_many_statements_for_one_as_for_many(app, listed):
    issue, author = an_issue(), a_person()
    group = a_group("ある会", members=[author])

    def more(number):
        if listed == "of_issue":
            a_proposal(issue, a_group(f"{number}の会"), a_person())
        else:
            a_proposal(an_issue(f"{number}の課題"), group, author)

    def statements():
        subject = db.session.get(Issue, issue.id) if listed == "of_issue" else db.session.merge(group)
        with selects() as sent:
            for proposal in getattr(queries, listed)(subject, Visitor()):
                assert proposal.organisation.kind.label and proposal.issue.title
        return len(sent)

    more(0)
    statements()
    db.session.rollback()
    alone = statements()
    for number in range(1, 5):
        more(number)
    db.session.rollback()
    assert statements() == alone


def test_what_is_not_decided_yet(app):
    issue, other = an_issue(), an_issue("別の課題")
    made = one_of_each(issue)
    groups = [proposal.organisation for proposal in made.values()]
    a_proposal(other, groups[0], made[ProposalState.DRAFT].author)
    assert [one.title for one in queries.unfinished_of(issue, groups)] == ["下書き", "提出", "検討中"]
    assert queries.unfinished_of(issue, []) == []


def test_why_somebody_cannot_propose(app):
    author, association = a_person(), a_group("町会")
    a_group("ある会", members=[author])
    assert queries.why_not(an_issue(), author) == ""
    assert queries.why_not(an_issue(publication=Publication.RESTRICTED), author) == ""
    assert queries.why_not(an_issue(publication=Publication.HIDDEN), author) == rules.NOT_PUBLIC
    assert queries.why_not(an_issue(ending=Ending.DONE), author) == rules.HAS_ENDED
    assert queries.why_not(an_issue(merged_into_id=an_issue("先").id), author) == rules.IS_MERGED
    own = an_issue(organisation=association)
    assert queries.why_not(own, a_member_of(association)) == rules.OWN_ISSUE
    assert queries.why_not(own, author) == ""


def test_everybody_reads_their_part_of_the_history(app):
    author, staff = a_person(), a_coordinator()
    group, issue = a_group("ある会", members=[author]), an_issue()
    with writing():
        proposal = actions.draft(author, group, issue=issue, title="題", body="内容")
        actions.submit(author, proposal)
        actions.review(staff, proposal)

    def stories(viewer):
        return [story.sentence % story.facts for story in queries.history(proposal, viewer)]

    assert stories(Visitor()) == stories(a_person()) == ["提案がありました：ある会", "提案の検討を始めました：ある会"]
    assert stories(author) == stories(staff) == ["提案の下書きができました", *stories(Visitor())]
    assert group.verification is Verification.VERIFIED
