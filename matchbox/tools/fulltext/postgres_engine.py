"""The engine for PostgreSQL: its index lies beside the data and changes in the transaction that changes them."""

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from contextlib import contextmanager
from time import monotonic

from sqlalchemy import Connection, select

from matchbox.tools.fulltext import analysis, postgres_reading, postgres_writing, query
from matchbox.tools.fulltext.interface import Document, Found, Hit, NotReady
from matchbox.tools.fulltext.postgres_reading import Reading, Sizes
from matchbox.tools.fulltext.postgres_table import SearchDocument
from matchbox.tools.fulltext.synonyms import Synonyms

FRESH = 10.0  # seconds for which the number of documents and their average length are believed: only scores need them


class PostgresEngine:
    """Speaks through the connection of the caller: reads what its transaction sees, writes what it commits."""

    writes_at_once = True

    def __init__(self, connection: Callable[[], Connection], synonyms: Callable[[], Synonyms]) -> None:
        self._connection = connection
        self._synonyms = synonyms
        self._counted: tuple[float, Sizes] | None = None

    @property
    def is_ready(self) -> bool:
        return postgres_writing.state(self._connection()).is_ready

    @property
    def needs_rebuild(self) -> bool:
        return not postgres_writing.state(self._connection()).is_up_to_date

    def search(
        self,
        text: str,
        kinds: Sequence[str] = ("issue",),
        limit: int | None = None,
        synonyms: Synonyms | None = None,
    ) -> Found:
        plan = query.plan(text, synonyms or self._synonyms())
        with self._reading() as reading:
            return query.ranked(plan, lambda node: reading.find(node, kinds, plan.without, limit), limit)

    def search_each(self, text: str, kinds: Sequence[str], kind_of: Callable[[str], str]) -> dict[str, Found]:
        plan = query.plan(text, self._synonyms())
        with self._reading() as reading:
            return query.ranked_each(plan, lambda node, of: reading.find(node, of, plan.without), kinds, kind_of)

    def similar(
        self, title: str, body: str, kinds: Sequence[str] = ("issue",), limit: int = 5, but: Container[str] = ()
    ) -> list[Hit]:
        synonyms = self._synonyms()
        words = {term.text for text in (title, body[: query.LONGEST_ALIKE]) for term in analysis.terms(text)}
        with self._reading() as reading:
            total = reading.sizes.documents
            too_many = int(max(total * query.COMMON, query.FEW_ENOUGH)) + 1
            frequency = reading.frequencies(sorted(words), too_many)
            node = query.alike(title, body, frequency.__getitem__, total, synonyms)
            found = reading.find(node, kinds) if node else []
        return [hit for hit in found if hit.key not in but][:limit]

    def write(self, upserts: Iterable[Document] = (), deletes: Iterable[str] = ()) -> None:
        changes: dict[str, Document | None] = {document.key: document for document in upserts}
        changes.update(dict.fromkeys(deletes))
        if changes:
            postgres_writing.write(self._connection(), changes)

    def rebuild(self, documents: Iterable[Document]) -> None:
        """On a connection of its own. Do not call it after a write that was not committed: it would wait forever."""
        postgres_writing.rebuild(self._connection().engine, documents)
        self._counted = None

    def keys(self) -> set[str]:
        return set(self._ready().scalars(select(SearchDocument.key).where(~SearchDocument.gone)))

    def _ready(self) -> Connection:
        connection = self._connection()
        if not postgres_writing.state(connection).is_ready:
            raise NotReady
        return connection

    @contextmanager
    def _reading(self) -> Iterator[Reading]:
        """Nothing else may use the connection meanwhile: what it wrote would be rolled back with the settings."""
        connection = self._ready()
        counted = self._counted
        if counted is None or monotonic() > counted[0] + FRESH:
            counted = self._counted = monotonic(), postgres_reading.sizes(connection)
        with postgres_reading.by_index_only(connection):
            yield Reading(connection, counted[1])
