"""Finding proposals."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, not_, or_, select
from sqlalchemy.orm import joinedload

from matchbox.accounts.policy import coordinator
from matchbox.core import clock, journal
from matchbox.core.database import db
from matchbox.core.events import Story, told
from matchbox.core.journal import Audience
from matchbox.core.listings import BEST, Asked, Facet, Listing, among, members
from matchbox.core.publication import ACCEPTED
from matchbox.core.remembering import remembered
from matchbox.issues import queries as issues
from matchbox.issues.models import Issue
from matchbox.issues.workflow import Ending
from matchbox.organisations.models import Membership, Organisation
from matchbox.organisations.policy import member
from matchbox.organisations.queries import of_member, running
from matchbox.proposals.models import Proposal
from matchbox.proposals.rules import OWN_ISSUE, why_closed
from matchbox.proposals.workflow import PUBLIC, UNFINISHED, ProposalState

NEW, OLD = "new", "old"
SORTS = (NEW, OLD, BEST)
MINE = 1
HIDDEN = -1  # in place of what the viewer may not know; nothing can be asked for by it
PUBLIC_ISSUES = select(Issue.id).where(*issues.SHOWN)
SHOWN = (Proposal.state.in_(PUBLIC), Proposal.issue_id.in_(PUBLIC_ISSUES))  # in public lists

_KIND = select(Organisation.kind_id).where(Organisation.id == Proposal.organisation_id).scalar_subquery()


def visible_to(viewer: Any, also: ColumnElement[bool] | None = None) -> Select[Proposal]:
    """What was proposed on issues in sight; drafts and what was withdrawn for the group itself and coordinators.

    `also` widens what is in sight as in `issues.queries.visible_to`: matches know who was asked.
    """
    if coordinator.includes(viewer, None):
        return select(Proposal)
    public = Proposal.state.in_(PUBLIC) & Proposal.issue_id.in_(_issues_in_sight(viewer, also))
    if not viewer.is_authenticated:
        return select(Proposal).where(public)
    return select(Proposal).where(or_(public, Proposal.organisation_id.in_(_own_groups(viewer))))


def _own_groups(viewer: Any) -> Select[int]:
    return select(Membership.organisation_id).where(Membership.user_id == viewer.id, running(clock.today()))


def _issues_in_sight(viewer: Any, also: ColumnElement[bool] | None) -> Select[int]:
    return issues.visible_to(viewer, also).with_only_columns(Issue.id)


def in_sight(issue: Issue, viewer: Any, also: ColumnElement[bool] | None = None) -> bool:
    """May the viewer know of the issue? A group keeps its proposal when the issue is hidden later."""
    return db.session.scalar(_issues_in_sight(viewer, also).where(Issue.id == issue.id)) is not None


def why_not(issue: Issue, viewer: Any) -> str:
    """Why somebody who knows of the issue cannot propose anything for it; nothing when they can."""
    closed = why_closed(
        is_accepted=issue.publication in ACCEPTED,
        has_ended=issue.ending is not Ending.NONE,
        is_merged=issue.merged_into_id is not None,
    )
    if closed:
        return closed
    groups = of_member(viewer, only_verified=True)
    return OWN_ISSUE if groups and all(group.id == issue.organisation_id for group in groups) else ""


def _as_listed(found: Select[Proposal]) -> list[Proposal]:
    """With the names that a list shows, in a constant number of statements."""
    group = joinedload(Proposal.organisation).joinedload(Organisation.kind)
    return list(db.session.scalars(found.options(group, joinedload(Proposal.issue))))


def of_issue(issue: Issue, viewer: Any) -> list[Proposal]:
    """The proposals for an issue that the viewer may read, the first first; withdrawn ones are not among them."""
    found = visible_to(viewer).where(Proposal.issue_id == issue.id, Proposal.state != ProposalState.WITHDRAWN)
    return _as_listed(found.order_by(Proposal.submitted_at.asc().nulls_last(), Proposal.id))


def of_organisation(organisation: Organisation, viewer: Any) -> list[Proposal]:
    """The proposals of a group that the viewer may read, the newest first."""
    found = visible_to(viewer).where(Proposal.organisation_id == organisation.id)
    return _as_listed(found.order_by(Proposal.id.desc()))


def unfinished_of(issue: Issue, organisations: Iterable[Organisation]) -> list[Proposal]:
    """What these groups have written for the issue and what is not decided yet."""
    ids = [organisation.id for organisation in organisations]
    found = select(Proposal).where(
        Proposal.issue_id == issue.id, Proposal.organisation_id.in_(ids), Proposal.state.in_(UNFINISHED)
    )
    return _as_listed(found.order_by(Proposal.id))


def history(proposal: Proposal, viewer: Any) -> list[Story]:
    """What happened to the proposal as far as the viewer may read it, the oldest first."""
    knows = coordinator.includes(viewer, None) or member.includes(viewer, proposal)
    audiences = (Audience.PUBLIC, Audience.PARTIES) if knows else (Audience.PUBLIC,)
    entries = db.session.scalars(journal.about("proposal", [proposal.id], audiences))
    return told(entries)


def facets(viewer: Any, also: ColumnElement[bool] | None = None) -> tuple[Facet, ...]:
    """What the list of proposals can be narrowed by; of an issue that is out of sight neither district nor field."""
    known = Proposal.issue_id.in_(_issues_in_sight(viewer, also))

    def of_issue(column: Any) -> ColumnElement[Any]:
        return case((known, select(column).where(Issue.id == Proposal.issue_id).scalar_subquery()), else_=HIDDEN)

    everybody = (
        Facet("state", Proposal.state, members(ProposalState)),
        Facet("category", of_issue(Issue.category_id)),
        Facet("area", of_issue(Issue.area_id)),
        Facet("kind", _KIND),
        Facet("year", _year_of_submission()),
    )
    if not viewer.is_authenticated:
        return everybody
    mine = or_(Proposal.organisation_id.in_(_own_groups(viewer)), not_(and_(*SHOWN)))
    return (*everybody, Facet("mine", case((mine, MINE))))


def _year_of_submission() -> ColumnElement[int | None]:
    begins = {year.year: datetime.combine(year.first_day, time(), clock.TOKYO) for year in issues.years()}
    return case(*((Proposal.submitted_at >= moment, year) for year, moment in begins.items()))


class Line(NamedTuple):
    """A line of the list; the issue is named only to whoever may know of it."""

    proposal: Proposal
    issue_known: bool


class Proposals(Listing):
    """Public ones, unless somebody asks for other states or for their own, as far as they may see them."""

    def __init__(
        self, viewer: Any, things: Select[Proposal], asked: Asked, also: ColumnElement[bool] | None = None
    ) -> None:
        super().__init__(things, Proposal.id, facets(viewer, also), asked)
        self.viewer, self.also = viewer, also

    def narrowed(self, but: str = "") -> Select[Any]:
        found = super().narrowed(but)
        if but == "mine" or self.asked["mine"]:
            return found
        found = found.where(Proposal.issue_id.in_(PUBLIC_ISSUES))
        return found if but == "state" or self.asked["state"] else found.where(Proposal.state.in_(PUBLIC))

    def rows(self, offset: int, limit: int) -> list[Line]:
        return self._lines(self.found.order_by(*_order(self.asked.sort)).offset(offset).limit(limit))

    def rows_of(self, ids: Sequence[int]) -> list[Line]:
        lines = self._lines(self.found.where(Proposal.id.in_(ids)))
        return sorted(lines, key=lambda line: ids.index(line.proposal.id))

    def _lines(self, found: Select[Proposal]) -> list[Line]:
        proposals = _as_listed(found)
        in_sight = _issues_in_sight(self.viewer, self.also).where(Issue.id.in_({one.issue_id for one in proposals}))
        known = set(db.session.scalars(in_sight))
        return [Line(proposal, proposal.issue_id in known) for proposal in proposals]


def listing(
    viewer: Any, asked: Asked, hits: Sequence[int] | None = None, also: ColumnElement[bool] | None = None
) -> Proposals:
    """`hits` is what the index found for the words; without an index they are looked for as they stand."""
    found = visible_to(viewer, also)
    return Proposals(viewer, found.where(_found(asked.q, hits)) if asked.q else found, asked, also)


def counts(proposals: Proposals) -> dict[str, dict[Any, int]]:
    """The numbers beside the choices. Those of visitors without words are kept while the database stays as it is."""
    asked = proposals.asked
    if asked.q or proposals.viewer.is_authenticated:
        return proposals.counts()
    return remembered(("proposals", asked.chosen, clock.today().year), proposals.counts)


def _found(words: str, hits: Sequence[int] | None) -> ColumnElement[bool]:
    """The index holds what everybody may see; the rest is looked through as it stands."""
    texts = (Proposal.title, Proposal.body)
    as_typed = and_(*(or_(*(text.icontains(word, autoescape=True) for text in texts)) for word in words.split()))
    return as_typed if hits is None else or_(among(Proposal.id, hits), and_(not_(and_(*SHOWN)), as_typed))


def _order(sort: str) -> tuple[Any, ...]:
    if sort == OLD:
        return Proposal.submitted_at.asc().nulls_last(), Proposal.id.asc()
    return Proposal.submitted_at.desc().nulls_last(), Proposal.id.desc()
