"""Finding whom to tell."""

from collections.abc import Iterable

from sqlalchemy import select

from matchbox.accounts import queries as people
from matchbox.accounts.models import MailKey, Role, User
from matchbox.core import clock
from matchbox.core.database import db
from matchbox.discussion.models import Comment
from matchbox.issues.models import Issue
from matchbox.matching.models import Match, Outreach, Party
from matchbox.organisations.models import MemberRole, Organisation
from matchbox.proposals.models import Proposal

OFFICERS = (MemberRole.REPRESENTATIVE, MemberRole.LIAISON)

People = Iterable[User | None]


def owner(key: MailKey) -> People:
    return [key.user]


def oneself(person: User) -> People:
    return [person]


def poster(issue: Issue) -> People:
    """Nobody for a 代理投稿: the centre tells that person by the way they came."""
    return [issue.poster]


def coordinators(anything: object) -> People:
    return people.holders_of(Role.COORDINATOR)


def officers(group: Organisation) -> People:
    """代表 and 連絡責任者 of today."""
    day = clock.today()
    return [each.user for each in group.memberships if each.role in OFFICERS and each.runs_on(day)]


def officers_asked(outreach: Outreach) -> People:
    return officers(outreach.organisation)


def proposers(proposal: Proposal) -> People:
    return officers(proposal.organisation)


def poster_and_coordinators(proposal: Proposal) -> People:
    return [*poster(proposal.issue), *coordinators(proposal)]


def parties(match: Match) -> People:
    return [person for party in match.parties for person in _behind(party)]


def _behind(party: Party) -> People:
    return officers(party.organisation) if party.organisation else [party.user]


def poster_talked_to(comment: Comment) -> People:
    """The poster of the issue that the thread is about, if somebody else wrote."""
    issue = issue_of_thread(comment.thread_id)
    return [] if issue is None or issue.poster_id == comment.author_id else poster(issue)


def issue_of_thread(thread_id: int) -> Issue | None:
    return db.session.scalars(select(Issue).where(Issue.thread_id == thread_id)).one_or_none()


def issue_behind(it: object) -> Issue | None:
    """The issue that a letter about this row speaks of, if any."""
    if isinstance(it, Issue):
        return it
    if isinstance(it, Proposal | Match):
        return it.issue
    if isinstance(it, Outreach):
        return it.match.issue
    if isinstance(it, Comment):
        return issue_of_thread(it.thread_id)
    return None
