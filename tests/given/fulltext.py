"""Places where full-text engines keep their index, one for each kind of engine."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from threading import Thread

from sqlalchemy import Connection, create_engine, delete, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import scoped_session, sessionmaker

from matchbox.core.database import Model
from matchbox.tools.fulltext import Engine, FullText
from matchbox.tools.fulltext.postgres_engine import PostgresEngine
from matchbox.tools.fulltext.postgres_table import SearchDocument, SearchIndex
from matchbox.tools.fulltext.synonyms import Synonyms
from tests.conftest import POSTGRES

TABLES = [SearchIndex.__table__, SearchDocument.__table__]


class Folder:
    """For the embedded engine."""

    form = "matchbox.tools.fulltext.whoosh_fields.FORMAT"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.writing: Callable = nullcontext
        self.opened: list[Engine] = []

    def engine(self, synonyms: Callable[[], Synonyms] = Synonyms) -> FullText:
        self.opened.append(Engine.open(self.folder, synonyms))
        return self.opened[-1]

    def leave(self) -> None:
        for engine in self.opened:
            engine.close()


class Site:
    """For PostgreSQL's: as in the application, a thread reads in a transaction of its own, and says when it writes."""

    form = "matchbox.tools.fulltext.postgres_writing.FORM"

    def __init__(self, url: str) -> None:
        self.database = create_engine(url)
        self.session = scoped_session(sessionmaker(self.database))
        with self.writing():
            Model.metadata.create_all(self.connection(), TABLES)

    def engine(self, synonyms: Callable[[], Synonyms] = Synonyms) -> FullText:
        return PostgresEngine(self.connection, synonyms)

    def connection(self) -> Connection:
        return self.session.connection()

    @contextmanager
    def writing(self) -> Iterator[None]:
        self.session.rollback()
        self.session.connection(execution_options={"writes": True})
        try:
            yield
            self.session.commit()
        finally:
            self.session.rollback()

    def empty(self) -> None:
        with self.writing():
            for table in TABLES:
                self.session.execute(delete(table))

    def leave(self) -> None:
        self.session.remove()


@contextmanager
def a_postgres_site(name: str) -> Iterator[Site]:
    """A database of its own, dropped in the end."""
    database = f"matchbox_{name}_{os.getpid()}"
    server = create_engine(POSTGRES, isolation_level="AUTOCOMMIT").execution_options(writes=True)
    drop = text(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
    with server.connect() as connection:
        connection.execute(drop)
        utf8 = "ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'"
        connection.execute(text(f"CREATE DATABASE {database} TEMPLATE template0 {utf8}"))
        try:
            site = Site(make_url(POSTGRES).set(database=database).render_as_string(hide_password=False))
            yield site
            site.leave()
            site.database.dispose()
        finally:
            connection.execute(drop)
    server.dispose()


def begun(place: Folder | Site, tasks: Iterable[Callable[[], None]]) -> list[Thread]:
    """Each task in a thread of its own, which leaves the place tidy."""

    def carry_out(task: Callable[[], None]) -> None:
        try:
            task()
        finally:
            place.leave()

    threads = [Thread(target=carry_out, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    return threads
