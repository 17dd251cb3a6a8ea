"""A need that somebody voiced about a place, and what would help."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchbox.accounts.models import User
from matchbox.accounts.rules import LONGEST_EMAIL, LONGEST_PHONE
from matchbox.core.database import Model, Numbered
from matchbox.core.publication import Publication, Publishable
from matchbox.discussion.models import Thread
from matchbox.issues.rules import (
    LONGEST_AMOUNT,
    LONGEST_BODY,
    LONGEST_NAME,
    LONGEST_NOTE,
    LONGEST_REASON,
    LONGEST_TITLE,
    receipt_number,
)
from matchbox.issues.workflow import ENDING, Ending
from matchbox.organisations.models import Organisation
from matchbox.places.models import Area
from matchbox.vocabulary.models import Term


class Issue(Numbered, Publishable, Model):
    """課題. Staff alone see contact data; the public reads `display_name`, or the group in whose name it stands."""

    __tablename__ = "issues"
    __table_args__ = (
        # The public list: all of it, one district, one category.
        Index(None, "publication", "merged_into_id", "published_at"),
        Index(None, "publication", "merged_into_id", "area_id", "published_at"),
        Index(None, "publication", "merged_into_id", "category_id", "published_at"),
        CheckConstraint("poster_id IS NOT NULL OR person <> ''", "somebody"),
    )

    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    body: Mapped[str] = mapped_column(String(LONGEST_BODY))
    category_id: Mapped[int] = mapped_column(ForeignKey("terms.id"), index=True)
    area_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"), index=True)  # None: わからない
    place_note: Mapped[str] = mapped_column(String(LONGEST_NOTE), default="")
    timing: Mapped[str] = mapped_column(String(LONGEST_NOTE), default="")

    poster_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    display_name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    contact_email: Mapped[str] = mapped_column(String(LONGEST_EMAIL), default="")
    contact_phone: Mapped[str] = mapped_column(String(LONGEST_PHONE), default="")

    # 代理投稿: for somebody who came to the desk, phoned or wrote
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("terms.id"))
    person: Mapped[str] = mapped_column(String(LONGEST_NAME), default="")
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    consented_on: Mapped[date | None]

    posted_at: Mapped[datetime | None]  # 「投稿する」 was pressed; such a draft waits for its poster's confirmation
    submitted_at: Mapped[datetime | None]
    reply_by: Mapped[date | None]
    ending: Mapped[Ending] = mapped_column(default=ENDING.initial)
    ending_reason: Mapped[str] = mapped_column(String(LONGEST_REASON), default="")
    ended_at: Mapped[datetime | None]
    coordinator_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("issues.id"), index=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"), unique=True)

    category: Mapped[Term] = relationship(foreign_keys=[category_id])
    channel: Mapped[Term | None] = relationship(foreign_keys=[channel_id])
    area: Mapped[Area | None] = relationship()
    poster: Mapped[User | None] = relationship(foreign_keys=[poster_id])
    coordinator: Mapped[User | None] = relationship(foreign_keys=[coordinator_id])
    organisation: Mapped[Organisation | None] = relationship()
    thread: Mapped[Thread] = relationship()
    needs: Mapped[list["Need"]] = relationship(back_populates="issue", order_by="Need.id", cascade="all, delete-orphan")

    @property
    def number(self) -> str:
        return receipt_number(self.id)

    @property
    def shown_name(self) -> str:
        """The name that the public reads."""
        return self.organisation.name if self.organisation else self.display_name

    @property
    def awaits_confirmation(self) -> bool:
        return self.publication is Publication.DRAFT and self.posted_at is not None and self.ending is Ending.NONE


class Need(Numbered, Model):
    """求めるもの: what kind of help, how much, when."""

    __tablename__ = "needs"

    issue_id: Mapped[int] = mapped_column(ForeignKey("issues.id"), index=True)
    kind_id: Mapped[int] = mapped_column(ForeignKey("terms.id"), index=True)
    amount: Mapped[str] = mapped_column(String(LONGEST_AMOUNT), default="")
    timing: Mapped[str] = mapped_column(String(LONGEST_AMOUNT), default="")
    issue: Mapped[Issue] = relationship(back_populates="needs")
    kind: Mapped[Term] = relationship()
