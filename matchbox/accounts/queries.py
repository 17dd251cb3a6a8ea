"""Finding people, their sign-ins and the keys in their letters."""

from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Select, select

from matchbox.accounts.models import KeyPurpose, MailKey, Role, RoleGrant, SignIn, User
from matchbox.accounts.rules import folded_email
from matchbox.core import clock
from matchbox.core.database import db
from matchbox.tools import signatures


def hashed(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def signed_in_with(token: str, moment: datetime) -> User | None:
    """The person whose cookie holds this token, while the sign-in lasts."""
    return db.session.scalars(
        select(User)
        .join(SignIn, SignIn.user_id == User.id)
        .where(SignIn.token_hash == hashed(token), SignIn.ended_at.is_(None), SignIn.expires_at > moment)
    ).one_or_none()


def sign_in_of(token: str) -> SignIn | None:
    """The sign-in whose cookie holds this token, also when it has ended."""
    return db.session.scalars(select(SignIn).where(SignIn.token_hash == hashed(token))).one_or_none()


def sign_ins_of(viewer: Any) -> Select[SignIn]:
    """Everybody knows of their own."""
    return select(SignIn).where(SignIn.user_id == viewer.id)


def running_sign_ins(viewer: Any, moment: datetime) -> list[SignIn]:
    """Where this person is signed in, the latest first."""
    running = sign_ins_of(viewer).where(SignIn.ended_at.is_(None), SignIn.expires_at > moment)
    return list(db.session.scalars(running.order_by(SignIn.created_at.desc(), SignIn.id.desc())))


def by_email(address: str) -> User | None:
    return db.session.scalars(select(User).where(User.email == folded_email(address))).one_or_none()


def key_of(token: str, purpose: KeyPurpose) -> MailKey | None:
    """The key that a link names, also when it is used or expired: `actions.use_key` judges that."""
    number = signatures.number_in(token, purpose.value)
    return db.session.get(MailKey, number) if number is not None else None


def token_of(key: MailKey) -> str:
    """What stands in the link. Only letters show it."""
    return signatures.signed(key.id, key.purpose.value)


def password_hash_of(user: User | None) -> str:
    """The hash behind the password of this person, or of their latest registration while that is unconfirmed."""
    if user is None or user.confirmed_at is not None:
        return user.password_hash if user else ""
    registrations = select(MailKey.password_hash).where(
        MailKey.user_id == user.id, MailKey.purpose == KeyPurpose.CONFIRM
    )
    return db.session.scalar(registrations.order_by(MailKey.id.desc()).limit(1)) or ""


def holders_of(role: Role) -> list[User]:
    """Who holds the role today, by name."""
    day = clock.today()
    running = (RoleGrant.from_on <= day) & (RoleGrant.until_on.is_(None) | (RoleGrant.until_on >= day))
    holders = select(RoleGrant.user_id).where(RoleGrant.role == role, running)
    return list(db.session.scalars(select(User).where(User.id.in_(holders)).order_by(User.name, User.id)))
