"""What every test stands on: the application, with a database that holds the starting data and nothing else."""

import os
import shutil
import socket

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from matchbox.admin import actions as office
from matchbox.app import create_app
from matchbox.core.database import Model, db
from matchbox.core.permissions import SYSTEM
from matchbox.search import documents
from matchbox.search.queries import spelling
from matchbox.tools.fulltext.installed import engine
from matchbox.web.transactions import writing

POSTGRES = os.environ.get("MATCHBOX_TEST_POSTGRES", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres")
ONLY = os.environ.get("MATCHBOX_TEST_DATABASES", "sqlite,postgresql").split(",")
REQUIRED = os.environ.get("MATCHBOX_TEST_REQUIRE", "").split()
STARTING = {"terms", "area_systems", "areas", "plans", "nodes", "indicators"}


def postgres_answers() -> bool:
    url = make_url(POSTGRES)
    try:
        socket.create_connection((url.host, url.port or 5432), timeout=1).close()
    except OSError:
        return False
    return True


def databases() -> list:
    answers = postgres_answers()
    if "postgresql" in REQUIRED and not answers:
        raise pytest.UsageError(f"PostgreSQL was promised, but none answers at {POSTGRES}")
    asleep = pytest.mark.skipif(not answers, reason=f"no PostgreSQL answers at {POSTGRES}")
    known = {"sqlite": "sqlite", "postgresql": pytest.param("postgresql", marks=asleep)}
    return [known[name] for name in ONLY]


class Ground:
    """One application on one kind of database, laid fresh for each test."""

    def __init__(self, kind: str, folder) -> None:
        self.kind, self.folder = kind, folder
        self.url = f"sqlite:///{folder}/test.sqlite" if kind == "sqlite" else self._new_postgres()
        self.app = create_app(
            folder, TESTING=True, SECRET_KEY="a secret for tests only", WTF_CSRF_ENABLED=False,
            SQLALCHEMY_DATABASE_URI=self.url, MAIL_SERVER="", SERVER_NAME=None,
        )  # fmt: skip
        self.settings = dict(self.app.config)
        with self.app.app_context():
            with writing():
                Model.metadata.create_all(db.session.connection())
            with writing():
                office.load_starting_data(SYSTEM, None)
            db.session.remove()
            db.engine.dispose()
        if kind == "sqlite":
            shutil.copy(folder / "test.sqlite", folder / "fresh.sqlite")

    def _new_postgres(self) -> str:
        name = f"matchbox_test_{os.getpid()}"
        self._on_server(
            f"DROP DATABASE IF EXISTS {name} WITH (FORCE)",
            f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'",
        )
        url = make_url(POSTGRES).set(database=name, query={"options": "-c synchronous_commit=off"})
        return url.render_as_string(hide_password=False)

    def _on_server(self, *statements: str) -> None:
        server = create_engine(POSTGRES, isolation_level="AUTOCOMMIT").execution_options(writes=True)
        with server.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))
        server.dispose()

    def lay(self) -> None:
        self.app.config.clear()
        self.app.config.update(self.settings)
        for left in ("letters", "fulltext"):
            shutil.rmtree(self.folder / left, ignore_errors=True)
        for counters in [*self.folder.glob("throttle.sqlite*"), *self.folder.glob("counters.sqlite*")]:
            counters.unlink()
        self.app.extensions["fulltext"].opened = None  # an index of its own for each test
        spelling.forget()
        if self.kind == "sqlite":
            db.engine.dispose()
            for part in ("", "-wal", "-shm"):
                (self.folder / f"test.sqlite{part}").unlink(missing_ok=True)
            shutil.copy(self.folder / "fresh.sqlite", self.folder / "test.sqlite")
            return
        tables = [table.name for table in reversed(Model.metadata.sorted_tables) if table.name not in STARTING]
        with writing():
            db.session.execute(text("; ".join(f"DELETE FROM {name}" for name in tables)))

    def clear(self) -> None:
        with self.app.app_context():
            db.engine.dispose()
        if self.kind == "postgresql":
            self._on_server(f"DROP DATABASE IF EXISTS {make_url(self.url).database} WITH (FORCE)")


@pytest.fixture(scope="session", params=databases())
def ground(request, tmp_path_factory):
    ground = Ground(request.param, tmp_path_factory.mktemp(request.param))
    yield ground
    ground.clear()


@pytest.fixture
def app(ground):
    with ground.app.app_context():
        ground.lay()
        yield ground.app
        db.session.remove()


@pytest.fixture
def index(app):
    """An index that can be asked, empty unless things were given before."""
    documents.rebuild()
    return engine()


@pytest.fixture(autouse=True)
def nothing_leaves_this_computer(monkeypatch):
    """Tests talk to servers on this machine only; whatever reaches further fails loudly."""
    connect = socket.socket.connect

    def guarded(self, address):
        if isinstance(address, tuple) and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            raise AssertionError(f"a test tried to reach {address}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
