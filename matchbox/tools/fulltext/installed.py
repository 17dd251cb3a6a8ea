"""The one engine of an application, made at its start; who searches or indexes asks for it here."""

from collections.abc import Callable
from pathlib import Path

from flask import Flask, current_app

from matchbox.core.database import db
from matchbox.tools.fulltext.interface import FullText
from matchbox.tools.fulltext.postgres_engine import PostgresEngine
from matchbox.tools.fulltext.synonyms import Synonyms
from matchbox.tools.fulltext.whoosh_engine import Engine

WHOOSH, POSTGRES = "whoosh", "postgres"


def install(app: Flask, synonyms: Callable[[], Synonyms]) -> None:
    """SEARCH_ENGINE says which: whoosh keeps its index in instance/fulltext/, postgres in the database of the site.

    It is opened when somebody first asks, so each process opens its own. Raises RuntimeError when there cannot be one.
    """
    is_postgres = app.config["SQLALCHEMY_DATABASE_URI"].startswith("postgresql")
    chosen = app.config["SEARCH_ENGINE"]
    if chosen == "auto":
        chosen = POSTGRES if is_postgres else WHOOSH
    if chosen not in (WHOOSH, POSTGRES) or (chosen == POSTGRES and not is_postgres):
        raise RuntimeError("SEARCH_ENGINE is auto, whoosh, or (with a PostgreSQL database) postgres")
    app.extensions["fulltext"] = _Lazy(chosen, Path(app.instance_path) / "fulltext", synonyms)


def engine() -> FullText:
    """The engine of the running application."""
    lazy: _Lazy = current_app.extensions["fulltext"]
    return lazy.engine()


class _Lazy:
    def __init__(self, name: str, folder: Path, synonyms: Callable[[], Synonyms]) -> None:
        self.name, self.folder, self.synonyms = name, folder, synonyms
        self.opened: FullText | None = None

    def engine(self) -> FullText:
        if self.opened is None:
            self.opened = self._open()
        return self.opened

    def _open(self) -> FullText:
        if self.name == POSTGRES:
            return PostgresEngine(lambda: db.session.connection(), self.synonyms)
        return Engine.open(self.folder, self.synonyms)
