"""Migrations go up and down, step by step, on both databases, with data in, and end where the models are."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, create_engine, inspect, text

from matchbox.admin import actions as office
from matchbox.app import HOUSE, create_app
from matchbox.core.database import Model, db
from matchbox.core.permissions import SYSTEM
from matchbox.web.migrations import migrate, newest, revision_of
from matchbox.web.transactions import writing
from tests.conftest import POSTGRES, databases
from tests.given.world import a_world

SCRIPTS = ScriptDirectory.from_config(Config(HOUSE / "migrations" / "alembic.ini"))
STEPS = [script.revision for script in reversed(list(SCRIPTS.walk_revisions()))]


@pytest.fixture(params=databases())
def empty(request, tmp_path):
    """An application whose database has no tables."""
    url = f"sqlite:///{tmp_path}/empty.sqlite"
    if request.param == "postgresql":
        server = create_engine(POSTGRES, isolation_level="AUTOCOMMIT").execution_options(writes=True)
        with server.connect() as connection:
            connection.execute(text("DROP DATABASE IF EXISTS matchbox_migrations WITH (FORCE)"))
            connection.execute(text("CREATE DATABASE matchbox_migrations TEMPLATE template0 ENCODING 'UTF8'"))
        server.dispose()
        url = POSTGRES.rsplit("/", 1)[0] + "/matchbox_migrations"
    app = create_app(tmp_path, TESTING=True, SECRET_KEY="x", SQLALCHEMY_DATABASE_URI=url, WTF_CSRF_ENABLED=False)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def tables() -> set[str]:
    with db.engine.connect() as connection:
        return set(inspect(connection).get_table_names()) - {"alembic_version"}


def test_there_is_one_head():
    assert SCRIPTS.get_heads() == [STEPS[-1]]


def test_up_step_by_step_down_step_by_step_and_up_again(empty):
    for revision in STEPS:
        migrate(db.engine, revision)
        assert revision_of(db.engine) == revision
    assert tables() == set(Model.metadata.tables)
    for revision in [*reversed(STEPS[:-1]), "base"]:
        migrate(db.engine, revision)
    assert tables() == set()
    migrate(db.engine)
    assert revision_of(db.engine) == newest()


def test_the_migrated_tables_are_those_of_the_models(empty):
    migrate(db.engine)
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, Model.metadata) == []


def test_every_promise_of_the_models_is_kept_by_the_migrated_tables(empty):
    migrate(db.engine)
    with db.engine.connect() as connection:
        found = inspect(connection)
        for name, table in Model.metadata.tables.items():
            promised = {c.name for c in table.constraints if isinstance(c, CheckConstraint)}
            kept = {check["name"] for check in found.get_check_constraints(name)}
            assert promised == kept, name


def test_data_survives_going_down_one_step_and_up_again(empty):
    migrate(db.engine)
    with writing():
        office.load_starting_data(SYSTEM, None)
    a_world()
    counted = {name: _rows(name) for name in Model.metadata.tables}
    assert counted["issues"] > 1
    if len(STEPS) > 1:
        migrate(db.engine, STEPS[-2])
        migrate(db.engine)
    survivors = {name for name in Model.metadata.tables if _rows(name) == counted[name]}
    assert {"users", "issues", "plans"} <= survivors


def _rows(table: str) -> int:
    found = db.session.scalar(text(f"SELECT count(*) FROM {table}"))
    db.session.rollback()  # an open reading transaction would hold up the migration on PostgreSQL
    return found
