"""What does every full-text engine promise, and in which terms is it spoken to?"""

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from matchbox.tools.fulltext.synonyms import Synonyms


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that can be found. `key` is unique across all kinds, such as "issue:12"."""

    key: str
    kind: str
    title: str
    body: str
    tags: tuple[str, ...] = ()


class Hit(NamedTuple):
    key: str
    score: float


class Found(NamedTuple):
    """What a question brought out, the best first."""

    hits: list[Hit]
    loose: bool = False  # too few documents hold all the words: some of these hold only some, or look alike


class NotReady(Exception):
    """There is no index that can be read: rebuild it first."""


class Busy(Exception):
    """Somebody else is writing: try again later."""


class FullText(Protocol):
    """An engine. Many threads may search at once; one writes at a time, and a second writer is told `Busy`.

    Words of one meaning come from the callable that the engine was made with; it is called for each question.
    """

    writes_at_once: bool  # does `write` belong to the transaction of the caller? If not, call it after the commit.

    @property
    def is_ready(self) -> bool:
        """Can it be searched now?"""

    @property
    def needs_rebuild(self) -> bool:
        """Is the index missing, broken, or made by another analyser or dictionary?"""

    def search(
        self,
        text: str,
        kinds: Sequence[str] = ("issue",),
        limit: int | None = None,
        synonyms: Synonyms | None = None,
    ) -> Found:
        """The documents of these kinds that the words find; all of them without a `limit`.

        `synonyms` are tried instead of those in use. Raises `NotReady`.
        """

    def search_each(self, text: str, kinds: Sequence[str], kind_of: Callable[[str], str]) -> dict[str, Found]:
        """For each kind what `search` finds of it, at once. `kind_of` tells the kind from a key. Raises `NotReady`."""

    def similar(
        self, title: str, body: str, kinds: Sequence[str] = ("issue",), limit: int = 5, but: Container[str] = ()
    ) -> list[Hit]:
        """Documents that share the telling words of these texts, without the keys in `but`. Raises `NotReady`."""

    def write(self, upserts: Iterable[Document] = (), deletes: Iterable[str] = ()) -> None:
        """Put documents in, in place of older ones with their keys, and take keys out; a key in both is taken out.

        Of two documents with one key the later counts. Raises `Busy` and `NotReady`.
        """

    def rebuild(self, documents: Iterable[Document]) -> None:
        """Build everything anew while searches and writes go on.

        `documents` is iterated after writes have begun to be remembered, so it must read its rows lazily: what is
        written meanwhile is repeated on the new index. Raises `Busy`.
        """

    def keys(self) -> set[str]:
        """The keys of all documents, to compare with the database. Raises `NotReady`."""
