"""The one database handle, the base of every table, and how connections behave."""

import enum
import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import CheckConstraint, Connection, DateTime, Dialect, Engine, Enum, MetaData, String, Table, event
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry
from sqlalchemy.types import TypeDecorator

from matchbox.core import clock

# Every constraint has a name, because a migration can only change what it can name.
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[datetime]):
    """A moment with its time zone, kept as UTC. One without a zone is refused."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value else None


def _values(kind: type[enum.Enum]) -> list[str]:
    return [member.value for member in kind]


# An enum is stored by its value. The CHECK that keeps other values out is our own (`_promises`), because Alembic does
# not write down the one that belongs to a type.
BY_VALUE = Enum(enum.Enum, create_constraint=False, values_callable=_values, native_enum=False, length=30)


class Model(DeclarativeBase):
    # A registry, not `type_annotation_map`: Flask-SQLAlchemy copies this class, and SQLAlchemy refuses copied maps.
    registry = registry(
        metadata=MetaData(naming_convention=NAMES), type_annotation_map={enum.Enum: BY_VALUE, datetime: Moment()}
    )

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        table = cls.__dict__.get("__table__")
        if isinstance(table, Table):
            for name, rule in _promises(table):
                table.append_constraint(CheckConstraint(rule, name))


def _promises(table: Table) -> Iterator[tuple[str, str]]:
    """What both databases must refuse alike: texts that are too long (SQLite ignores String(60)), unknown states."""
    for column in table.columns:
        if isinstance(column.type, Enum):
            known = ", ".join(f"'{value}'" for value in column.type.enums)
            yield f"{column.name}_known", f"{column.name} IN ({known})"
        elif isinstance(column.type, String) and column.type.length:
            yield f"{column.name}_length", f"length({column.name}) <= {column.type.length}"


db = SQLAlchemy(model_class=Model)


class Numbered:
    """Rows people can point at: an id, and the moment they came to be."""

    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-2)
    created_at: Mapped[datetime] = mapped_column(default=clock.now, sort_order=-1)


def hold(row: Model) -> None:
    """Read the row as it is now, and keep others from changing it until this transaction ends.

    A deed that judges by a state holds its row first; or two at once read the same old state, and both pass. A row
    that this transaction made is known to nobody else yet. SQLite needs no lock: its writers queue, and what they had
    read before their turn is read again (`web.transactions`).
    """
    if db.engine.dialect.name != "sqlite" and row not in db.session.new:
        db.session.flush()  # reading anew would forget what this transaction has changed so far
        # FOR NO KEY UPDATE: rows that only point at this one can be written meanwhile, so nobody waits in a ring.
        db.session.refresh(row, with_for_update={"key_share": True})


def _is_sqlite(connection: Any) -> bool:
    return type(connection).__module__.split(".")[0] in {"sqlite3", "pysqlite3"}


@event.listens_for(Engine, "connect")
def prepare(connection: Any, record: Any) -> None:
    if _is_sqlite(connection):
        connection.isolation_level = None  # the driver begins nothing; `begin` below does
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            "busy_timeout = 10000",
            "trusted_schema = OFF",
        ):
            connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def begin(connection: Connection) -> None:
    """Reading is the rule; whoever wants to write says so (`web.transactions.writing`)."""
    writes = connection.get_execution_options().get("writes", False)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if writes else 'ON'}")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
    elif not writes:
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")


@contextmanager
def my_turn_to_write(engine: Engine) -> Iterator[None]:
    """SQLite has one writer. A kernel lock makes writers queue in order; its own busy loop would starve some."""
    if engine.dialect.name != "sqlite" or not engine.url.database:
        yield
        return
    with open(f"{engine.url.database}.lock", "w") as queue:
        fcntl.flock(queue, fcntl.LOCK_EX)
        yield
