"""The conditions of a list that somebody keeps."""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from matchbox.core.database import Model, Numbered
from matchbox.saved.rules import LONGEST_CONDITIONS, LONGEST_TITLE, ListName


class SavedSearch(Numbered, Model):
    """保存した条件. `conditions` is a query string in its canonical spelling, so the same ones are kept once."""

    __tablename__ = "saved_searches"
    __table_args__ = (UniqueConstraint("user_id", "list_name", "conditions"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    list_name: Mapped[ListName]
    conditions: Mapped[str] = mapped_column(String(LONGEST_CONDITIONS))
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
