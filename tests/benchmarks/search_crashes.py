"""Does the embedded search survive being killed?

    .venv/bin/python -m tests.benchmarks.search_crashes [--kills 100] [--seed 1]

One process indexes what changes, as the worker does: it reads what waits, writes it into the index and acknowledges it.
Another builds the index anew, again and again. Both are killed at random moments and started again, while others search
and a town changes its mind all the time. Afterwards the usual recovery must bring the index to what the database holds,
and no search may ever have failed, or found what had been taken out and acknowledged before it began.
"""

import argparse
import fcntl
import os
import random
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from matchbox.tools.fulltext import Busy, Document, Engine

THINGS = 200
AT_ONCE = 200
WORDS = ("雪かき", "公園", "街灯", "花壇", "見守り", "防災訓練")
SEARCHERS = 2
SHORTEST, LONGEST = 0.05, 0.8  # seconds between two kills

_processes = get_context("forkserver")
_processes.set_forkserver_preload(["matchbox.tools.fulltext"])

SCHEMA = """
    PRAGMA journal_mode = wal;
    CREATE TABLE things (key TEXT PRIMARY KEY, version INTEGER NOT NULL, is_public INTEGER NOT NULL);
    CREATE TABLE waiting (id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL);
    CREATE TABLE notes (note TEXT NOT NULL, times INTEGER NOT NULL);
"""
GONE = "SELECT key, version FROM things WHERE NOT is_public AND key NOT IN (SELECT key FROM waiting)"


class Outcome(NamedTuple):
    amid: int  # kills amid a write or a rebuild
    searches: int
    writes: int
    rebuilds: int
    failures: list[str]
    differences: list[str]


class Town:
    """What is true, and what waits to be indexed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextmanager
    def open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self.folder / "town.sqlite", timeout=30, isolation_level=None)) as connection:
            connection.execute("PRAGMA synchronous = off")
            yield connection

    @contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        with self.open() as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")

    def engine(self) -> Engine:
        return Engine.open(self.folder / "fulltext")

    def found(self) -> None:
        with self.open() as connection:
            connection.executescript(SCHEMA)
            connection.executemany("INSERT INTO things VALUES (?, 0, 1)", [(f"issue:{n}",) for n in range(THINGS)])
        self.engine().rebuild(self.everything())

    def everything(self) -> Iterator[Document]:
        """All that is public, read in portions, each as it is when it is read."""
        last = ""
        while True:
            with self.open() as connection:
                rows = connection.execute(
                    "SELECT key, version FROM things WHERE key > ? AND is_public ORDER BY key LIMIT 40", (last,)
                ).fetchall()
            if not rows:
                return
            yield from (a_document(*row) for row in rows)
            last = rows[-1][0]

    def change(self, chance: random.Random) -> None:
        with self.changing() as connection:
            for number in chance.sample(range(THINGS), chance.choice([1, 1, 3, 40])):
                change = (chance.random() < 0.6, f"issue:{number}")
                connection.execute("UPDATE things SET version = version + 1, is_public = ? WHERE key = ?", change)
                connection.execute("INSERT INTO waiting (key) VALUES (?)", change[1:])

    def note(self, note: str, times: int = 1) -> None:
        with self.changing() as connection:
            connection.execute("INSERT INTO notes VALUES (?, ?)", (note, times))

    def notes(self) -> dict[str, int]:
        with self.open() as connection:
            return dict(connection.execute("SELECT note, sum(times) FROM notes GROUP BY note"))


def a_document(key: str, version: int) -> Document:
    number = int(key.partition(":")[2])
    words = f"{WORDS[number % len(WORDS)]}と{WORDS[version % len(WORDS)]}"
    return Document(key, "issue", f"{words}の相談", f"{stamp(key, version)} 皆さんの力を貸してください。" * 3)


def stamp(key: str, version: int) -> str:
    return f"{key.replace(':', '')}v{version}"


def bring_up_to_date(town: Town, engine: Engine) -> bool:
    """One turn of the worker; true if nothing waits any more."""
    with town.open() as connection:
        waiting = connection.execute("SELECT id, key FROM waiting ORDER BY id LIMIT ?", (AT_ONCE,)).fetchall()
        keys = {key for _, key in waiting}
        marks = ", ".join("?" * len(keys))
        rows = connection.execute(f"SELECT key, version FROM things WHERE is_public AND key IN ({marks})", [*keys])
        public = [a_document(*row) for row in rows]
    if engine.needs_rebuild:
        engine.rebuild(town.everything())
    elif waiting:
        engine.write(public, keys - {document.key for document in public})
        town.note("write")
    with town.changing() as connection:
        connection.executemany("DELETE FROM waiting WHERE id = ?", [(id_,) for id_, _ in waiting])
    return not waiting


def index(town: Town) -> None:
    engine = town.engine()
    while True:
        try:
            bring_up_to_date(town, engine)
        except Busy:
            time.sleep(0.01)


def rebuild(town: Town) -> None:
    engine = town.engine()
    while True:
        try:
            engine.rebuild(town.everything())
            town.note("rebuild")
        except Busy:
            time.sleep(0.01)


def search(town: Town) -> None:
    engine = town.engine()
    with town.open() as connection:
        while True:
            for word in WORDS:
                gone = dict(connection.execute(GONE))
                try:
                    hits = {hit.key for hit in engine.search(word).hits}
                except Exception as error:
                    town.note(f"failed: {error!r}")
                    continue
                still = dict(connection.execute("SELECT key, version FROM things WHERE NOT is_public"))
                wrong = [key for key in hits if key in gone and still.get(key) == gone[key]]
                if wrong:
                    town.note(f"found what was taken out: {wrong}")
            town.note("search", len(WORDS))


def differences(town: Town) -> list[str]:
    """Between the index and the database, after the usual recovery."""
    engine = town.engine()
    while not bring_up_to_date(town, engine):
        pass
    with town.open() as connection:
        public = dict(connection.execute("SELECT key, version FROM things WHERE is_public"))
    found = [f"only in one: {key}" for key in engine.keys() ^ public.keys()]
    for key, version in public.items():
        hits = [hit.key for hit in engine.search(f'"{stamp(key, version)}"').hits]
        if hits != [key]:
            found.append(f"{key} in version {version}: {hits}")
    return found


def run(folder: Path, kills: int, seed: int = 1) -> Outcome:
    chance = random.Random(seed)
    town = Town(folder)
    town.found()
    jobs = {"writing.lock": index, "rebuilding.lock": rebuild}
    searching = [_started(search, town) for _ in range(SEARCHERS)]
    working = {lock: _started(job, town) for lock, job in jobs.items()}
    amid = 0
    for _ in range(kills):
        until = time.monotonic() + chance.uniform(SHORTEST, LONGEST)
        while time.monotonic() < until:
            town.change(chance)
            time.sleep(0.02)
        lock = chance.choice(list(jobs))
        os.kill(working[lock].pid, signal.SIGSTOP)
        amid += _is_held(folder / "fulltext" / lock)
        _kill(working[lock])
        working[lock] = _started(jobs[lock], town)
    for process in (*working.values(), *searching):
        _kill(process)
    notes = town.notes()
    counts = [notes.pop(kind, 0) for kind in ("search", "write", "rebuild")]
    return Outcome(amid, *counts, list(notes), differences(town))


def _is_held(lock: Path) -> bool:
    with lock.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _started(job: Callable[[Town], None], town: Town) -> ForkServerProcess:
    process = _processes.Process(target=job, args=(town,), daemon=True)
    process.start()
    return process


def _kill(process: ForkServerProcess) -> None:
    process.kill()
    process.join()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
        outcome = run(Path(folder), asked.kills, asked.seed)
    print(
        f"{asked.kills} kills beside {outcome.writes} writes, {outcome.rebuilds} rebuilds, {outcome.searches} searches"
    )
    print(f"failed or wrong searches: {len(outcome.failures)}", *outcome.failures[:10], sep="\n  ")
    print(f"differences afterwards: {len(outcome.differences)}", *outcome.differences[:10], sep="\n  ")
    raise SystemExit(bool(outcome.failures or outcome.differences))


if __name__ == "__main__":
    main()
