"""The close of a fiscal year: what was counted on that day, frozen."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from matchbox.core.database import Model, Numbered


class YearClose(Numbered, Model):
    """One row per closed fiscal year, for all plans and indicators. `figures` never changes."""

    __tablename__ = "year_closes"

    fiscal_year: Mapped[int] = mapped_column(unique=True)
    closed_on: Mapped[date]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)
