"""A small city with one of everything, for tests that open every page as every kind of person."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from flask import current_app

from matchbox.accounts.models import KeyPurpose, MailKey, SignIn, User
from matchbox.accounts.queries import token_of
from matchbox.core import clock
from matchbox.core.publication import Publication
from matchbox.issues.models import Issue
from matchbox.matching.models import Activity, Match, Outreach
from matchbox.matching.rules import Answer
from matchbox.matching.workflow import MatchState
from matchbox.organisations.models import MemberRole, Membership, Offer, Organisation
from matchbox.organisations.workflow import Verification
from matchbox.proposals.models import Proposal
from matchbox.proposals.workflow import ProposalState
from matchbox.tools import mail
from matchbox.tools.signatures import signed
from tests.given.groups import a_group, a_member_of, an_offer
from tests.given.issues import a_comment, an_issue
from tests.given.matches import a_match, an_outreach, helping, needing
from tests.given.news import a_news_item
from tests.given.people import a_coordinator, a_person, an_administrator, an_analyst
from tests.given.proposals import a_proposal
from tests.given.rows import saved
from tests.given.saved import a_saved_search
from tests.given.search import a_synonym_group
from tests.given.words import a_policy


@dataclass
class World:
    """`people` by what they are; `None` is a visitor. `subjects` fill the addresses of pages."""

    people: dict[str, User | None]
    subjects: dict[str, int | str]
    elsewhere: dict[str, dict[str, str]]  # pages whose subject is another one than the main characters
    group: Organisation
    issue: Issue
    match: Match
    proposal: Proposal

    def address(self, app, endpoint: str) -> str:
        adapter = app.url_map.bind("localhost")
        rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint)
        known = self.subjects | self.elsewhere.get(endpoint, {})
        return adapter.build(endpoint, {name: known[name] for name in rule.arguments}, method=_method(rule))


def _method(rule) -> str:
    return "GET" if "GET" in rule.methods else "POST"


def _link(person: User, purpose: KeyPurpose, subject_id: int | None = None) -> str:
    """What stands in a letter to this person: a link that is still good."""
    expires = clock.now() + timedelta(hours=24)
    key = MailKey(user_id=person.id, purpose=purpose, email=person.email, subject_id=subject_id, expires_at=expires)
    return token_of(saved(key))


def _a_letter() -> str:
    """The name of a letter that was kept because there is no mail server."""
    text = "マッチ箱からのお知らせです。"
    message = mail.Message(1, clock.now(), "hana@example.jp", "お知らせ", text, f"<p>{text}</p>")
    folder = Path(current_app.instance_path) / "letters"
    mail.send(message, mail.Sender("center@example.jp"), folder)
    return mail.kept(folder)[0].name


def a_sign_in(person: User) -> SignIn:
    return SignIn(user_id=person.id, token_hash=f"of {person.id}", expires_at=clock.now() + timedelta(days=1))


def a_world() -> World:
    """A resident's public issue, a group that proposed and is asked about it, and their match at 顔合わせ."""
    newcomer = saved(User(name="はじめての方", email="hajimete@example.jp"))
    draft = an_issue("まだ確かめていない投稿", Publication.DRAFT, newcomer, posted_at=clock.now())
    resident, officer, stranger = a_person("川端 みどり"), a_person("団体 山本"), a_person("別の団体 木村")
    coordinator = a_coordinator()
    group = a_group(members=[officer], phone="076-000-0001", contact_name="団体 山本")
    others = a_group("泉野まちづくり学生会", kind="student_group", members=[stranger])
    a_group("新しい会", state=Verification.APPLIED)
    member = a_member_of(group, "団体 小林", role=MemberRole.MEMBER)
    issue = an_issue(poster=resident, contact_phone="076-000-0002", coordinator=coordinator)
    an_issue("確認を待つ課題です", publication=Publication.WAITING, poster=resident, reply_by=date(2026, 1, 5))
    proposal = a_proposal(issue, group, officer, ProposalState.UNDER_REVIEW)
    comment = a_comment(issue.thread, author=resident)
    match = a_match(MatchState.MEETING, issue, [needing(resident), helping(group)], coordinator=coordinator)
    outreach = an_outreach(match, group, Answer.WAITING, answer_by=date(2026, 1, 5))
    agreed = a_match(MatchState.ACTIVE, None, [needing(others), helping(group)], coordinator=coordinator)
    saved(Activity(match_id=agreed.id, held_on=agreed.agreed_on, people=12, hours=3, note="雪かき"))
    offer: Offer = an_offer(group)
    membership: Membership = next(row for row in group.memberships if row.user_id == member.id)
    asked: Outreach = outreach
    return World(
        people={
            "visitor": None,
            "resident": resident,
            "member": officer,
            "other_member": stranger,
            "coordinator": coordinator,
            "analyst": an_analyst(),
            "administrator": an_administrator(),
        },
        subjects={
            "issue_id": issue.id,
            "organisation_id": group.id,
            "membership_id": membership.id,
            "offer_id": offer.id,
            "proposal_id": proposal.id,
            "thread_id": issue.thread_id,
            "comment_id": comment.id,
            "match_id": match.id,
            "group_id": a_synonym_group(by=coordinator).id,
            "area_id": issue.area_id,
            "term_id": issue.category_id,
            "node_id": a_policy().id,
            "saved_id": a_saved_search(resident).id,
            "news_id": a_news_item(author=coordinator).id,
            "outreach_id": asked.id,
            "party_id": match.parties[1].id,
            "sign_in_id": saved(a_sign_in(resident)).id,
            "envelope_id": 1,
            "plan_code": "kanazawa-kyodo-2026",
            "indicator_code": "K406",
            "token": "unknown",
            "name": "unknown.eml",
            "release": "x",
            "path": "img/favicon.svg",
        },
        elsewhere={
            "pages.organisation_kind": {"term_id": group.kind_id},
            "kpi.indicator": {"plan_code": "kanazawa-strategy-2"},
            "accounts.confirm": {"token": _link(newcomer, KeyPurpose.CONFIRM)},
            "accounts.reset_password": {"token": _link(resident, KeyPurpose.RESET)},
            "issues.confirm": {"token": _link(newcomer, KeyPurpose.POST, draft.id)},
            "issues.posted": {"token": signed(issue.id, "receipt")},
            "admin.letter": {"name": _a_letter()},
        },
        group=group,
        issue=issue,
        match=match,
        proposal=proposal,
    )
