"""What is known about a group: its words, offers and members, its namesakes, and what happened to it."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager, joinedload

from matchbox.accounts.policy import staff
from matchbox.core import journal
from matchbox.core.database import db
from matchbox.core.events import Story, told
from matchbox.core.journal import Audience, JournalEntry
from matchbox.organisations.models import Membership, Offer, Organisation
from matchbox.organisations.policy import member
from matchbox.organisations.queries.sight import REGISTERED
from matchbox.organisations.rules import RENEWAL_OPENS
from matchbox.organisations.workflow import Verification
from matchbox.places import queries as places
from matchbox.vocabulary import queries as vocabulary
from matchbox.vocabulary.models import Vocabulary


def in_words(organisation: Organisation) -> str:
    """What a group says of itself and of what it can do."""
    offers = [offer for offer in organisation.offers if offer.withdrawn_at is None]
    return "\n".join(
        text
        for text in (
            organisation.purpose,
            organisation.activities,
            *(f"{offer.title} {offer.description}".strip() for offer in offers),
        )
        if text
    )


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
