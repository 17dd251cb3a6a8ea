"""How often was something asked for, day by day? Counted in a small file of its own: a request only reads the database.

Nothing is kept but a name, what was counted and the day: no address, no account, no time of day. What is older than
`DAYS_KEPT` is deleted on the way. Losing the file loses nothing that anybody was promised.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from flask import current_app
from pysqlite3 import dbapi2

from matchbox.core import clock

UNANSWERED = "unanswered"  # the counter of words that found little or nothing
DAYS_KEPT = 90
MOST_KEYS = 5000  # different keys of a name and a day: whoever tries to fill the disk gets no further
BUSY = 10  # seconds to wait for another process; the lock below makes that rare

_SCHEMA = """
CREATE TABLE IF NOT EXISTS tallies (
    name TEXT NOT NULL, day TEXT NOT NULL, key TEXT NOT NULL, times INTEGER NOT NULL, PRIMARY KEY (name, day, key)
) WITHOUT ROWID;
"""


class Tally(NamedTuple):
    """How many times something was counted, and on which day last."""

    key: str
    times: int
    last_day: date


def tally(name: str, key: str, day: date) -> None:
    """Count one more of `key` on this day."""
    with _counters() as counters:
        known = counters.execute(
            "UPDATE tallies SET times = times + 1 WHERE name = ? AND day = ? AND key = ?", (name, str(day), key)
        ).rowcount
        if not known:
            counters.execute(
                "INSERT INTO tallies SELECT ?1, ?2, ?3, 1"
                " WHERE (SELECT count(*) FROM tallies WHERE name = ?1 AND day = ?2) < ?4",
                (name, str(day), key, MOST_KEYS),
            )


def tallied(name: str, since: date) -> list[Tally]:
    """What was counted from this day on, the most frequent first."""
    with _counters() as counters:
        rows = counters.execute(
            "SELECT key, sum(times), max(day) FROM tallies WHERE name = ? AND day >= ?"
            " GROUP BY key ORDER BY 2 DESC, 3 DESC, 1",
            (name, str(since)),
        ).fetchall()
    return [Tally(key, times, date.fromisoformat(day)) for key, times, day in rows]


@contextmanager
def _counters() -> Iterator[Any]:
    path = Path(current_app.instance_path) / "counters.sqlite"
    with open(f"{path}.lock", "w") as queue:
        fcntl.flock(queue, fcntl.LOCK_EX)
        counters = dbapi2.connect(path, timeout=BUSY, isolation_level=None)
        try:
            counters.execute("PRAGMA journal_mode = WAL")
            counters.execute("PRAGMA synchronous = NORMAL")
            counters.executescript(_SCHEMA)
            counters.execute("BEGIN IMMEDIATE")
            counters.execute("DELETE FROM tallies WHERE day <= ?", (str(clock.today() - timedelta(DAYS_KEPT)),))
            yield counters
            counters.execute("COMMIT")
        finally:
            counters.close()
