"""What was worked out from a database that has not changed since: read again without asking it again."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from itertools import count
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, event

from matchbox.core.database import db

T = TypeVar("T")

MOST_KEPT = 512
STATE = "state"  # in the session: what its transaction reads

_kept: OrderedDict[Hashable, Any] = OrderedDict()
_lock = threading.Lock()
_numbers = count()


@event.listens_for(Engine, "connect")
def _number(connection: Any, record: Any) -> None:
    record.info["number"] = next(_numbers)


@event.listens_for(db.session, "after_begin")
def _begin(session: Any, transaction: Any, connection: Any) -> None:
    session.info.pop(STATE, None)


def state() -> Hashable:
    """What this transaction reads: as long as the answer stays the same, nobody has changed anything.

    PostgreSQL names its snapshot: which writing transactions of the whole server it sees, so that other databases there
    only make things be worked out more often. SQLite counts for each connection the commits
    of the others and the rows that it changed itself; so each connection has states of its own.
    """
    connection = db.session.connection()
    known = db.session.info
    if STATE not in known:
        known[STATE] = _sqlite(connection) if connection.dialect.name == "sqlite" else _postgres(connection)
    return known[STATE]  # type: ignore[no-any-return]


def _sqlite(connection: Connection) -> Hashable:
    version = connection.exec_driver_sql("PRAGMA data_version").scalar()
    changed: int = connection.connection.dbapi_connection.total_changes  # type: ignore[union-attr]
    return connection.info["number"], version, changed


def _postgres(connection: Connection) -> Hashable:
    return str(db.engine.url), connection.exec_driver_sql("SELECT pg_current_snapshot()::text").scalar()


def remembered(name: Hashable, work_out: Callable[[], T]) -> T:
    """The answer for this state of the database. `name` holds everything else that it depends on: viewer, day …

    A transaction that writes sees what nobody else does; it works everything out.
    """
    if db.session.connection().get_execution_options().get("writes"):
        return work_out()
    key = (state(), name)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            found: T = _kept[key]
            return found
    answer = work_out()
    with _lock:
        _kept[key] = answer
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return answer
