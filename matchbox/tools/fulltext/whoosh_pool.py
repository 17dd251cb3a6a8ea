"""Which opened commit of the index answers the next request?

Each request looks whether CURRENT or the last commit has changed (under 0.1 ms) and then borrows a reading of its own.
Readings of older commits are closed when whoever borrowed them gives them back.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from matchbox.tools.fulltext.index_folder import IndexFolder
from matchbox.tools.fulltext.interface import NotReady
from matchbox.tools.fulltext.whoosh_reading import Reading, is_damage
from matchbox.tools.fulltext.whoosh_segment import Facts
from matchbox.tools.fulltext.whoosh_writing import generation

MOST_IDLE = 8  # readings kept open for the next requests
ATTEMPTS = 20  # to open a commit while new ones keep coming


class State(NamedTuple):
    """A commit of an index, as one process sees it: files opened before a fork must not be used after it."""

    process: int
    name: str
    generation: int


class Pool:
    def __init__(self, folder: IndexFolder) -> None:
        self._folder = folder
        self._start()

    @contextmanager
    def lend(self) -> Iterator[Reading]:
        """A reading of the newest commit, for one thread. Raises `NotReady`."""
        if self._process != os.getpid():
            self._start()
        state, reading = self._take(self._look())
        try:
            yield reading
        except BaseException:
            reading.close()
            raise
        self._give_back(state, reading)

    def close(self) -> None:
        with self._lock:
            self._close_idle()

    def _start(self) -> None:
        self._process = os.getpid()
        self._lock = threading.Lock()
        self._idle: list[Reading] = []
        self._newest: State | None = None
        self._unreadable: State | None = None
        self._facts: dict[str, Facts] = {}

    def _look(self) -> State:
        name = self._folder.readable()
        if name is None:
            raise NotReady
        return State(self._process, name, generation(self._folder.root / name))

    def _take(self, state: State) -> tuple[State, Reading]:
        with self._lock:
            if state != self._newest:
                self._close_idle()
                self._newest = state
            if self._idle:
                return state, self._idle.pop()
        return self._open(state)

    def _give_back(self, state: State, reading: Reading) -> None:
        with self._lock:
            if state == self._newest and len(self._idle) < MOST_IDLE:
                self._idle.append(reading)
                return
        reading.close()

    def _open(self, state: State) -> tuple[State, Reading]:
        for _ in range(ATTEMPTS):
            if state == self._unreadable:
                break
            reading = self._try(state)
            now = self._look()
            if reading and now == state:
                self._facts = reading.facts
                return state, reading
            if reading:
                reading.close()  # a commit came in between and may have removed files before they were opened
            elif now == state:
                self._unreadable = state
            state = now
        raise NotReady

    def _try(self, state: State) -> Reading | None:
        try:
            return Reading(self._folder.root / state.name, self._facts)
        except Exception as error:
            # Broken files make Whoosh raise whatever it stumbles over, down to a bare Exception.
            if is_damage(error):
                return None
            raise

    def _close_idle(self) -> None:
        while self._idle:
            self._idle.pop().close()
