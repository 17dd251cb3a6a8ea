"""What is in the index: everything public of every kind, and nothing else."""

import pytest

from matchbox.core import clock
from matchbox.core.publication import Publication
from matchbox.issues import actions as issues
from matchbox.matching.workflow import AGREED_ON, MatchState
from matchbox.organisations.workflow import Verification
from matchbox.proposals.workflow import PUBLIC, ProposalState
from matchbox.search import documents, queries
from matchbox.search.queries import Kind
from matchbox.web.transactions import writing
from matchbox.web.worker import drain
from tests.given.groups import a_group, an_offer
from tests.given.issues import an_issue
from tests.given.matches import a_match
from tests.given.news import a_news_item
from tests.given.people import a_coordinator
from tests.given.proposals import a_proposal


def keys(kind):
    return {key for key in queries.indexed() if key.startswith(f"{kind.value}:")}


def found(words, kind=Kind.ISSUE):
    return queries.everything(words).kinds[kind]


@pytest.mark.parametrize("state", Publication)
def test_only_public_issues_are_in_it(app, state):
    issue = an_issue(publication=state)
    documents.rebuild()
    assert keys(Kind.ISSUE) == ({f"issue:{issue.id}"} if state is Publication.PUBLIC else set())


@pytest.mark.parametrize("state", ProposalState)
def test_only_public_proposals_of_public_issues_are_in_it(app, state):
    shown, _ = a_proposal(state=state), a_proposal(an_issue(publication=Publication.HIDDEN), state=state)
    documents.rebuild()
    assert keys(Kind.PROPOSAL) == ({f"proposal:{shown.id}"} if state in PUBLIC else set())


@pytest.mark.parametrize("state", MatchState)
def test_only_what_was_agreed_on_a_public_issue_is_in_it(app, state):
    shown, _ = a_match(state), a_match(state, an_issue(publication=Publication.RESTRICTED))
    documents.rebuild()
    assert keys(Kind.MATCH) == ({f"match:{shown.id}"} if state in AGREED_ON else set())


@pytest.mark.parametrize("state", Verification)
def test_only_verified_groups_are_in_it(app, state):
    group = a_group("ほたる橋の会", state=state)
    documents.rebuild()
    listed = state in (Verification.VERIFIED, Verification.EXPIRING)
    assert keys(Kind.ORGANISATION) == ({f"organisation:{group.id}"} if listed else set())


def test_policies_are_found_by_their_words(app):
    documents.rebuild()
    assert len(keys(Kind.POLICY)) > 20
    first = queries.lines(Kind.POLICY, found("多様な担い手 連携", Kind.POLICY))
    assert "2-2 多様な担い手が連携した活動への支援" in [line.title for line in first]


def test_a_group_is_found_by_what_it_can_do(app):
    group = a_group("ほたる橋の会")
    an_offer(group, title="草刈り機を貸します")
    documents.rebuild()
    assert found("草刈り", Kind.ORGANISATION) == [group.id]


def test_news_are_found(app):
    item = a_news_item("夏の相談会を開きます")
    documents.rebuild()
    assert found("相談会", Kind.NEWS) == [item.id]


def test_hiding_an_issue_takes_everything_that_hangs_on_it_out(app, index):
    coordinator = a_coordinator()
    issue = an_issue("通学路の雪かき", publication=Publication.WAITING)
    with writing():
        issues.publish_issue(coordinator, issue)
    proposal, match = a_proposal(issue), a_match(MatchState.ACTIVE, issue)
    documents.rebuild()
    assert {f"issue:{issue.id}", f"proposal:{proposal.id}", f"match:{match.id}"} <= queries.indexed()
    with writing():
        issues.hide_issue(coordinator, issue, reason="確かめています。")
    assert found("雪かき") == [] and found("雪かき", Kind.PROPOSAL) == [] and found("雪かき", Kind.MATCH) == []
    drain(clock.now())
    assert not {f"issue:{issue.id}", f"proposal:{proposal.id}", f"match:{match.id}"} & queries.indexed()


def test_what_becomes_public_is_found_after_the_worker_or_at_once(app, index):
    coordinator = a_coordinator()
    issue = an_issue("通学路の雪かき", publication=Publication.WAITING)
    with writing():
        issues.publish_issue(coordinator, issue)
    if not index.writes_at_once:
        assert found("雪かき") == []
        drain(clock.now())
    assert found("雪かき") == [issue.id]


def test_a_refused_deed_changes_no_index(app, index):
    coordinator = a_coordinator()
    issue = an_issue("通学路の雪かき", publication=Publication.WAITING)
    with pytest.raises(RuntimeError), writing():
        issues.publish_issue(coordinator, issue)
        raise RuntimeError
    drain(clock.now())
    assert f"issue:{issue.id}" not in queries.indexed()


def test_differences_are_mended(app, index):
    issue = an_issue("あとから入ったもの")
    assert f"issue:{issue.id}" not in queries.indexed()
    with writing():
        assert documents.repair() == 1
    assert queries.public_keys() == queries.indexed()
