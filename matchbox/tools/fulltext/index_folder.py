"""Where does an index lie on the disk, who may write, and how does a new one take its place?

The folder holds whole indexes, each in a folder of its own, and beside them:
  CURRENT          the name of the index that answers
  NEXT             the name of the one being built
  writing.lock     held for the moment of a write or a swap
  rebuilding.lock  held as long as a new index is being built
An index has a file VERSION, and DAMAGED once it could not be read. Nothing is written through to the disk at once (no
fsync): after a power failure it may have to be built anew from the database.
"""

import fcntl
import json
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from time import sleep

from matchbox.tools.fulltext.interface import Busy, Document

PAUSE = 0.02  # seconds between two attempts to become the writer
PROBE = 0.5  # seconds a builder waits, in case a writer only looks whether somebody is building

CURRENT = "CURRENT"
NEXT = "NEXT"
VERSION = "VERSION"
DAMAGED = "DAMAGED"
CHANGES = "changes.jsonl"


class IndexFolder:
    """`form` is how the files are laid out, `version` how the texts in them were analysed."""

    def __init__(self, root: Path, form: str, version: str, patience: float) -> None:
        self.root = root
        self._form = form
        self._version = version
        self._patience = patience
        root.mkdir(mode=0o700, parents=True, exist_ok=True)

    def current(self) -> str | None:
        """The name of the index that answers."""
        return self._read(CURRENT)

    def readable(self) -> str | None:
        """Its name, unless its files are of another form or damaged."""
        name, before = self.current(), None
        while name and not self._is_readable(name):
            if name == before:
                return None
            name, before = self.current(), name  # it may have been swapped and swept away in this moment
        return name

    def is_up_to_date(self) -> bool:
        """Were its texts analysed as they would be today?"""
        name = self.readable()
        return name is not None and self._made_by(name) == [self._form, self._version]

    def mark_damaged(self, name: str) -> None:
        with suppress(OSError):
            (self.root / name / DAMAGED).touch()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One writer at a time, across threads and processes; the others wait a little, then hear `Busy`."""
        with _locked(self.root / "writing.lock", self._patience):
            yield

    @contextmanager
    def building(self) -> Iterator[Path]:
        """A folder for a new index. It becomes the current one when the block ends well, and vanishes when not."""
        with _locked(self.root / "rebuilding.lock", PROBE):
            name = f"index-{secrets.token_hex(8)}"
            with self.writing():
                self._sweep()
                (self.root / name).mkdir(mode=0o700)
                self._put(NEXT, name)
            try:
                yield self.root / name
            finally:
                (self.root / NEXT).unlink(missing_ok=True)
                if self.current() != name:
                    shutil.rmtree(self.root / name, ignore_errors=True)

    def swap(self, new: Path) -> None:
        """Let the new index answer. The old one stays until the next is built: somebody may be opening it just now."""
        self._put(f"{new.name}/{VERSION}", f"{self._form}\n{self._version}\n")
        self._put(CURRENT, new.name)

    def being_built(self) -> Path | None:
        """The folder of an index that somebody is building at this moment."""
        name = self._read(NEXT)
        if name is None:
            return None
        with suppress(Busy), _locked(self.root / "rebuilding.lock", 0):
            return None  # its builder died
        return self.root / name

    def remember(self, new: Path, changes: Mapping[str, Document | None]) -> None:
        """Keep changes for an index that is still being built."""
        # Where the folder has just vanished, its builder failed and needs no changes.
        with suppress(FileNotFoundError), (new / CHANGES).open("a", encoding="utf-8") as lines:
            kept = {key: document and asdict(document) for key, document in changes.items()}
            lines.write(json.dumps(kept, ensure_ascii=False) + "\n")

    def remembered(self, new: Path) -> dict[str, Document | None]:
        changes: dict[str, Document | None] = {}
        with suppress(FileNotFoundError), (new / CHANGES).open(encoding="utf-8") as lines:
            for line in lines:
                for key, kept in json.loads(line).items():
                    changes[key] = Document(**{**kept, "tags": tuple(kept["tags"])}) if kept else None
        return changes

    def _is_readable(self, name: str) -> bool:
        return self._made_by(name)[:1] == [self._form] and not (self.root / name / DAMAGED).exists()

    def _made_by(self, name: str) -> list[str]:
        return (self._read(f"{name}/{VERSION}") or "").splitlines()

    def _read(self, name: str) -> str | None:
        try:
            return (self.root / name).read_text(encoding="utf-8", errors="replace").strip() or None
        except (FileNotFoundError, NotADirectoryError):
            return None

    def _put(self, name: str, text: str) -> None:
        fresh = self.root / f"{name}.new"
        fresh.write_text(text, encoding="utf-8")
        os.replace(fresh, self.root / name)

    def _sweep(self) -> None:
        """Remove the indexes that answer no more, and what builders that died left behind."""
        for folder in self.root.glob("index-*"):
            if folder.name != self.current():
                shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _locked(path: Path, patience: float) -> Iterator[None]:
    lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        for attempts_left in range(int(patience / PAUSE), -1, -1):
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if not attempts_left:
                    raise Busy(path.name) from None
            sleep(PAUSE)
        yield
    finally:
        os.close(lock)
