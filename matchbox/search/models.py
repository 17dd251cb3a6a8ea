"""Which words mean the same, and who changed that when."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchbox.accounts.models import User
from matchbox.core.database import Model, Numbered
from matchbox.core.words import N_, Worded
from matchbox.search.rules import LONGEST_CODE, LONGEST_NOTE


class ChangeKind(Worded):
    LOADED = "loaded", N_("最初から入っているグループです")
    ADDED = "added", N_("登録しました")
    CHANGED = "changed", N_("直しました")
    WITHDRAWN = "withdrawn", N_("使うのをやめました")
    RESTORED = "restored", N_("もう一度使うようにしました")


class SynonymGroup(Numbered, Model):
    """Words of one meaning. `code` names a group of the starting data, whatever staff make of it."""

    __tablename__ = "synonym_groups"

    code: Mapped[str | None] = mapped_column(String(LONGEST_CODE), unique=True)
    words: Mapped[list[str]] = mapped_column(JSON)
    note: Mapped[str] = mapped_column(String(LONGEST_NOTE), default="")
    withdrawn_at: Mapped[datetime | None]


class SynonymChange(Numbered, Model):
    """What was made of a group: its words and note before (nothing when it was new) and after. Never changed."""

    __tablename__ = "synonym_changes"

    group_id: Mapped[int] = mapped_column(ForeignKey("synonym_groups.id"), index=True)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    kind: Mapped[ChangeKind]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    after: Mapped[dict[str, Any]] = mapped_column(JSON)

    group: Mapped[SynonymGroup] = relationship()
    changed_by: Mapped[User | None] = relationship()

    @property
    def added(self) -> list[str]:
        """The words that came in."""
        return [word for word in self.after["words"] if word not in self._words_before]

    @property
    def removed(self) -> list[str]:
        return [word for word in self._words_before if word not in self.after["words"]]

    @property
    def new_note(self) -> str | None:
        """The note, if it was changed."""
        before = self.before["note"] if self.before else ""
        return self.after["note"] if self.after["note"] != before else None

    @property
    def _words_before(self) -> list[str]:
        return self.before["words"] if self.before else []
