"""The embedded engine: an index in a folder, searched by many threads and processes and written by one at a time."""

from collections.abc import Callable, Container, Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Self, TypeVar

from matchbox.tools.fulltext import analysis, query, whoosh_fields, whoosh_writing
from matchbox.tools.fulltext.index_folder import IndexFolder
from matchbox.tools.fulltext.interface import Document, Found, Hit, NotReady
from matchbox.tools.fulltext.synonyms import Synonyms
from matchbox.tools.fulltext.whoosh_pool import Pool
from matchbox.tools.fulltext.whoosh_reading import UNREADABLE, Reading, is_damage

T = TypeVar("T")

PATIENCE = 5.0  # seconds a writer waits for another one


class Engine:
    """Opens the index when first asked, so it may be made before a server forks."""

    writes_at_once = False

    def __init__(self, folder: IndexFolder, synonyms: Callable[[], Synonyms]) -> None:
        self._folder = folder
        self._synonyms = synonyms
        self._pool = Pool(folder)

    @classmethod
    def open(cls, folder: Path, synonyms: Callable[[], Synonyms] = Synonyms, patience: float = PATIENCE) -> Self:
        """`synonyms` is called for each question; `patience` is how many seconds a write waits for another writer."""
        return cls(IndexFolder(folder, whoosh_fields.FORMAT, analysis.VERSION, patience), synonyms)

    @property
    def is_ready(self) -> bool:
        try:
            with self._pool.lend():
                return True
        except NotReady:
            return False

    @property
    def needs_rebuild(self) -> bool:
        return not self._folder.is_up_to_date() or not self.is_ready

    def search(
        self,
        text: str,
        kinds: Sequence[str] = ("issue",),
        limit: int | None = None,
        synonyms: Synonyms | None = None,
    ) -> Found:
        plan = query.plan(text, synonyms or self._synonyms())
        return self._read(
            lambda reading: query.ranked(plan, lambda node: reading.find(node, kinds, plan.without, limit), limit)
        )

    def search_each(self, text: str, kinds: Sequence[str], kind_of: Callable[[str], str]) -> dict[str, Found]:
        plan = query.plan(text, self._synonyms())
        return self._read(
            lambda reading: query.ranked_each(
                plan, lambda node, of: reading.find(node, of, plan.without, None), kinds, kind_of
            )
        )

    def similar(
        self, title: str, body: str, kinds: Sequence[str] = ("issue",), limit: int = 5, but: Container[str] = ()
    ) -> list[Hit]:
        synonyms = self._synonyms()

        def ask(reading: Reading) -> list[Hit]:
            node = query.alike(title, body, reading.frequency, reading.document_count(), synonyms)
            hits = reading.find(node, kinds) if node else []
            return list(islice((hit for hit in hits if hit.key not in but), limit))

        return self._read(ask)

    def keys(self) -> set[str]:
        return self._read(Reading.keys)

    def write(self, upserts: Iterable[Document] = (), deletes: Iterable[str] = ()) -> None:
        changes: dict[str, Document | None] = {document.key: document for document in upserts}
        changes.update(dict.fromkeys(deletes))
        if not changes:
            return
        with self._folder.writing():
            name = self._folder.readable() if self.is_ready else None
            new = self._folder.being_built()
            if name is None and new is None:
                raise NotReady
            if new:
                self._folder.remember(new, changes)
            if name:
                self._change(name, changes)

    def rebuild(self, documents: Iterable[Document]) -> None:
        with self._folder.building() as new:
            whoosh_writing.create(new, documents)
            with self._folder.writing():
                whoosh_writing.change(new, self._folder.remembered(new))
                self._folder.swap(new)

    def close(self) -> None:
        """Close the files kept open; the next request opens them again."""
        self._pool.close()

    def _change(self, name: str, changes: dict[str, Document | None]) -> None:
        try:
            whoosh_writing.change(self._folder.root / name, changes)
        except UNREADABLE as error:
            self._note_damage(name, error)
            raise

    def _read(self, ask: Callable[[Reading], T]) -> T:
        """Ask the newest reading; when its files fail, once more with freshly opened ones."""
        try:
            with self._pool.lend() as reading:
                return ask(reading)
        except (TypeError, *UNREADABLE):
            self._pool.close()
        name = self._folder.readable()
        try:
            with self._pool.lend() as reading:
                return ask(reading)
        except UNREADABLE as error:
            self._note_damage(name, error)
            raise

    def _note_damage(self, name: str | None, error: Exception) -> None:
        if is_damage(error):
            if name:
                self._folder.mark_damaged(name)
            raise NotReady from error
