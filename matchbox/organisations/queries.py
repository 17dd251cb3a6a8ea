"""Finding groups."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from matchbox.accounts.policy import staff
from matchbox.core import clock, journal
from matchbox.core.database import db
from matchbox.core.events import Story, told
from matchbox.core.journal import Audience, JournalEntry
from matchbox.organisations.models import (
    Membership,
    Offer,
    Organisation,
    organisation_areas,
    organisation_fields,
)
from matchbox.organisations.policy import member
from matchbox.organisations.rules import RENEWAL_OPENS, folded
from matchbox.organisations.workflow import Verification
from matchbox.places import queries as places
from matchbox.vocabulary import queries as vocabulary
from matchbox.vocabulary.models import Vocabulary

LISTED = (Verification.VERIFIED, Verification.EXPIRING)
REGISTERED = (Verification.APPLIED, *LISTED)
MOST_WORDS = 5


def running(day: Any) -> Any:
    """Memberships whose term includes the day."""
    return (Membership.from_on <= day) & (Membership.until_on.is_(None) | (Membership.until_on >= day))


def _own(viewer: Any) -> Select[int]:
    return select(Membership.organisation_id).where(Membership.user_id == viewer.id, running(clock.today()))


def visible_to(viewer: Any) -> Select[Organisation]:
    """Verified groups are public; staff see all, members their own."""
    if staff.includes(viewer, None):
        return select(Organisation)
    listed = Organisation.verification.in_(LISTED)
    if not viewer.is_authenticated:
        return select(Organisation).where(listed)
    return select(Organisation).where(or_(listed, Organisation.id.in_(_own(viewer))))


def memberships_visible_to(viewer: Any) -> Select[Membership]:
    """Who acts for a group is known to its members and to staff."""
    if staff.includes(viewer, None):
        return select(Membership)
    return select(Membership).where(Membership.organisation_id.in_(_own(viewer)))


def offers_visible_to(viewer: Any) -> Select[Offer]:
    return select(Offer).where(Offer.organisation_id.in_(visible_to(viewer).with_only_columns(Organisation.id)))


def of_member(user: Any, only_verified: bool = False) -> list[Organisation]:
    """The groups that this person acts for today."""
    if not user.is_authenticated:
        return []
    found = select(Organisation).where(Organisation.id.in_(_own(user))).order_by(Organisation.name)
    return list(db.session.scalars(found.where(Organisation.verification.in_(LISTED)) if only_verified else found))


def choices_verified() -> list[tuple[int, str]]:
    """Every group that may propose and be asked, by its reading, for a select."""
    found = select(Organisation.id, Organisation.name).where(_is_listed())
    return [(id_, name) for id_, name in db.session.execute(found.order_by(Organisation.kana, Organisation.id))]


def _is_listed() -> ColumnElement[bool]:
    return and_(Organisation.verification.in_(LISTED), Organisation.merged_into_id.is_(None))


class Lists(NamedTuple):
    """What can be chosen about a group: ids and their words."""

    kinds: dict[int, str]
    fields: dict[int, str]
    areas: dict[int, str]


def lists(organisation: Organisation | None = None) -> Lists:
    """The choices of today; words that are retired stay for the group that has them."""
    kinds, fields = vocabulary.choices(Vocabulary.ORGANISATION_KIND), vocabulary.choices(Vocabulary.ACTIVITY_FIELD)
    offered = Lists(_words(kinds), _words(fields), _words(places.choices()))
    if organisation is not None:
        offered.kinds.setdefault(organisation.kind.id, organisation.kind.label)
        for field in organisation.fields:
            offered.fields.setdefault(field.id, field.label)
        for area in organisation.areas:
            offered.areas.setdefault(area.id, area.name)
    return offered


def _words(choices: Iterable[tuple[int, str]]) -> dict[int, str]:
    return {id_: label for id_, label in choices}


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for in the directory; without anything it is every verified group."""

    words: str = ""
    kinds: tuple[int, ...] = ()
    fields: tuple[int, ...] = ()
    area: int | None = None
    whole_city: bool = False

    def __bool__(self) -> bool:
        return self != Wanted()


def directory(wanted: Wanted) -> Select[Organisation]:
    """Verified groups that fit, by their reading, with what a line of the list shows."""
    found = select(Organisation).where(*_conditions(wanted)).order_by(Organisation.kana, Organisation.id)
    return found.options(
        joinedload(Organisation.kind), selectinload(Organisation.fields), selectinload(Organisation.areas)
    )


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    words = folded(wanted.words.replace("\x00", "")).split()[:MOST_WORDS]
    conditions = [_is_listed(), *(Organisation.folded.contains(word, autoescape=True) for word in words)]
    if wanted.kinds:
        conditions.append(Organisation.kind_id.in_(wanted.kinds))
    if wanted.fields:
        conditions.append(Organisation.id.in_(_linked(organisation_fields.c.term_id, wanted.fields)))
    if wanted.area is not None:
        here = Organisation.id.in_(_linked(organisation_areas.c.area_id, [wanted.area]))
        conditions.append(or_(here, Organisation.whole_city))
    if wanted.whole_city:
        conditions.append(Organisation.whole_city.is_(True))
    return conditions


def _linked(column: Any, ids: Iterable[int]) -> Select[int]:
    return select(column.table.c.organisation_id).where(column.in_(tuple(ids)))


def kinds_among(wanted: Wanted) -> dict[int, int]:
    """How many groups each kind has, under the other conditions."""
    found = select(Organisation.kind_id, func.count()).where(*_conditions(replace(wanted, kinds=())))
    return {id_: count for id_, count in db.session.execute(found.group_by(Organisation.kind_id))}


def fields_among(wanted: Wanted) -> dict[int, int]:
    """How many groups are active in each field, under the other conditions."""
    term = organisation_fields.c.term_id
    found = (
        select(term, func.count())
        .join(Organisation, Organisation.id == organisation_fields.c.organisation_id)
        .where(*_conditions(replace(wanted, fields=())))
    )
    return {id_: count for id_, count in db.session.execute(found.group_by(term))}


def offers_among(ids: Iterable[int]) -> dict[int, int]:
    """How many できること these groups have at present."""
    found = select(Offer.organisation_id, func.count()).where(
        Offer.organisation_id.in_(list(ids)), Offer.withdrawn_at.is_(None)
    )
    return {id_: count for id_, count in db.session.execute(found.group_by(Offer.organisation_id))}


def offers_of(organisation: Organisation) -> list[Offer]:
    """What the group offers at present."""
    found = select(Offer).where(Offer.organisation_id == organisation.id, Offer.withdrawn_at.is_(None))
    return list(db.session.scalars(found.options(joinedload(Offer.kind)).order_by(Offer.id)))


def members_of(organisation: Organisation) -> list[Membership]:
    """Everybody who acts, will act or has acted for the group."""
    found = select(Membership).where(Membership.organisation_id == organisation.id)
    loaded = found.join(Membership.user).options(contains_eager(Membership.user))
    return list(db.session.scalars(loaded.order_by(Membership.from_on, Membership.id)))


def namesakes(organisation: Organisation) -> list[Organisation]:
    """Other groups with the same name that are registered or have applied."""
    found = select(Organisation).where(
        Organisation.name == organisation.name,
        Organisation.id != organisation.id,
        Organisation.verification.in_(REGISTERED),
    )
    return list(db.session.scalars(found.options(joinedload(Organisation.kind)).order_by(Organisation.id)))


def same_group(name: str, kana: str, kind_id: int, but: int | None) -> Organisation | None:
    """A group that is registered or has applied under the same name, reading and kind."""
    found = select(Organisation).where(
        Organisation.name == name,
        Organisation.kana == kana,
        Organisation.kind_id == kind_id,
        Organisation.verification.in_(REGISTERED),
        Organisation.id != (but or 0),
    )
    return db.session.scalars(found.limit(1)).one_or_none()


def advancing(day: date) -> list[Organisation]:
    """Groups whose verification is due for renewal, or has expired, on that day."""
    due = (Organisation.verification == Verification.VERIFIED) & (Organisation.verified_until < day + RENEWAL_OPENS)
    over = (Organisation.verification == Verification.EXPIRING) & (Organisation.verified_until < day)
    return list(db.session.scalars(select(Organisation).where(or_(due, over)).order_by(Organisation.id)))


def record(organisation: Organisation, viewer: Any) -> list[Story]:
    """What happened to the group, the newest first."""
    rows = journal.about("organisation", [organisation.id], _audiences(organisation, viewer))
    newest = rows.order_by(None).order_by(JournalEntry.created_at.desc(), JournalEntry.id.desc())
    return told(db.session.scalars(newest.limit(30)))


def _audiences(organisation: Organisation, viewer: Any) -> tuple[Audience, ...]:
    if staff.includes(viewer, None):
        return tuple(Audience)
    return (Audience.PUBLIC, Audience.PARTIES) if member.includes(viewer, organisation) else (Audience.PUBLIC,)
