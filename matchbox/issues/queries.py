"""Finding issues, and who may know of them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, case, func, or_, select

from matchbox.accounts.policy import coordinator
from matchbox.core import clock
from matchbox.core.database import db
from matchbox.core.listings import BEST, LARGEST_ID, Asked, Facet, Listing, among, members, numbers
from matchbox.core.permissions import Visitor
from matchbox.core.publication import Publication
from matchbox.core.remembering import remembered
from matchbox.core.years import FiscalYear
from matchbox.discussion.models import Comment
from matchbox.issues.models import Issue, Need
from matchbox.issues.workflow import Progress
from matchbox.organisations.models import Membership
from matchbox.organisations.queries import running
from matchbox.places.models import Area
from matchbox.vocabulary.models import Term

SHOWN_OF_BODY = 90
SHOWN = (Issue.publication == Publication.PUBLIC, Issue.merged_into_id.is_(None))  # in public lists
NEW, OLD, NEAR = "new", "old", "near"
SORTS = (NEW, OLD, NEAR, BEST)
FIRST_YEAR = 2015  # the earliest fiscal year that the list can be narrowed to
MINE = 1


def visible_to(viewer: Any, also: ColumnElement[bool] | None = None) -> Select[Issue]:
    """Public issues; posters and the members of their groups see theirs in any state, coordinators all.

    `also` widens it: matches stand above issues, and they know which groups were asked about a restricted one.
    """
    if coordinator.includes(viewer, None):
        return select(Issue)
    public = Issue.publication == Publication.PUBLIC
    if not viewer.is_authenticated:
        return select(Issue).where(public)
    asked = [] if also is None else [and_(Issue.publication == Publication.RESTRICTED, also)]
    return select(Issue).where(or_(public, _own(viewer), *asked))


def _own(viewer: Any) -> ColumnElement[bool]:
    groups = select(Membership.organisation_id).where(Membership.user_id == viewer.id, running(clock.today()))
    return or_(Issue.poster_id == viewer.id, Issue.organisation_id.in_(groups))


@lru_cache(maxsize=4)
def _facets(progress: ColumnElement[str], this_year: int) -> tuple[Facet, ...]:
    """What everybody can choose; `progress` is derived above issues."""
    return (
        Facet("progress", progress, members(Progress)),
        Facet("category", Issue.category_id),
        Facet("area", Issue.area_id),
        Facet("need", Need.kind_id, owner=Need.issue_id),
        Facet("year", _year_of_publication(this_year)),
    )


def facets(viewer: Any, progress: ColumnElement[str]) -> tuple[Facet, ...]:
    everybody = _facets(progress, FiscalYear.of(clock.today()).year)
    if not viewer.is_authenticated:
        return everybody
    return (
        *everybody,
        Facet("publication", Issue.publication, members(Publication), is_counted=False),
        Facet("mine", case((_own(viewer), MINE)), _is_asked, is_counted=False),
    )


def years() -> list[FiscalYear]:
    """The fiscal years to which the list can be narrowed, the latest first."""
    return [FiscalYear(year) for year in range(FiscalYear.of(clock.today()).year, FIRST_YEAR - 1, -1)]


def _is_asked(texts: Iterable[str]) -> tuple[int, ...]:
    return (MINE,) if MINE in numbers(texts) else ()


def _year_of_publication(this_year: int) -> ColumnElement[int | None]:
    def begins(year: int) -> datetime:
        return datetime(year, 4, 1, tzinfo=clock.TOKYO)

    years = range(this_year, FIRST_YEAR - 1, -1)
    return case(*((Issue.published_at >= begins(year), year) for year in years))


def goes_beyond_public(asked: Asked) -> bool:
    return bool(asked["mine"] or asked["publication"])


def in_sight(viewer: Any, asked: Asked, hits: Sequence[int] | None = None) -> Select[Issue]:
    """Public issues, unless somebody asks for their own or for other states, and of them what the words find.

    `hits` is what the index found for the words; without an index the words are looked for as they stand.
    """
    beyond = viewer.is_authenticated and goes_beyond_public(asked)
    issues = visible_to(viewer) if beyond else select(Issue).where(*SHOWN)
    if not asked.q:
        return issues
    as_typed = and_(*(_says(word) for word in asked.q.split()))
    if hits is None:
        return issues.where(as_typed)
    found = among(Issue.id, hits)
    return issues.where(or_(found, as_typed) if beyond else found)  # the index knows public ones only


def _says(word: str) -> ColumnElement[bool]:
    return or_(Issue.title.icontains(word, autoescape=True), Issue.body.icontains(word, autoescape=True))


class Row(NamedTuple):
    """A line of the list."""

    id: int
    title: str
    beginning: str  # the whole text, where words were looked for: they may stand anywhere
    category: str
    area: str | None
    published_at: datetime | None
    publication: Publication
    comments: int
    progress: str


class Issues(Listing):
    """The list for one set of conditions: its statements, which are dearer to build than to carry out."""

    def __init__(
        self,
        things: Select[Issue],
        facets: Sequence[Facet],
        asked: Asked,
        progress: ColumnElement[str],
        nearness: Mapping[int, int] | None = None,
    ) -> None:
        super().__init__(things, Issue.id, facets, asked)
        self.progress, self.nearness = progress, nearness

    @cached_property
    def _page(self) -> Select[Any]:
        """How far an issue has come is worked out for the rows of the page alone."""
        order = _order(self.asked, self.nearness)
        page = self.found.with_only_columns(Issue.id).order_by(*order)
        page = page.offset(bindparam("offset", type_=Integer)).limit(bindparam("limit", type_=Integer))
        near = page.subquery()
        issues = select(Issue).join(near, near.c.id == Issue.id).order_by(*order)
        return _rows(issues, self.progress, whole=bool(self.asked.q))

    def rows(self, offset: int, limit: int) -> list[Row]:
        return [Row(*row) for row in db.session.execute(self._page, {"offset": offset, "limit": limit})]

    def rows_of(self, ids: Sequence[int]) -> list[Row]:
        rows = [Row(*row) for row in db.session.execute(_rows_of(self.progress), {"ids": list(ids)})]
        return sorted(rows, key=lambda row: ids.index(row.id))


def listing(
    viewer: Any,
    asked: Asked,
    progress: ColumnElement[str],
    hits: Sequence[int] | None = None,
    nearness: Mapping[int, int] | None = None,
) -> Issues:
    if asked.q or nearness or (viewer.is_authenticated and goes_beyond_public(asked)):
        return Issues(in_sight(viewer, asked, hits), facets(viewer, progress), asked, progress, nearness)
    return _public_listing(asked, _facets(progress, FiscalYear.of(clock.today()).year), progress)


@lru_cache(maxsize=256)
def _public_listing(asked: Asked, facets: tuple[Facet, ...], progress: ColumnElement[str]) -> Issues:
    """The same for everybody."""
    return Issues(in_sight(Visitor(), asked), facets, asked, progress)


def counts(issues: Issues, hits: Sequence[int] | None = None) -> dict[str, dict[Any, int]]:
    """The numbers beside the choices, for a list made with these `hits`.

    Those of public lists are kept while the database stays as it is and the index finds the same.
    """
    if goes_beyond_public(issues.asked):
        return issues.counts()
    found = None if hits is None else hash(tuple(hits))
    return remembered(("issues", issues.asked.q, found, issues.asked.chosen, clock.today().year), issues.counts)


@lru_cache(maxsize=2)
def _rows_of(progress: ColumnElement[str]) -> Select[Any]:
    return _rows(select(Issue).where(Issue.id.in_(bindparam("ids", expanding=True))), progress, whole=True)


def _order(asked: Asked, nearness: Mapping[int, int] | None) -> tuple[ColumnElement[Any], ...]:
    """By the day of publication; where some have none yet, by number, on which both databases agree."""
    keys: list[Any] = [Issue.id] if goes_beyond_public(asked) else [Issue.published_at, Issue.id]
    ordered = [key.asc() if asked.sort == OLD else key.desc() for key in keys]
    if asked.sort == NEAR and nearness:
        ordered.insert(0, case(dict(nearness), value=Issue.area_id, else_=LARGEST_ID).asc())
    return tuple(ordered)


def _rows(issues: Select[Issue], progress: ColumnElement[str], whole: bool) -> Select[Any]:
    comments = (
        select(func.count(Comment.id))
        .where(Comment.thread_id == Issue.thread_id, Comment.deleted_at.is_(None))
        .scalar_subquery()
    )
    with_names = issues.join(Term, Term.id == Issue.category_id).outerjoin(Area, Area.id == Issue.area_id)
    return with_names.with_only_columns(
        Issue.id,
        Issue.title,
        Issue.body if whole else func.substr(Issue.body, 1, SHOWN_OF_BODY + 1),
        Term.label,
        Area.name,
        Issue.published_at,
        Issue.publication,
        comments,
        progress,
    )
