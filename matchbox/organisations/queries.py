"""Finding groups."""

from typing import Any

from sqlalchemy import Select, or_, select

from matchbox.accounts.policy import staff
from matchbox.core import clock
from matchbox.core.database import db
from matchbox.organisations.models import Membership, Organisation
from matchbox.organisations.workflow import Verification

LISTED = (Verification.VERIFIED, Verification.EXPIRING)


def running(day: Any) -> Any:
    """Memberships whose term includes the day."""
    return (Membership.from_on <= day) & (Membership.until_on.is_(None) | (Membership.until_on >= day))


def visible_to(viewer: Any) -> Select[Organisation]:
    """Verified groups are public; staff see all, members their own."""
    if staff.includes(viewer, None):
        return select(Organisation)
    listed = Organisation.verification.in_(LISTED)
    if not viewer.is_authenticated:
        return select(Organisation).where(listed)
    own = select(Membership.organisation_id).where(Membership.user_id == viewer.id, running(clock.today()))
    return select(Organisation).where(or_(listed, Organisation.id.in_(own)))


def of_member(user: Any, only_verified: bool = False) -> list[Organisation]:
    """The groups that this person acts for today."""
    if not user.is_authenticated:
        return []
    own = select(Membership.organisation_id).where(Membership.user_id == user.id, running(clock.today()))
    found = select(Organisation).where(Organisation.id.in_(own)).order_by(Organisation.name)
    return list(db.session.scalars(found.where(Organisation.verification.in_(LISTED)) if only_verified else found))
