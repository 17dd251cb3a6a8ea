"""What is known about one match, and which matches has one issue?"""

from datetime import date
from typing import Any

from sqlalchemy import exists, not_, select
from sqlalchemy.orm import joinedload, selectinload

from matchbox.accounts.models import User
from matchbox.core.database import db
from matchbox.core.events import Story, told
from matchbox.core.journal import Audience, about
from matchbox.issues.models import Issue
from matchbox.matching.models import Match, Party
from matchbox.matching.queries.sight import parties_known_to, visible_to
from matchbox.matching.rules import Standing
from matchbox.matching.workflow import LIVE
from matchbox.organisations.models import Membership
from matchbox.organisations.queries import running
from matchbox.proposals.models import Proposal
from matchbox.proposals.workflow import ProposalState

WITH_ITS_PARTIES = selectinload(Match.parties).joinedload(Party.organisation)


def of_issue(issue: Issue, viewer: Any) -> list[Match]:
    """The matches of this issue that the viewer may know of, the latest first."""
    found = visible_to(viewer).where(Match.issue_id == issue.id).order_by(Match.id.desc())
    return list(db.session.scalars(found.options(WITH_ITS_PARTIES)))


def nameless_of(issue: Issue, viewer: Any) -> set[int]:
    """Those of them whose parties the viewer may not know yet: a group that was only asked."""
    found = visible_to(viewer).where(Match.issue_id == issue.id, not_(parties_known_to(viewer)))
    return set(db.session.scalars(found.with_only_columns(Match.id)))


def live_of(issue: Issue) -> bool:
    """Is a match of this issue under way?"""
    return bool(db.session.scalar(select(exists().where(Match.issue_id == issue.id, Match.state.in_(LIVE)))))


def live_twin(match: Match) -> Match | None:
    """Another live match of the same issue with the same set of parties."""
    if match.issue is None or not match.party_set or not match.is_live:
        return None
    return db.session.scalars(
        select(Match).where(
            Match.issue_id == match.issue.id,
            Match.party_set == match.party_set,
            Match.state.in_(LIVE),
            Match.id != match.id,
        )
    ).first()


def standings(match: Match, day: date) -> list[Standing]:
    """How the parties stand to each other on this day."""
    people = [party.user_id for party in match.parties if party.user_id is not None]
    terms = db.session.scalars(
        select(Membership)
        .where(Membership.user_id.in_(people), running(day))
        .options(joinedload(Membership.organisation))
    )
    sides: dict[int, set[str]] = {}
    for term in terms:
        survivor = term.organisation.merged_into_id or term.organisation_id
        sides.setdefault(term.user_id, set()).add(f"org:{survivor}")
    return [
        Standing(
            role=party.role,
            key=party.key,
            is_organisation=party.organisation_id is not None,
            sides=frozenset(sides.get(party.user_id or 0, ())),
            of_centre=party.user is not None and any(grant.runs_on(day) for grant in party.user.grants),
        )
        for party in match.parties
    ]


def proposals_to_choose(issue: Issue) -> list[Proposal]:
    """The proposals from which a match of this issue can grow."""
    growing = (ProposalState.UNDER_REVIEW, ProposalState.CHOSEN)
    found = select(Proposal).where(Proposal.issue_id == issue.id, Proposal.state.in_(growing))
    return list(db.session.scalars(found.options(joinedload(Proposal.organisation)).order_by(Proposal.id)))


def history(match: Match, audiences: tuple[Audience, ...]) -> list[tuple[Story, str]]:
    """What happened to this match as far as these audiences may read it, the latest first, and who did it."""
    stories = told(db.session.scalars(about("match", [match.id], audiences)))
    actors = {story.actor_id for story in stories if story.actor_id is not None}
    names: dict[int | None, str] = {
        id_: name for id_, name in db.session.execute(select(User.id, User.name).where(User.id.in_(actors)))
    }
    return [(story, names.get(story.actor_id, "")) for story in reversed(stories)]
