"""Everything that ever happened, one row per event: timelines, audit and statistics read it."""

from typing import Any

from sqlalchemy import JSON, Index, Select, String, select
from sqlalchemy.orm import Mapped, mapped_column

from matchbox.core.database import Model, Numbered
from matchbox.core.words import N_, Worded


class Audience(Worded):
    PUBLIC = "public", N_("公開")
    PARTIES = "parties", N_("当事者とセンター")
    STAFF = "staff", N_("センターのみ")


class JournalEntry(Numbered, Model):
    __tablename__ = "journal"
    __table_args__ = (Index(None, "subject_kind", "subject_id"),)

    kind: Mapped[str] = mapped_column(String(60), index=True)
    subject_kind: Mapped[str] = mapped_column(String(30))
    subject_id: Mapped[int]
    actor_id: Mapped[int | None] = mapped_column(index=True)
    audience: Mapped[Audience]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)


def about(subject_kind: str, ids: list[int], audiences: tuple[Audience, ...]) -> Select[JournalEntry]:
    """What happened to these subjects, as far as these audiences may read it, oldest first."""
    return (
        select(JournalEntry)
        .where(
            JournalEntry.subject_kind == subject_kind,
            JournalEntry.subject_id.in_(ids),
            JournalEntry.audience.in_(audiences),
        )
        .order_by(JournalEntry.created_at, JournalEntry.id)
    )
