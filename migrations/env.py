"""How migrations run: on the connection they are handed, each in its own transaction, foreign keys checked after."""

from typing import Any

from alembic import context
from sqlalchemy import DateTime, Enum

from matchbox.core.database import Model, Moment


def render_item(kind: str, thing: Any, autogen: Any) -> Any:
    """Migrations stand on SQLAlchemy alone: our own types are written as what they are in the database."""
    if kind == "type" and isinstance(thing, Moment):
        return "sa.DateTime()"
    if kind == "type" and isinstance(thing, Enum):
        return f"sa.String(length={thing.length})"
    return False


def same_type(ctx: Any, inspected: Any, model: Any, inspected_type: Any, model_type: Any) -> bool | None:
    if isinstance(model_type, Moment):
        return not isinstance(inspected_type, DateTime)
    return None


def run() -> None:
    connection = context.config.attributes["connection"]
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:  # a pragma of the connection, without effect inside a transaction
        connection.connection.dbapi_connection.execute("PRAGMA foreign_keys = OFF")
    context.configure(
        connection=connection,
        target_metadata=Model.metadata,
        render_item=render_item,
        compare_type=same_type,
        transactional_ddl=True,
        transaction_per_migration=True,
        render_as_batch=sqlite,
    )
    with context.begin_transaction():
        context.run_migrations()
    if sqlite:
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        connection.rollback()
        connection.connection.dbapi_connection.execute("PRAGMA foreign_keys = ON")
        if broken:
            raise RuntimeError(f"a migration left rows that point nowhere: {broken[:5]}")


run()
