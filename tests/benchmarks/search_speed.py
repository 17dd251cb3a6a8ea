"""How fast is the search, what does it take, and how soon does another process see a change?

    .venv/bin/python -m tests.benchmarks.search_speed [--sizes 1000,10000,100000] [--engine whoosh|postgres|both]

Every question is asked for all its hits, after once to warm up. Both engines are measured in one run, one after
another, with the same documents; PostgreSQL's in a database made for it (MATCHBOX_TEST_POSTGRES) and dropped.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from select import select
from tempfile import TemporaryDirectory

import yaml
from sqlalchemy import text

from matchbox import search
from matchbox.tools.fulltext import Document, FullText
from matchbox.tools.fulltext.synonyms import Synonyms
from tests.benchmarks.search_corpus import KINDS, corpus, questions
from tests.conftest import postgres_answers
from tests.given.fulltext import Folder, Site, a_postgres_site

SYNONYMS = Path(search.__path__[0], "data", "synonyms.yaml")
ENGINES = ("whoosh", "postgres")
ROUNDS = 5
SINGLE, BURSTS, BURST = 60, 12, 200
PAUSE = 0.002  # seconds between two looks of the process that waits for a change

Rows = dict[str, str]  # what was measured → how much


class Place:
    """Where an index lies, for this process and for others, which open it by its address."""

    def __init__(self, address: str) -> None:
        kind, _, where = address.partition(" ")
        self.address = address
        self.site: Folder | Site = Site(where) if kind == "postgres" else Folder(Path(where))
        synonyms = Synonyms(yaml.safe_load(SYNONYMS.read_text(encoding="utf-8")))
        self.engine: FullText = self.site.engine(lambda: synonyms)

    def write(self, documents: Sequence[Document]) -> None:
        with self.site.writing():
            self.engine.write(documents)

    def ask(self, question: Callable[[], object]) -> object:
        """As a request does: PostgreSQL's in a transaction that ends with it."""
        try:
            return question()
        finally:
            if isinstance(self.site, Site):
                self.site.session.rollback()

    def megabytes(self) -> float:
        if isinstance(self.site, Folder):
            current = self.site.folder / (self.site.folder / "CURRENT").read_text()
            return sum(file.stat().st_size for file in current.iterdir()) / 1e6
        names = "pg_total_relation_size('search_documents') + pg_total_relation_size('search_index')"
        return float(self.site.connection().execute(text(f"SELECT {names}")).scalar_one()) / 1e6


@contextmanager
def a_place(engine: str) -> Iterator[Place]:
    if engine == "postgres":
        with a_postgres_site("speed") as site:
            place = Place(f"postgres {site.database.url.render_as_string(hide_password=False)}")
            yield place
            place.site.leave()
            place.site.database.dispose()
    else:
        with TemporaryDirectory() as folder:
            place = Place(f"whoosh {folder}/fulltext")
            yield place
            place.site.leave()


def measure(engine: str, size: int) -> Rows:
    documents = list(corpus(size))
    later = corpus(BURSTS * BURST + SINGLE, seed=2027)
    with a_place(engine) as place:
        rows = {"index, in seconds": f"{seconds(lambda: place.engine.rebuild(documents)):.1f}"}
        rows["on the disk, in MB"] = f"{place.megabytes():.0f}"
        rows |= {f"{kind}, in ms": middle_and_slow(place, tasks) for kind, tasks in all_tasks(place).items()}
        rows["added to each process, in MB"] = other_process("remember", place).communicate()[0].strip()
        rows |= fresh(place, later)
        rows |= while_rebuilding(place, documents)
    return rows


def all_tasks(place: Place) -> dict[str, list[Callable[[], object]]]:
    engine = place.engine
    tasks: dict[str, list[Callable[[], object]]] = {
        kind: [lambda asked=asked: engine.search(asked, KINDS) for asked in texts]  # type: ignore[misc]
        for kind, texts in questions().items()
    }
    texts = [(document.title, document.body) for document in corpus(10, seed=1)]
    return tasks | {"similar texts": [lambda own=own: engine.similar(*own, KINDS) for own in texts]}  # type: ignore[misc]


def middle_and_slow(place: Place, tasks: Sequence[Callable[[], object]]) -> str:
    for task in tasks:
        place.ask(task)
    times = [1000 * seconds(lambda task=task: place.ask(task)) for task in [*tasks] * ROUNDS]  # type: ignore[misc]
    return two(times, "{:.1f}")


def fresh(place: Place, later: Iterator[Document]) -> Rows:
    """From the beginning of a write until a search in another process finds the last of what was written."""
    watcher = other_process("watch", place)
    assert watcher.stdin and watcher.stdout
    rows = {}
    for what, count, at_once in (("one change", SINGLE, 1), (f"{BURST} at once", BURSTS, BURST)):
        times = []
        for number in range(count):
            documents = list(islice(later, at_once))
            last, stamp = documents[-1], f"stamp{at_once}x{number}"
            documents[-1] = Document(f"issue:{stamp}", last.kind, f"{last.title} {stamp}", last.body, last.tags)
            watcher.stdin.write(f"{stamp}\n")
            watcher.stdin.flush()
            start = time.monotonic()
            place.write(documents)
            times.append(float(watcher.stdout.readline()) - start)
        rows[f"{what} seen, in seconds"] = two(times, "{:.3f}")
    watcher.communicate()
    return rows


def while_rebuilding(place: Place, documents: Sequence[Document]) -> Rows:
    asking = other_process("ask", place)
    assert asking.stdin and asking.stdout
    asking.stdout.readline()
    taken = seconds(lambda: place.engine.rebuild(documents))
    answers, _ = asking.communicate("enough\n")
    return {"index again, in seconds": f"{taken:.1f}", "searches meanwhile, in ms": answers.strip()}


def other_process(job: str, place: Place) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", OTHER, job, place.address]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


# What a web process has anyway is there before the memory is taken down.
OTHER = """
import sys, flask, sqlalchemy.orm, psycopg, yaml
def private():
    lines = open("/proc/self/smaps_rollup").read().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1000
before = private()
from tests.benchmarks import search_speed
search_speed.JOBS[sys.argv[1]](search_speed.Place(sys.argv[2]), lambda: private() - before)
"""


def remember(place: Place, added: Callable[[], float]) -> None:
    for tasks in all_tasks(place).values():
        for task in tasks:
            place.ask(task)
    print(f"{added():.0f}")


def watch(place: Place, added: Callable[[], float]) -> None:
    for line in sys.stdin:
        question = f'"{line.strip()}"'
        while not place.ask(lambda question=question: place.engine.search(question, KINDS).hits):  # type: ignore[misc]
            time.sleep(PAUSE)
        print(time.monotonic(), flush=True)


def ask(place: Place, added: Callable[[], float]) -> None:
    tasks = [task for tasks in all_tasks(place).values() for task in tasks]
    asked, times, failed = 0, [], 0
    print("ready", flush=True)
    enough = False
    while not enough:
        start = time.perf_counter()
        try:
            place.ask(tasks[asked % len(tasks)])
        except Exception:
            failed += 1
        times.append(1000 * (time.perf_counter() - start))
        asked += 1
        enough = enough or bool(select([sys.stdin], [], [], 0)[0])
    print(f"{two(times, '{:.1f}')}, {failed} of {asked} failed")


JOBS = {"remember": remember, "watch": watch, "ask": ask}


def seconds(task: Callable[[], object]) -> float:
    start = time.perf_counter()
    task()
    return time.perf_counter() - start


def two(times: Sequence[float], shape: str) -> str:
    ordered = sorted(times)
    return " / ".join(shape.format(ordered[int(len(ordered) * part)]) for part in (0.5, 0.95))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--engine", choices=[*ENGINES, "both"], default="both")
    asked = parser.parse_args()
    engines = [engine for engine in ENGINES if asked.engine in (engine, "both")]
    if "postgres" in engines and not postgres_answers():
        engines.remove("postgres")
    for size in map(int, asked.sizes.split(",")):
        columns = [measure(engine, size) for engine in engines]
        print(f"\n{size} documents; times are p50 / p95", *engines, sep=" | ")
        for what in columns[0]:
            print(f"{what:35}", *(f"{rows[what]:>30}" for rows in columns), sep=" | ", flush=True)


if __name__ == "__main__":
    main()
