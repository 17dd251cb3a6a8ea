"""What does every full-text engine promise, and in which terms is it spoken to?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol


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


class NotReady(Exception):
    """There is no index that can be read: rebuild it first."""


class Busy(Exception):
    """Somebody else is writing: try again later."""


class FullText(Protocol):
    """An engine. Many threads may search at once; one writes at a time, and a second writer is told `Busy`."""

    @property
    def is_ready(self) -> bool:
        """Can it be searched now?"""

    @property
    def needs_rebuild(self) -> bool:
        """Is the index missing, broken, or made by another analyser or dictionary?"""

    def search(self, text: str, kinds: Sequence[str] = ("issue",), limit: int = 200) -> list[Hit]:
        """The best documents first. Raises `NotReady`."""

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
