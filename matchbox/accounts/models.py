"""People, how they prove who they are, and the roles they hold for a time."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchbox.accounts.rules import LONGEST_DEVICE, LONGEST_EMAIL, LONGEST_NAME, LONGEST_PHONE
from matchbox.core import clock
from matchbox.core.database import Model, Numbered
from matchbox.core.words import N_, Worded


class Role(Worded):
    COORDINATOR = "coordinator", N_("コーディネーター")
    ANALYST = "analyst", N_("統計担当")
    ADMINISTRATOR = "administrator", N_("管理者")


class KeyPurpose(Worded):
    """What a link in a letter is good for."""

    CONFIRM = "confirm", N_("メールアドレスの確認")
    RESET = "reset", N_("パスワードの再設定")
    POST = "post", N_("投稿の確認")


class User(Numbered, Model):
    """A person with an account. Without a confirmed address it is only somebody who once wrote an address down."""

    __tablename__ = "users"

    is_authenticated = True
    is_active = True
    is_anonymous = False

    email: Mapped[str | None] = mapped_column(String(LONGEST_EMAIL), unique=True)  # folded to lower case
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))  # the name that the public reads
    phone: Mapped[str] = mapped_column(String(LONGEST_PHONE), default="")  # seen by staff only
    password_hash: Mapped[str] = mapped_column(String(200), default="")  # empty: signs in by letter only
    confirmed_at: Mapped[datetime | None]
    grants: Mapped[list["RoleGrant"]] = relationship(
        back_populates="user", foreign_keys="RoleGrant.user_id", lazy="selectin"
    )

    def get_id(self) -> str:
        return str(self.id)

    def holds(self, role: Role) -> bool:
        day = clock.today()
        return any(grant.role is role and grant.runs_on(day) for grant in self.grants)

    @property
    def is_staff(self) -> bool:
        day = clock.today()
        return any(grant.runs_on(day) for grant in self.grants)


class RoleGrant(Numbered, Model):
    """A role with its term; the last day belongs to it."""

    __tablename__ = "role_grants"
    __table_args__ = (CheckConstraint("until_on IS NULL OR until_on >= from_on", "term"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    role: Mapped[Role]
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    user: Mapped[User] = relationship(back_populates="grants", foreign_keys=[user_id])

    def runs_on(self, day: date) -> bool:
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)


class SignIn(Numbered, Model):
    """One sign-in on one device; the cookie holds a random token, we keep only its hash."""

    __tablename__ = "sign_ins"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    device: Mapped[str] = mapped_column(String(LONGEST_DEVICE), default="")
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    user: Mapped[User] = relationship()


class MailKey(Numbered, Model):
    """A link in a letter: good once, for one purpose, for a while. Its secret is derived, never stored."""

    __tablename__ = "mail_keys"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    purpose: Mapped[KeyPurpose]
    email: Mapped[str] = mapped_column(String(LONGEST_EMAIL))
    subject_id: Mapped[int | None]  # what it confirms, if not the address alone
    # Of a registration: comes into force with the confirmation, so that nobody sets a password for another's address.
    password_hash: Mapped[str] = mapped_column(String(200), default="")
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    user: Mapped[User] = relationship()

    def is_good(self, moment: datetime) -> bool:
        """Not used, not expired, and the address still that of the person."""
        return self.used_at is None and moment < self.expires_at and self.email == self.user.email


class Consent(Numbered, Model):
    """What somebody agreed to, in which version, when."""

    __tablename__ = "consents"
    __table_args__ = (UniqueConstraint("user_id", "document", "version"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    document: Mapped[str] = mapped_column(String(40))
    version: Mapped[str] = mapped_column(String(20))
