"""Threads and what people write in them."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchbox.accounts.models import User
from matchbox.core.database import Model, Numbered
from matchbox.core.journal import Audience
from matchbox.discussion.rules import LONGEST_COMMENT
from matchbox.organisations.models import Organisation


class Thread(Numbered, Model):
    """A place to talk. It knows its heading and its address, never what it is about."""

    __tablename__ = "threads"

    heading: Mapped[str] = mapped_column(String(120))
    address: Mapped[str] = mapped_column(String(200))
    audience: Mapped[Audience] = mapped_column(default=Audience.PUBLIC)
    opened: Mapped[bool] = mapped_column(default=False)  # readable and writable once its subject is public
    closed_at: Mapped[datetime | None]
    comments: Mapped[list["Comment"]] = relationship(back_populates="thread", order_by="Comment.id")


class Comment(Numbered, Model):
    """Somebody's words, in their own name, for a group (its badge), or for the centre."""

    __tablename__ = "comments"

    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    for_centre: Mapped[bool] = mapped_column(default=False)
    body: Mapped[str] = mapped_column(String(LONGEST_COMMENT))
    deleted_at: Mapped[datetime | None]
    deleted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    thread: Mapped[Thread] = relationship(back_populates="comments")
    author: Mapped[User] = relationship(foreign_keys=[author_id])
    organisation: Mapped[Organisation | None] = relationship()

    @property
    def deleted_by_author(self) -> bool:
        return self.deleted_by_id == self.author_id
