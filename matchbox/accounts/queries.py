"""Finding people."""

from datetime import datetime
from hashlib import sha256

from sqlalchemy import select

from matchbox.accounts.models import Role, RoleGrant, SignIn, User
from matchbox.accounts.rules import folded_email
from matchbox.core import clock
from matchbox.core.database import db


def hashed(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def signed_in_with(token: str, moment: datetime) -> User | None:
    """The person whose cookie holds this token, while the sign-in lasts."""
    return db.session.scalars(
        select(User)
        .join(SignIn, SignIn.user_id == User.id)
        .where(SignIn.token_hash == hashed(token), SignIn.ended_at.is_(None), SignIn.expires_at > moment)
    ).one_or_none()


def by_email(address: str) -> User | None:
    return db.session.scalars(select(User).where(User.email == folded_email(address))).one_or_none()


def holders_of(role: Role) -> list[User]:
    """Who holds the role today, by name."""
    day = clock.today()
    running = (RoleGrant.from_on <= day) & (RoleGrant.until_on.is_(None) | (RoleGrant.until_on >= day))
    holders = select(RoleGrant.user_id).where(RoleGrant.role == role, running)
    return list(db.session.scalars(select(User).where(User.id.in_(holders)).order_by(User.name, User.id)))
