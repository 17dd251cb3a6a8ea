"""Not too often: attempts are counted in a small file of their own, right over all processes of this installation.

Counters never join the transaction of a deed: an attempt counts also when the deed is refused and rolled back.
"""

import fcntl
import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from ipaddress import IPv6Address, ip_address
from math import ceil
from pathlib import Path
from typing import Any

from flask import current_app, request
from pysqlite3 import dbapi2

from matchbox.core import clock
from matchbox.core.words import N_
from matchbox.web.forms import Form

TOO_OFTEN = N_("短い時間に何度も続いたため、いまは受け付けられません。%(time)sを過ぎてから、もう一度お試しください。")
TOO_MANY_REQUESTS = 429
BUSY = 10  # seconds to wait for another process; the lock below makes that rare

_SCHEMA = """
CREATE TABLE IF NOT EXISTS hits (bucket TEXT NOT NULL, at REAL NOT NULL, until REAL NOT NULL);
CREATE INDEX IF NOT EXISTS hits_bucket ON hits (bucket, at);
CREATE INDEX IF NOT EXISTS hits_until ON hits (until);
"""


def hit(name: str, key: str, limit: int, seconds: int) -> int:
    """Count one attempt; 0 lets it pass, any other number is how many seconds to wait.

    At most `limit` attempts pass in any `seconds`. One that does not pass is not counted: waiting always helps.
    """
    now = clock.now().timestamp()
    bucket = _bucket(name, key)
    with _counters() as counters:
        counters.execute("DELETE FROM hits WHERE until <= ?", (now,))
        newest = counters.execute(
            "SELECT at FROM hits WHERE bucket = ? AND at > ? ORDER BY at DESC LIMIT 1 OFFSET ?",
            (bucket, now - seconds, limit - 1),
        ).fetchone()
        if newest is None:
            counters.execute("INSERT INTO hits VALUES (?, ?, ?)", (bucket, now, now + seconds))
            return 0
    first: float = newest[0]
    return max(1, ceil(first + seconds - now))


def give_back(name: str, key: str) -> None:
    """The last attempt turned out to be a good one: it no longer counts."""
    with _counters() as counters:
        counters.execute(
            "DELETE FROM hits WHERE rowid = (SELECT rowid FROM hits WHERE bucket = ? ORDER BY at DESC LIMIT 1)",
            (_bucket(name, key),),
        )


def forget(name: str, key: str) -> None:
    """Begin anew: none of the attempts counts any longer."""
    with _counters() as counters:
        counters.execute("DELETE FROM hits WHERE bucket = ?", (_bucket(name, key),))


def here() -> str:
    """Where the request comes from, as a key. One household holds a whole /64 of IPv6 addresses."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return request.remote_addr or ""
    return f"{int(address) >> 64:x}::/64" if isinstance(address, IPv6Address) else str(address)


def refuse(form: Form, seconds: int) -> Form:
    """Say above the form from when on it may be sent again; its page is answered with 429."""
    moment = clock.now() + timedelta(seconds=seconds + 59)  # a full minute, not before the time is over
    local = moment.astimezone(clock.TOKYO)
    form.form_errors.append(TOO_OFTEN % {"time": f"{local.hour}時{local.minute:02d}分"})
    form.refused_with = TOO_MANY_REQUESTS
    return form


def _bucket(name: str, key: str) -> str:
    """Keys are mail addresses and the like: the file holds only what cannot be turned back into them."""
    secret = str(current_app.secret_key or "").encode()
    return hmac.new(secret, f"{name}\n{key}".encode(), "sha256").hexdigest()


@contextmanager
def _counters() -> Iterator[Any]:
    path = Path(current_app.instance_path) / "throttle.sqlite"
    with open(f"{path}.lock", "w") as queue:
        fcntl.flock(queue, fcntl.LOCK_EX)
        counters = dbapi2.connect(path, timeout=BUSY, isolation_level=None)
        try:
            counters.execute("PRAGMA journal_mode = WAL")
            counters.execute("PRAGMA synchronous = NORMAL")
            counters.executescript(_SCHEMA)
            counters.execute("BEGIN IMMEDIATE")
            yield counters
            counters.execute("COMMIT")
        finally:
            counters.close()
