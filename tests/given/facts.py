"""Facts as the deeds publish them, each with the rows it is about: the kinds of letters are tested with them."""

from datetime import date, timedelta

from matchbox.accounts import actions as accounts
from matchbox.accounts.events import PasswordChanged
from matchbox.accounts.models import KeyPurpose
from matchbox.core import clock
from matchbox.core.events import publish
from matchbox.core.permissions import Visitor
from matchbox.core.publication import Publication
from matchbox.discussion.events import CommentWritten
from matchbox.issues import events as issues
from matchbox.matching import events as matching
from matchbox.matching.rules import Answer, Means
from matchbox.matching.workflow import MatchState
from matchbox.organisations import events as organisations
from matchbox.organisations.workflow import Verification
from matchbox.proposals import events as proposals
from matchbox.proposals.workflow import ProposalState
from matchbox.web.transactions import writing
from tests.given.groups import a_group
from tests.given.issues import a_comment, an_issue
from tests.given.matches import a_match, an_outreach, helping, needing
from tests.given.people import a_coordinator, a_person, someone_unconfirmed
from tests.given.proposals import a_proposal

VISITOR = Visitor()
MESSAGE = "月に一度、朝の時間に手伝っていただけると助かります。"


def tell(kind, subject, **facts):
    with writing():
        publish(kind(subject_id=subject.id, actor_id=None, **facts))
    return subject


def a_registration(email="new@example.jp"):
    with writing():
        return accounts.register(VISITOR, None, email=email, name="新しい人", password_hash="hash")


def a_reset(person=None):
    person = person or a_person()
    with writing():
        return accounts.ask_for_reset(VISITOR, None, email=person.email)


def a_changed_password():
    return tell(PasswordChanged, a_person())


def a_posted_draft():
    poster = someone_unconfirmed()
    issue = an_issue(poster=poster, publication=Publication.DRAFT, posted_at=clock.now())
    with writing():
        key = accounts.issue_key(VISITOR, poster, purpose=KeyPurpose.POST, subject_id=issue.id)
    return tell(issues.ConfirmationAsked, issue, key_id=key.id)


def an_issue_that(kind, publication, facts=None, **more):
    issue = an_issue(publication=publication, publication_reason="電話番号が書かれています。\n消してください。", **more)
    return tell(kind, issue, **(facts or {}))


def a_submitted_issue(**more):
    more = {"reply_by": clock.today() + timedelta(days=7), **more}
    return an_issue_that(issues.IssueSubmitted, Publication.WAITING, **more)


def a_published_issue(**more):
    return an_issue_that(issues.IssuePublished, Publication.PUBLIC, **more)


def a_group_that(kind, state, facts=None, **more):
    more = {"verification_reason": "目的をくわしく書いてください。", **more}
    group = a_group(state=state, members=[a_person("団体 山本")], **more)
    return tell(kind, group, **(facts or {}))


def a_proposal_that(kind, state, issue=None, **more):
    proposal = a_proposal(issue=issue, state=state, **more)
    return tell(kind, proposal, issue_id=proposal.issue_id, group=proposal.organisation.name)


def a_group_asked(issue=None, means=Means.SYSTEM, **more):
    group = a_group(members=[a_person("団体 山本")])
    match = a_match(MatchState.APPROACHED, **({"issue": issue} if issue else {}))
    more = {"answer_by": clock.today() + timedelta(days=10), "message": MESSAGE, **more}
    outreach = an_outreach(match, group, Answer.WAITING, means, **more)
    tell(matching.GroupAsked, match, issue_id=match.issue_id, outreach_id=outreach.id, group=group.name)
    return outreach


def a_match_that(kind, state, issue=None, **facts):
    issue = issue or an_issue()
    group = a_group(members=[a_person("団体 山本")])
    match = a_match(state, issue, [needing(issue.poster), helping(group)])
    an_outreach(match, group)
    return tell(kind, match, issue_id=match.issue_id, **facts)


def a_written_comment(issue=None, **more):
    comment = a_comment((issue or an_issue()).thread, **more)
    return tell(CommentWritten, comment.thread, comment_id=comment.id)


FACTS = {
    "accounts/confirm": a_registration,
    "accounts/known_address": lambda: a_registration(a_person().email),
    "accounts/reset": a_reset,
    "accounts/password_changed": a_changed_password,
    "issues/confirm": a_posted_draft,
    "issues/received": a_submitted_issue,
    "issues/published": a_published_issue,
    "issues/sent_back": lambda: an_issue_that(issues.IssueSentBack, Publication.SENT_BACK, {"reason": "x"}),
    "issues/hidden": lambda: an_issue_that(issues.IssueHidden, Publication.HIDDEN, {"reason": "x"}),
    "issues/restricted": lambda: an_issue_that(issues.IssueRestricted, Publication.RESTRICTED),
    "organisations/applied": lambda: (
        a_coordinator(), a_group_that(organisations.OrganisationApplied, Verification.APPLIED)
    ),
    "organisations/verified": lambda: a_group_that(
        organisations.OrganisationVerified, Verification.VERIFIED, {"until": "2027-03-31"},
        verified_until=date(2027, 3, 31),
    ),
    "organisations/refused": lambda: a_group_that(
        organisations.OrganisationRefused, Verification.REFUSED, {"reason": "x"}
    ),
    "proposals/submitted": lambda: a_proposal_that(proposals.ProposalSubmitted, ProposalState.SUBMITTED),
    "proposals/chosen": lambda: a_proposal_that(proposals.ProposalChosen, ProposalState.CHOSEN),
    "proposals/declined": lambda: a_proposal_that(
        proposals.ProposalDeclined, ProposalState.NOT_THIS_TIME, reason="今年は予算がありません。"
    ),
    "matching/asked": a_group_asked,
    "matching/agreed": lambda: a_match_that(matching.MatchAgreed, MatchState.AGREED, agreed_on="2026-11-24"),
    "matching/given_up": lambda: a_match_that(matching.MatchGivenUp, MatchState.NOT_AGREED, reason="x"),
    "matching/broken_off": lambda: a_match_that(matching.MatchBrokenOff, MatchState.BROKEN_OFF, reason="x"),
    "discussion/comment": a_written_comment,
}  # fmt: skip
