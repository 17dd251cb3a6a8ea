"""Who may know of which groups, and for whom does somebody act?"""

from typing import Any

from sqlalchemy import Select, or_, select

from matchbox.accounts.policy import staff
from matchbox.core import clock
from matchbox.core.database import db
from matchbox.organisations.models import Membership, Offer, Organisation
from matchbox.organisations.workflow import Verification

LISTED = (Verification.VERIFIED, Verification.EXPIRING)
REGISTERED = (Verification.APPLIED, *LISTED)
SHOWN = (Organisation.verification.in_(LISTED), Organisation.merged_into_id.is_(None))  # in public lists


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
    found = select(Organisation.id, Organisation.name).where(*SHOWN)
    return [(id_, name) for id_, name in db.session.execute(found.order_by(Organisation.kana, Organisation.id))]
