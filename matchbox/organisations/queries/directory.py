"""How is the directory of groups asked for, narrowed, counted and ordered?"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, not_, null, or_, select
from sqlalchemy.orm import joinedload, selectinload

from matchbox.core.database import db
from matchbox.core.listings import BEST, NONE, Asked, Facet, Listing, among, members, numbers
from matchbox.core.remembering import remembered
from matchbox.organisations.models import Offer, Organisation, organisation_areas, organisation_fields
from matchbox.organisations.queries.sight import LISTED, SHOWN, visible_to
from matchbox.organisations.rules import folded
from matchbox.organisations.workflow import Verification
from matchbox.places.models import Area

READING, NEWEST = "reading", "new"
SORTS = (READING, NEWEST, BEST)
STATE = "verified"
WHOLE_CITY = NONE  # as a district: none of them in particular
WHOLE_CITY_WORD = "city"  # how older addresses say it

_area_links, _field_links = organisation_areas.c, organisation_fields.c
_offers = select(Offer.organisation_id, Offer.kind_id).where(Offer.withdrawn_at.is_(None)).subquery().c


def _areas(texts: Iterable[str]) -> tuple[Any, ...]:
    return numbers(str(WHOLE_CITY) if text == WHOLE_CITY_WORD else text for text in texts)


class _AreaFacet(Facet):
    """In a district there are those who are active there, and those who are active in the whole city."""

    def counted(self, found: Select[Any], id_: Any) -> Select[Any, int]:
        everywhere = found.where(Organisation.whole_city).with_only_columns(func.count()).scalar_subquery()
        others = found.where(~Organisation.whole_city).with_only_columns(id_)
        here = select(_area_links.area_id, func.count().label("groups")).where(_area_links.organisation_id.in_(others))
        local = here.group_by(_area_links.area_id).subquery()
        areas = select(Area.id).union_all(select(null())).subquery()
        joined = areas.outerjoin(local, local.c.area_id == areas.c.id)
        return select(areas.c.id, everywhere + func.coalesce(local.c.groups, 0)).select_from(joined)


FACETS = (
    Facet("kind", Organisation.kind_id),
    Facet("field", _field_links.term_id, owner=_field_links.organisation_id),
    _AreaFacet(
        "area", _area_links.area_id, _areas, owner=_area_links.organisation_id, also=Organisation.whole_city.is_(True)
    ),
    Facet(STATE, Organisation.verification, members(Verification)),
    Facet("offer", _offers.kind_id, owner=_offers.organisation_id),
)


class Directory(Listing):
    """Groups under a set of conditions; only listed ones, unless somebody asks for other states."""

    def narrowed(self, but: str = "") -> Select[Any]:
        found = super().narrowed(but)
        return found if but == STATE or self.asked[STATE] else found.where(Organisation.verification.in_(LISTED))

    def rows(self, offset: int, limit: int) -> list[Organisation]:
        return _loaded(self.found.order_by(*_order(self.asked.sort)).offset(offset).limit(limit))

    def rows_of(self, ids: Sequence[int]) -> list[Organisation]:
        return sorted(_loaded(self.found.where(Organisation.id.in_(ids))), key=lambda group: ids.index(group.id))


def directory(viewer: Any, asked: Asked, hits: Sequence[int] | None = None) -> Directory:
    """`hits` is what the index found for the words; without an index they are looked for as they stand."""
    groups = visible_to(viewer).where(Organisation.merged_into_id.is_(None))
    if asked.q:
        groups = groups.where(_found(asked.q, hits))
    return Directory(groups, Organisation.id, FACETS, asked)


def counts(groups: Directory, viewer: Any) -> dict[str, dict[Any, int]]:
    """The numbers beside the choices. Those of visitors without words are kept while the database stays as it is."""
    if groups.asked.q or viewer.is_authenticated:
        return groups.counts()
    return remembered(("organisations", groups.asked.chosen), groups.counts)


def offers_among(ids: Iterable[int]) -> dict[int, int]:
    """How many できること these groups have at present."""
    found = select(_offers.organisation_id, func.count()).where(_offers.organisation_id.in_(list(ids)))
    return {id_: count for id_, count in db.session.execute(found.group_by(_offers.organisation_id))}


def _found(words: str, hits: Sequence[int] | None) -> ColumnElement[bool]:
    """The index holds what everybody may see; the rest is looked through as it stands."""
    as_typed = and_(*(Organisation.folded.contains(word, autoescape=True) for word in folded(words).split()))
    return as_typed if hits is None else or_(among(Organisation.id, hits), and_(not_(and_(*SHOWN)), as_typed))


def _order(sort: str) -> tuple[Any, ...]:
    if sort == NEWEST:
        return Organisation.verified_at.desc().nulls_last(), Organisation.id.desc()
    return Organisation.kana, Organisation.id


def _loaded(found: Select[Organisation]) -> list[Organisation]:
    """With what a line of the list shows, in a constant number of statements."""
    shown = (joinedload(Organisation.kind), selectinload(Organisation.fields), selectinload(Organisation.areas))
    return list(db.session.scalars(found.options(*shown)))
