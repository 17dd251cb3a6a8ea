"""Two web processes and a worker under load, killed at random: nothing hidden is ever shown, and nothing gets lost.

`python -m tests.benchmarks.search_site [--kills 100] [--seed 1]`

Issues are published and hidden while pages are read. A page must not show, nor count, what was hidden before it was
asked for. In the end, after the worker has caught up, the index must hold what the database shows.
"""

import argparse
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from urllib.request import urlopen

from matchbox.admin import actions as office
from matchbox.app import create_app
from matchbox.core.database import Model, db
from matchbox.core.permissions import SYSTEM
from matchbox.core.publication import Publication
from matchbox.issues import actions
from matchbox.issues.models import Issue
from matchbox.search import documents, queries
from matchbox.web.transactions import writing
from tests.given.issues import an_issue
from tests.given.people import a_coordinator
from tests.given.words import a_district

SECRET = "only for measuring, never a real site"
ISSUES = 30
QUESTION = "%E8%8D%89%E5%88%88%E3%82%8A"  # 草刈り
ADDRESSES = (f"/issues?q={QUESTION}", f"/search?q={QUESTION}", "/issues", f"/issues?q={QUESTION}&sort=new")
PROCESS = f"""
import sys, waitress
from pathlib import Path
from matchbox.app import create_app
from matchbox.web.worker import work
app = create_app(Path(sys.argv[1]), SECRET_KEY={SECRET!r}, SQLALCHEMY_DATABASE_URI=sys.argv[2])
waitress.serve(app, port=int(sys.argv[3]), threads=4) if int(sys.argv[3]) else work(app)
"""


class Site:
    """The processes of one installation; each is started again when it is killed."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url
        self.ports = [_free_port(), _free_port(), 0]  # 0: the worker
        self.processes = [self._start(port) for port in self.ports]

    def _start(self, port: int) -> subprocess.Popen:
        words = [sys.executable, "-c", PROCESS, str(self.folder), self.url, str(port)]
        return subprocess.Popen(words, stderr=subprocess.DEVNULL)

    def kill(self, chance: Random) -> None:
        which = chance.randrange(len(self.processes))
        self.processes[which].send_signal(signal.SIGKILL)
        self.processes[which].wait()
        self.processes[which] = self._start(self.ports[which])

    def end(self) -> None:
        for process in self.processes:
            process.kill()
            process.wait()


class Truth:
    """What is hidden, and how often anything has changed: a page is judged by what held while it was being made."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.hidden: dict[str, int] = {}  # title → since which change
        self.changes = 0

    def now(self) -> tuple[int, dict[str, int]]:
        with self.lock:
            return self.changes, dict(self.hidden)


class Reader(threading.Thread):
    """Reads pages of both web processes until told to stop."""

    def __init__(self, site: Site, truth: Truth, seed: int) -> None:
        super().__init__(daemon=True)
        self.site, self.truth, self.chance = site, truth, Random(seed)
        self.enough = threading.Event()
        self.read, self.leaks = 0, []

    def run(self) -> None:
        while not self.enough.is_set():
            address = f"http://127.0.0.1:{self.site.ports[self.chance.randrange(2)]}{self.chance.choice(ADDRESSES)}"
            changes, hidden = self.truth.now()
            try:
                with urlopen(address, timeout=5) as answer:
                    page = answer.read().decode()
            except (OSError, HTTPException):  # just killed
                time.sleep(0.05)
                continue
            self.read += 1
            later, still = self.truth.now()
            self.leaks += [title for title in _titles(page) if still.get(title) == hidden.get(title, -1)]
            if changes == later:
                self.leaks += _miscounted(page, ISSUES - len(still))


def _titles(page: str) -> set[str]:
    return set(re.findall(r"公園の草刈り\d+番", re.sub(r"</?mark>", "", page)))


def _miscounted(page: str, public: int) -> list[str]:
    """Nothing changed meanwhile: the counts may be behind with what was published, never with what was hidden."""
    said = re.search(r"(\d+)件の課題が見つかりました", page)
    return [f"{said[1]} counted, {public} public"] if said and int(said[1]) > public else []


def _free_port() -> int:
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        return int(place.getsockname()[1])


def _deed(issue: Issue, coordinator, truth: Truth) -> None:
    """Publish or hide. While it is being done, nobody knows whether it may be seen."""
    title = issue.title
    with truth.lock:
        truth.changes += 1
        truth.hidden.pop(title, None)
    with writing():
        if issue.publication is Publication.WAITING:
            actions.publish_issue(coordinator, issue)
        elif issue.publication is Publication.PUBLIC:
            actions.hide_issue(coordinator, issue, reason="確かめています。")
        else:
            actions.restore_issue(coordinator, issue)
    db.session.refresh(issue)
    with truth.lock:
        truth.changes += 1
        if issue.publication is not Publication.PUBLIC:
            truth.hidden[title] = truth.changes
    db.session.rollback()


@contextmanager
def a_site(folder: Path, url: str) -> Iterator[None]:
    app = create_app(folder, SECRET_KEY=SECRET, SQLALCHEMY_DATABASE_URI=url)
    with app.app_context():
        with writing():
            Model.metadata.create_all(db.session.connection())
        with writing():
            office.load_starting_data(SYSTEM, None)
        yield
        db.session.remove()
        db.engine.dispose()


def run(folder: Path, url: str, kills: int, seed: int, deeds_for_a_kill: int = 20) -> tuple[int, list[str], set[str]]:
    """How many pages were read, what they should not have told, and where index and database differ in the end."""
    with a_site(folder, url):
        chance, coordinator, truth = Random(seed), a_coordinator(), Truth()
        districts = [a_district(), a_district("朝日")]
        issues = [
            an_issue(f"公園の草刈り{nth}番", publication=Publication.WAITING, area=chance.choice(districts))
            for nth in range(ISSUES)
        ]
        truth.hidden = {issue.title: 0 for issue in issues}
        documents.rebuild()
        site = Site(folder, url)
        readers = [Reader(site, truth, seed + nth) for nth in range(2)]
        for reader in readers:
            reader.start()
        try:
            for _ in range(kills):
                for _ in range(deeds_for_a_kill):
                    _deed(chance.choice(issues), coordinator, truth)
                    time.sleep(chance.random() * 0.1)
                site.kill(chance)
            different = _settled()
        finally:
            for reader in readers:
                reader.enough.set()
                reader.join(timeout=10)
            site.end()
        return sum(reader.read for reader in readers), [leak for r in readers for leak in r.leaks], different


def _settled(patience: float = 150.0) -> set[str]:
    """Where index and database differ once the worker has had time; a lease of a killed one has to run out first."""
    until = time.monotonic() + patience
    while True:
        db.session.rollback()
        different = queries.public_keys() ^ queries.indexed()
        if not different or time.monotonic() > until:
            return different
        time.sleep(0.5)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--kills", type=int, default=100)
    arguments.add_argument("--seed", type=int, default=1)
    asked = arguments.parse_args()
    with TemporaryDirectory() as folder:
        read, leaks, different = run(Path(folder), f"sqlite:///{folder}/site.sqlite", asked.kills, asked.seed)
    print(
        f"seed {asked.seed}: {asked.kills} kills, {read} pages read, {len(leaks)} leaks, {len(different)} differences"
    )
    for line in [*leaks[:10], *sorted(different)[:10]]:
        print(line)


if __name__ == "__main__":
    main()
