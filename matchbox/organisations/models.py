"""Groups, the people who act for them and until when, and what they offer."""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import JSON, CheckConstraint, Column, ForeignKey, String, Table, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from matchbox.accounts.models import User
from matchbox.accounts.rules import LONGEST_EMAIL, LONGEST_PHONE
from matchbox.core import clock
from matchbox.core.database import Model, Numbered
from matchbox.core.words import N_, Worded
from matchbox.organisations.rules import (
    LONGEST_ADDRESS,
    LONGEST_KANA,
    LONGEST_NAME,
    LONGEST_OFFER,
    LONGEST_PERSON,
    LONGEST_REASON,
    LONGEST_TEXT,
    LONGEST_URL,
    MOST_CAPACITY,
    Tenure,
    folded,
)
from matchbox.organisations.workflow import MAY_ACT, VERIFICATION, Verification
from matchbox.places.models import Area
from matchbox.vocabulary.models import Term

organisation_fields = Table(
    "organisation_fields",
    Model.metadata,
    Column("organisation_id", ForeignKey("organisations.id"), primary_key=True),
    Column("term_id", ForeignKey("terms.id"), primary_key=True),
)
organisation_areas = Table(
    "organisation_areas",
    Model.metadata,
    Column("organisation_id", ForeignKey("organisations.id"), primary_key=True),
    Column("area_id", ForeignKey("areas.id"), primary_key=True),
)

ADMINISTRATION = "administration"  # the code of the kind 行政の課
CONTACTS = ("contact_name", "phone", "mobile", "fax", "email", "postal_code", "address")


class Contact(NamedTuple):
    """One way to reach a group, and whether the public may know it."""

    field: str
    value: str
    public: bool


class MemberRole(Worded):
    REPRESENTATIVE = "representative", N_("代表")
    LIAISON = "liaison", N_("連絡責任者")
    MEMBER = "member", N_("メンバー")


OFFICERS = (MemberRole.REPRESENTATIVE, MemberRole.LIAISON)


class Organisation(Numbered, Model):
    """A group. Each contact field has a switch that makes it public; without it staff alone see it."""

    __tablename__ = "organisations"

    name: Mapped[str] = mapped_column(String(LONGEST_NAME), index=True)
    kana: Mapped[str] = mapped_column(String(LONGEST_KANA))
    kind_id: Mapped[int] = mapped_column(ForeignKey("terms.id"), index=True)
    founded_year: Mapped[int | None]
    people: Mapped[int | None]
    purpose: Mapped[str] = mapped_column(String(LONGEST_TEXT))
    activities: Mapped[str] = mapped_column(String(LONGEST_TEXT), default="")
    whole_city: Mapped[bool] = mapped_column(default=False)
    url: Mapped[str] = mapped_column(String(LONGEST_URL), default="")
    folded: Mapped[str] = mapped_column(Text, default="")  # name, reading and purpose in one spelling, for looking up

    contact_name: Mapped[str] = mapped_column(String(LONGEST_PERSON), default="")
    contact_name_public: Mapped[bool] = mapped_column(default=False)
    phone: Mapped[str] = mapped_column(String(LONGEST_PHONE), default="")
    phone_public: Mapped[bool] = mapped_column(default=False)
    mobile: Mapped[str] = mapped_column(String(LONGEST_PHONE), default="")
    mobile_public: Mapped[bool] = mapped_column(default=False)
    fax: Mapped[str] = mapped_column(String(LONGEST_PHONE), default="")
    fax_public: Mapped[bool] = mapped_column(default=False)
    email: Mapped[str] = mapped_column(String(LONGEST_EMAIL), default="")
    email_public: Mapped[bool] = mapped_column(default=False)
    postal_code: Mapped[str] = mapped_column(String(8), default="")
    postal_code_public: Mapped[bool] = mapped_column(default=False)
    address: Mapped[str] = mapped_column(String(LONGEST_ADDRESS), default="")
    address_public: Mapped[bool] = mapped_column(default=False)

    verification: Mapped[Verification] = mapped_column(default=VERIFICATION.initial, index=True)
    verification_reason: Mapped[str] = mapped_column(String(LONGEST_REASON), default="")
    verified_at: Mapped[datetime | None]
    verified_until: Mapped[date | None]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))

    kind: Mapped[Term] = relationship()
    fields: Mapped[list[Term]] = relationship(secondary=organisation_fields, order_by=Term.position)
    areas: Mapped[list[Area]] = relationship(secondary=organisation_areas, order_by=Area.position)
    memberships: Mapped[list["Membership"]] = relationship(back_populates="organisation", order_by="Membership.id")
    offers: Mapped[list["Offer"]] = relationship(back_populates="organisation", order_by="Offer.id")

    @validates("name", "kana", "purpose")
    def _keep_folded(self, name: str, value: str) -> str:
        texts = {"name": self.name, "kana": self.kana, "purpose": self.purpose, name: value}
        self.folded = folded("\n".join(text or "" for text in texts.values()))
        return value

    @property
    def may_act(self) -> bool:
        """May it propose and be offered as a candidate?"""
        return self.verification in MAY_ACT

    @property
    def field_ids(self) -> list[int]:
        return [field.id for field in self.fields]

    @property
    def area_ids(self) -> list[int]:
        return [area.id for area in self.areas]

    def contacts(self, all_of_them: bool) -> list[Contact]:
        """What is known; only what the group has made public, unless it is for somebody who may see all of it."""
        known = [Contact(name, getattr(self, name), getattr(self, f"{name}_public")) for name in CONTACTS]
        return [contact for contact in known if contact.value and (contact.public or all_of_them)]


class Membership(Numbered, Model):
    """Somebody acts for a group, in a role, for a term; the last day belongs to it. Ended terms stay as history."""

    __tablename__ = "memberships"
    __table_args__ = (CheckConstraint("until_on IS NULL OR until_on >= from_on", "term"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    role: Mapped[MemberRole]
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    user: Mapped[User] = relationship()
    organisation: Mapped[Organisation] = relationship(back_populates="memberships")

    def runs_on(self, day: date) -> bool:
        return self.tenure.runs_on(day)

    @property
    def is_running(self) -> bool:
        return self.runs_on(clock.today())

    @property
    def is_over(self) -> bool:
        return self.until_on is not None and self.until_on < clock.today()

    @property
    def tenure(self) -> Tenure:
        return Tenure(self.from_on, self.until_on)


class Offer(Numbered, Model):
    """できること: what a group can do, how many matches at once, in which months not."""

    __tablename__ = "offers"
    __table_args__ = (CheckConstraint(f"capacity BETWEEN 1 AND {MOST_CAPACITY}", "capacity"),)

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    kind_id: Mapped[int] = mapped_column(ForeignKey("terms.id"))
    title: Mapped[str] = mapped_column(String(LONGEST_OFFER))
    description: Mapped[str] = mapped_column(String(LONGEST_TEXT), default="")
    months_off: Mapped[list[int]] = mapped_column(JSON, default=list)
    capacity: Mapped[int] = mapped_column(default=1)
    withdrawn_at: Mapped[datetime | None]
    organisation: Mapped[Organisation] = relationship(back_populates="offers")
    kind: Mapped[Term] = relationship()
