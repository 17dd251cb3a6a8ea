"""Finding matches, who stands in them on a day, and how far their issues have come."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from matchbox.accounts.models import User
from matchbox.accounts.policy import coordinator, staff
from matchbox.core import clock
from matchbox.core.database import db
from matchbox.core.events import Story, told
from matchbox.core.journal import Audience, about
from matchbox.core.publication import Publication
from matchbox.core.years import FiscalYear
from matchbox.discussion.models import Comment
from matchbox.issues.models import Issue
from matchbox.issues.workflow import Ending, Progress
from matchbox.matching.models import Match, Outreach, Party, Tag
from matchbox.matching.rules import ACCEPTING, LATELY, Answer, Means, PlanChoices, Standing
from matchbox.matching.workflow import AGREED_ON, BEFORE_AGREEMENT, COLUMNS, LIVE, MatchState
from matchbox.organisations.models import Membership
from matchbox.organisations.queries import running
from matchbox.plans import queries as plans
from matchbox.plans.models import Node
from matchbox.proposals.models import Proposal
from matchbox.proposals.workflow import PUBLIC, ProposalState

UNDER_WAY = (MatchState.AGREED, MatchState.ACTIVE)
WITH_ITS_PARTIES = selectinload(Match.parties).joinedload(Party.organisation)


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


class Line(NamedTuple):
    """A line of the public list. Of a match that is not `known` to the viewer only its bare facts may be shown."""

    match: Match
    known: bool


def lines(found: Select[Match], viewer: Any) -> list[Line]:
    """These matches as lines: the latest agreed first, those not agreed at the end."""
    ordered = found.order_by(Match.agreed_on.desc().nulls_last(), Match.id.desc())
    with_names = ordered.options(WITH_ITS_PARTIES, joinedload(Match.issue).joinedload(Issue.area))
    matches = list(db.session.scalars(with_names))
    ids = [match.id for match in matches]
    known = set(db.session.scalars(visible_to(viewer).where(Match.id.in_(ids)).with_only_columns(Match.id)))
    return [Line(match, match.id in known) for match in matches]


def agreed_in(year: FiscalYear) -> ColumnElement[bool]:
    return Match.agreed_on.between(year.first_day, year.last_day)


def years_of_agreement() -> list[FiscalYear]:
    """The fiscal years from the first agreement to this one, the latest first."""
    first = db.session.scalar(select(func.min(Match.agreed_on)).where(Match.state.in_(AGREED_ON)))
    today = clock.today()
    return list(reversed(FiscalYear.span(FiscalYear.of(min(first or today, today)), FiscalYear.of(today))))


def of_issue(issue: Issue, viewer: Any) -> list[Match]:
    """The matches of this issue that the viewer may know of, the latest first."""
    found = visible_to(viewer).where(Match.issue_id == issue.id).order_by(Match.id.desc())
    return list(db.session.scalars(found.options(WITH_ITS_PARTIES)))


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


def plan_choices(year: FiscalYear) -> list[PlanChoices]:
    """The plans to which a match of this fiscal year can be tagged, with the policies that carry tags."""
    return [
        PlanChoices(plan.id, plan.title, plan.required, frozenset(node.id for node in plans.lowest(plan)))
        for plan in plans.in_force(year.year)
    ]


class PlanQuestion(NamedTuple):
    """A plan as a form asks about it: its lowest nodes as (id, words)."""

    id: int
    title: str
    required: bool
    choices: list[tuple[int, str]]


def plan_questions(year: FiscalYear) -> list[PlanQuestion]:
    return [
        PlanQuestion(
            plan.id, plan.title, plan.required, [(node.id, f"{node.code} {node.title}") for node in plans.lowest(plan)]
        )
        for plan in plans.in_force(year.year)
    ]


def proposals_to_choose(issue: Issue) -> list[Proposal]:
    """The proposals from which a match of this issue can grow."""
    growing = (ProposalState.UNDER_REVIEW, ProposalState.CHOSEN)
    found = select(Proposal).where(Proposal.issue_id == issue.id, Proposal.state.in_(growing))
    return list(db.session.scalars(found.options(joinedload(Proposal.organisation)).order_by(Proposal.id)))


def asked_lately(day: date) -> dict[int, int]:
    """How often each group was asked by the centre in the weeks up to this day."""
    found = (
        select(Outreach.organisation_id, func.count())
        .where(Outreach.asked_on > day - timedelta(days=LATELY), Outreach.means != Means.PROPOSAL)
        .group_by(Outreach.organisation_id)
    )
    return {group: number for group, number in db.session.execute(found)}


def is_late(day: date) -> ColumnElement[bool]:
    """The next step of a live match, or the answer of a group, was due before this day."""
    awaited = exists().where(
        Outreach.match_id == Match.id, Outreach.answer == Answer.WAITING, Outreach.answer_by < day
    )
    return or_(
        and_(Match.state.in_(LIVE), Match.next_step_by < day), and_(Match.state.in_(BEFORE_AGREEMENT), awaited)
    )


def board(day: date) -> Select[Match]:
    """What stands on the board: live matches, and those completed in the running fiscal year."""
    ended = func.coalesce(Match.ended_on, Match.agreed_on)
    done = (Match.state == MatchState.COMPLETED) & (ended >= FiscalYear.of(day).first_day)
    return select(Match).where(or_(Match.state.in_(LIVE), done))


def in_area(area_id: int) -> ColumnElement[bool]:
    return Match.issue_id.in_(select(Issue.id).where(Issue.area_id == area_id))


def board_cards(found: Select[Match]) -> dict[MatchState, list[Match]]:
    """The columns of the board; in each, what is due first stands first. The number of statements is constant."""
    matches = db.session.scalars(
        found.options(
            joinedload(Match.issue).joinedload(Issue.area),
            joinedload(Match.coordinator),
            WITH_ITS_PARTIES,
            selectinload(Match.candidates),
            selectinload(Match.outreaches).joinedload(Outreach.organisation),
        ).order_by(Match.id)
    )
    columns: dict[MatchState, list[Match]] = {state: [] for state in COLUMNS}
    for match in sorted(matches, key=lambda match: match.due_on or date.max):
        columns[match.state].append(match)
    return columns


def history(match: Match, audiences: tuple[Audience, ...]) -> list[tuple[Story, str]]:
    """What happened to this match as far as these audiences may read it, the latest first, and who did it."""
    stories = told(db.session.scalars(about("match", [match.id], audiences)))
    actors = {story.actor_id for story in stories if story.actor_id is not None}
    names: dict[int | None, str] = {
        id_: name for id_, name in db.session.execute(select(User.id, User.name).where(User.id.in_(actors)))
    }
    return [(story, names.get(story.actor_id, "")) for story in reversed(stories)]


def tags_of(match: Match) -> list[Tag]:
    """The tags with their policies and plans, in the order of the plans, the primary ones first."""
    found = select(Tag).where(Tag.match_id == match.id).options(joinedload(Tag.node).joinedload(Node.plan))
    return sorted(
        db.session.scalars(found),
        key=lambda tag: (tag.node.plan.position, not tag.is_primary, tag.node.position),
    )


def progress() -> ColumnElement[str]:
    """取組段階 of an issue, derived from what happened to it; use it in a select from Issue."""

    def has(*states: MatchState) -> ColumnElement[bool]:
        return exists().where(Match.issue_id == Issue.id, Match.state.in_(states))

    proposed = exists().where(Proposal.issue_id == Issue.id, Proposal.state.in_(PUBLIC))
    commented = exists().where(
        Comment.thread_id == Issue.thread_id,
        Comment.deleted_at.is_(None),
        or_(Issue.poster_id.is_(None), Comment.author_id != Issue.poster_id),
    )
    return case(
        (Issue.ending == Ending.DONE, Progress.DONE.value),
        (Issue.ending == Ending.WITHDRAWN, Progress.WITHDRAWN.value),
        (Issue.ending == Ending.PAUSED, Progress.PAUSED.value),
        (has(*UNDER_WAY), Progress.UNDER_WAY.value),
        (has(*BEFORE_AGREEMENT), Progress.COORDINATING.value),
        (or_(proposed, commented), Progress.TALKING.value),
        else_=Progress.OPEN.value,
    )


def progress_of(ids: Iterable[int]) -> dict[int, Progress]:
    """How far these issues have come, in one statement."""
    rows = db.session.execute(select(Issue.id, progress()).where(Issue.id.in_(list(ids))))
    return {id_: Progress.of(value) for id_, value in rows}
