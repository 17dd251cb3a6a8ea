"""Finding issues, and who may know of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any, NamedTuple, Self

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from matchbox.accounts.policy import coordinator
from matchbox.core import clock
from matchbox.core.database import db
from matchbox.core.permissions import Visitor
from matchbox.core.publication import Publication
from matchbox.discussion.models import Comment
from matchbox.issues.models import Issue
from matchbox.issues.workflow import Progress
from matchbox.organisations.models import Membership
from matchbox.organisations.queries import running
from matchbox.places.models import Area
from matchbox.vocabulary.models import Term

LONGEST_QUESTION = 100
LARGEST_ID = 2**31 - 1
SHOWN_OF_BODY = 90
SHOWN = (Issue.publication == Publication.PUBLIC, Issue.merged_into_id.is_(None))  # in public lists
NEW, OLD, BEST = "new", "old", "best"


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


@dataclass(frozen=True)
class Conditions:
    """What the address of the list asks for. Whatever makes no sense is as good as not asked."""

    q: str = ""
    area: tuple[int, ...] = ()
    category: tuple[int, ...] = ()
    progress: tuple[Progress, ...] = ()
    publication: tuple[Publication, ...] = ()
    mine: bool = False
    sort: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, Sequence[str]]) -> Self:
        def first(name: str) -> str:
            return (asked.get(name) or [""])[0]

        return cls(
            q=" ".join(first("q").replace("\x00", "").split())[:LONGEST_QUESTION],
            area=_numbers(asked.get("area", ())),
            category=_numbers(asked.get("category", ())),
            progress=tuple(step for step in Progress if step.value in asked.get("progress", ())),
            publication=tuple(state for state in Publication if state.value in asked.get("publication", ())),
            mine=first("mine") == "1",
            sort=first("sort") if first("sort") in (NEW, OLD, BEST) else "",
        )

    @property
    def narrows(self) -> bool:
        return replace(self, sort="") != Conditions()

    @property
    def goes_beyond_public(self) -> bool:
        return self.mine or bool(self.publication)

    @property
    def address(self) -> dict[str, Any]:
        """The arguments of the address that asks for the same."""
        known = {"q": self.q, "area": self.area, "category": self.category, "sort": self.sort, "mine": int(self.mine)}
        states = {
            "progress": [step.value for step in self.progress],
            "publication": [state.value for state in self.publication],
        }
        return {name: value for name, value in (known | states).items() if value}

    def without(self, name: str, value: Any) -> Self:
        now = getattr(self, name)
        left: Any = tuple(other for other in now if other != value) if isinstance(now, tuple) else type(now)()
        return replace(self, **{name: left})


def _numbers(texts: Sequence[str]) -> tuple[int, ...]:
    numbers = (int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 12)
    return tuple(dict.fromkeys(number for number in numbers if 0 < number <= LARGEST_ID))


def _found(
    viewer: Any, asked: Conditions, progress: ColumnElement[str], hits: Sequence[int] | None = None
) -> Select[Issue]:
    beyond_public = viewer.is_authenticated and asked.goes_beyond_public
    issues = visible_to(viewer) if beyond_public else select(Issue).where(*SHOWN)
    if beyond_public and asked.mine:
        issues = issues.where(_own(viewer))
    if beyond_public and asked.publication:
        issues = issues.where(Issue.publication.in_(asked.publication))
    if asked.area:
        issues = issues.where(_one_of(Issue.area_id, asked.area))
    if asked.category:
        issues = issues.where(_one_of(Issue.category_id, asked.category))
    if asked.progress:
        issues = issues.where(progress.in_([step.value for step in asked.progress]))
    if not asked.q:
        return issues
    if hits is not None:
        return issues.where(Issue.id.in_(hits))
    return issues.where(*(_says(word) for word in asked.q.split()))


def _one_of(column: InstrumentedAttribute[Any], values: tuple[int, ...]) -> ColumnElement[bool]:
    """A single value is asked for by equality, for which an index is found more easily."""
    return column == values[0] if len(values) == 1 else column.in_(values)


def _says(word: str) -> ColumnElement[bool]:
    return or_(Issue.title.icontains(word, autoescape=True), Issue.body.icontains(word, autoescape=True))


class Row(NamedTuple):
    """A line of the list."""

    id: int
    title: str
    beginning: str
    category: str
    area: str | None
    published_at: datetime | None
    publication: Publication
    comments: int
    progress: str


class Listing:
    """The list for one set of conditions: its statements, which are dearer to build than to carry out."""

    def __init__(self, issues: Select[Issue], asked: Conditions, progress: ColumnElement[str]) -> None:
        self.issues, self.asked, self.progress = issues, asked, progress

    @cached_property
    def _count(self) -> Select[int]:
        return self.issues.with_only_columns(func.count(Issue.id))

    @cached_property
    def _page(self) -> Select[Any]:
        """How far an issue has come is worked out for the rows of the page alone."""
        order = _order(self.asked)
        page = self.issues.with_only_columns(Issue.id).order_by(*order)
        page = page.offset(bindparam("offset", type_=Integer)).limit(bindparam("limit", type_=Integer))
        near = page.subquery()
        return _rows(select(Issue).join(near, near.c.id == Issue.id).order_by(*order), self.progress)

    def count(self) -> int:
        return db.session.scalar(self._count) or 0

    def rows(self, offset: int, limit: int) -> list[Row]:
        return [Row(*row) for row in db.session.execute(self._page, {"offset": offset, "limit": limit})]

    def best_first(self, hits: Sequence[int]) -> list[int]:
        """The ids of these issues in the order in which the index found them."""
        there = set(db.session.scalars(self.issues.with_only_columns(Issue.id)))
        return [id_ for id_ in hits if id_ in there]

    def rows_of(self, ids: Sequence[int]) -> list[Row]:
        rows = [Row(*row) for row in db.session.execute(_rows_of(self.progress), {"ids": list(ids)})]
        return sorted(rows, key=lambda row: ids.index(row.id))


def listing(
    viewer: Any, asked: Conditions, progress: ColumnElement[str], hits: Sequence[int] | None = None
) -> Listing:
    """The list: public issues, unless somebody asks for their own or for other states.

    `hits` is what the index found for the words; without an index the words are looked for as they stand.
    """
    if asked.q or (viewer.is_authenticated and asked.goes_beyond_public):
        return Listing(_found(viewer, asked, progress, hits), asked, progress)
    return _public_listing(asked, progress)


@lru_cache(maxsize=256)
def _public_listing(asked: Conditions, progress: ColumnElement[str]) -> Listing:
    """The same for everybody."""
    return Listing(_found(Visitor(), asked, progress), asked, progress)


@lru_cache(maxsize=2)
def _rows_of(progress: ColumnElement[str]) -> Select[Any]:
    return _rows(select(Issue).where(Issue.id.in_(bindparam("ids", expanding=True))), progress)


def _order(asked: Conditions) -> tuple[ColumnElement[Any], ...]:
    """By the day of publication; where some have none yet, by number, on which both databases agree."""
    keys: list[Any] = [Issue.id] if asked.goes_beyond_public else [Issue.published_at, Issue.id]
    return tuple(key.asc() if asked.sort == OLD else key.desc() for key in keys)


def _rows(issues: Select[Issue], progress: ColumnElement[str]) -> Select[Any]:
    comments = (
        select(func.count(Comment.id))
        .where(Comment.thread_id == Issue.thread_id, Comment.deleted_at.is_(None))
        .scalar_subquery()
    )
    with_names = issues.join(Term, Term.id == Issue.category_id).outerjoin(Area, Area.id == Issue.area_id)
    return with_names.with_only_columns(
        Issue.id,
        Issue.title,
        func.substr(Issue.body, 1, SHOWN_OF_BODY + 1),
        Term.label,
        Area.name,
        Issue.published_at,
        Issue.publication,
        comments,
        progress,
    )
