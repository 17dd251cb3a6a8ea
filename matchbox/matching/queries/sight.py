"""Who may know of which matches?"""

from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select, true

from matchbox.accounts.policy import coordinator, staff
from matchbox.core import clock
from matchbox.core.publication import Publication
from matchbox.issues.models import Issue
from matchbox.matching.models import Match, Outreach, Party
from matchbox.matching.rules import ACCEPTING, Answer
from matchbox.matching.workflow import AGREED_ON, MatchState
from matchbox.organisations.models import Membership
from matchbox.organisations.queries import running


def _own_groups(viewer: Any) -> Select[int]:
    return select(Membership.organisation_id).where(Membership.user_id == viewer.id, running(clock.today()))


def _asked(viewer: Any) -> Select[int]:
    """Matches about which a group of the viewer was asked; one that said no has no more business with it."""
    still = Outreach.answer.in_((Answer.WAITING, *ACCEPTING))
    return select(Outreach.match_id).where(Outreach.organisation_id.in_(_own_groups(viewer)), still)


def _standing(viewer: Any) -> Select[int]:
    """Matches in which the viewer, or a group of theirs, is a party."""
    itself = or_(Party.user_id == viewer.id, Party.organisation_id.in_(_own_groups(viewer)))
    return select(Party.match_id).where(itself)


def visible_to(viewer: Any) -> Select[Match]:
    """Coordinators see every match, other staff those of public issues, everybody what was agreed on one.

    Parties see theirs once it is more than a candidate; groups asked see what they are asked about at once.
    """
    if coordinator.includes(viewer, None):
        return select(Match)
    of_public_issue = or_(
        Match.issue_id.is_(None), Match.issue_id.in_(select(Issue.id).where(Issue.publication == Publication.PUBLIC))
    )
    if staff.includes(viewer, None):
        return select(Match).where(of_public_issue)
    public = Match.state.in_(AGREED_ON) & of_public_issue
    if not viewer.is_authenticated:
        return select(Match).where(public)
    standing = Match.id.in_(_standing(viewer)) & (Match.state != MatchState.CANDIDATE)
    return select(Match).where(or_(public, standing, Match.id.in_(_asked(viewer))))


def parties_known_to(viewer: Any) -> ColumnElement[bool]:
    """Of which matches in sight may the viewer know who stands in them?

    Before 成立 a group that is only asked learns whose issue it is, not which other groups are in it.
    """
    if staff.includes(viewer, None) or not viewer.is_authenticated:
        return true()
    return or_(Match.agreed_on.is_not(None), Match.id.in_(_standing(viewer)))


def issues_asked_about(viewer: Any) -> ColumnElement[bool] | None:
    """The issues that concern the viewer through a match: they may read them also when they are restricted."""
    if not viewer.is_authenticated:
        return None
    concerning = or_(Match.id.in_(_asked(viewer)), Match.id.in_(_standing(viewer)))
    return Issue.id.in_(select(Match.issue_id).where(concerning))


def outreaches_visible_to(viewer: Any) -> Select[Outreach]:
    """A group that was asked knows of it at once; the others never do."""
    if coordinator.includes(viewer, None):
        return select(Outreach)
    return select(Outreach).where(Outreach.organisation_id.in_(_own_groups(viewer)))


def parties_visible_to(viewer: Any) -> Select[Party]:
    return select(Party).where(Party.match_id.in_(visible_to(viewer).with_only_columns(Match.id)))


def listed_to(viewer: Any) -> Select[Match]:
    """What the public list shows: everything agreed, also what is not public (then without title and names)."""
    if staff.includes(viewer, None):
        return select(Match)
    known = visible_to(viewer).with_only_columns(Match.id)
    return select(Match).where(or_(Match.state.in_(AGREED_ON), Match.id.in_(known)))
