"""What does PostgreSQL keep for the full-text search? On SQLite the same tables stay empty."""

from sqlalchemy import Index, Text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from matchbox.core.database import Model


class SearchIndex(Model):
    """One row, which says who made the documents below; none before the first build."""

    __tablename__ = "search_index"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    generation: Mapped[int] = mapped_column(default=0)  # the build whose documents answer; 0: none has been finished
    building: Mapped[int] = mapped_column(default=0)  # the build begun last
    form: Mapped[str] = mapped_column(Text, default="")  # how lexemes are laid out
    version: Mapped[str] = mapped_column(Text, default="")  # how texts were analysed


class SearchDocument(Model):
    """A document as one build and the writes after it left it; a build shows its documents when it is finished."""

    __tablename__ = "search_documents"
    __table_args__ = (
        # No list of pending changes: every question would go through it, once for each of its words.
        Index(None, "lexemes", postgresql_using="gin", postgresql_with={"fastupdate": "off"}),
        # Keep long values apart: questions read many rows, but hardly ever a line, and never a tsvector.
        {"postgresql_with": {"toast_tuple_target": 128}},
    )

    generation: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    during: Mapped[int]  # the build begun last when this was written
    words: Mapped[int]  # how many it has
    grams: Mapped[int]
    gone: Mapped[bool]  # taken out, and not to be brought back by a build that had read it before
    key: Mapped[str] = mapped_column(Text, primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    lexemes: Mapped[str] = mapped_column(TSVECTOR().with_variant(Text(), "sqlite"))
    line: Mapped[str] = mapped_column(Text)  # its folded texts, title and body apart: phrases are looked up here
