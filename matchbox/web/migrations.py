"""Bringing the tables of a database to the version that this code expects."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from matchbox.core.database import my_turn_to_write

FOLDER = Path(__file__).parent.parent.parent / "migrations"


def _config() -> Config:
    return Config(FOLDER / "alembic.ini")


def newest() -> str | None:
    return ScriptDirectory.from_config(_config()).get_current_head()


def revision_of(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def migrate(engine: Engine, to: str = "head") -> None:
    """Go up to a revision, or down to one; each step is a transaction of its own."""
    config = _config()
    going_down = to == "base" or (to != "head" and _is_behind(engine, to))
    with my_turn_to_write(engine), engine.connect().execution_options(writes=True) as connection:
        config.attributes["connection"] = connection
        if going_down:
            command.downgrade(config, to)
        else:
            command.upgrade(config, to)
        connection.commit()


def _is_behind(engine: Engine, revision: str) -> bool:
    now = revision_of(engine)
    return now is not None and revision < now
