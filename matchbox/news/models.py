"""What the centre tells everybody."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchbox.accounts.models import User
from matchbox.core.database import Model, Numbered
from matchbox.news.rules import LONGEST_BODY, LONGEST_TITLE
from matchbox.news.workflow import NEWS, NewsState


class News(Numbered, Model):
    """お知らせ. The centre speaks: the name of the author is for the staff."""

    __tablename__ = "news"
    __table_args__ = (
        Index(None, "state", "published_at"),
        CheckConstraint("state = 'draft' OR published_at IS NOT NULL", "published"),
    )

    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    body: Mapped[str] = mapped_column(String(LONGEST_BODY))
    is_important: Mapped[bool] = mapped_column(default=False)  # above the others on the home page
    until_on: Mapped[date | None]  # the last day on the home page; the list keeps it
    state: Mapped[NewsState] = mapped_column(default=NEWS.initial)
    published_at: Mapped[datetime | None]  # the last time that it was
    edited_at: Mapped[datetime | None]  # since then

    author: Mapped[User] = relationship()
