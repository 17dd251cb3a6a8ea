"""How is a question answered from one Whoosh index?

Scores are BM25, added up posting list by posting list: exact, whatever has been deleted and however many segments there
are. A reading holds open files with a position, so one thread at a time may use it; the engine keeps a few.
"""

import errno
import pickle
import struct
import zlib
from collections.abc import Sequence
from heapq import nlargest
from itertools import chain
from operator import itemgetter
from pathlib import Path

from matchbox.tools.fulltext.interface import Hit
from matchbox.tools.fulltext.query import Node
from matchbox.tools.fulltext.whoosh_segment import Facts, Segment, Weights, facts_of
from matchbox.tools.fulltext.whoosh_writing import open_reader

UNREADABLE = (EOFError, OSError, struct.error, zlib.error, pickle.UnpicklingError)  # see `is_damage`


class Reading:
    """One commit of an index, opened."""

    def __init__(self, folder: Path, known: dict[str, Facts]) -> None:
        self._reader = open_reader(folder)
        self._weights = Weights(self._reader)
        self.facts: dict[str, Facts] = {}
        self._segments: list[Segment] = []
        for leaf, _ in self._reader.leaf_readers():
            if leaf.doc_count_all():
                name = str(leaf.segment().segment_id())
                self.facts[name] = known.get(name) or facts_of(leaf)
                self._segments.append(Segment(leaf, self.facts[name], self._weights))

    def find(
        self, node: Node, kinds: Sequence[str], without: Node | None = None, limit: int | None = None
    ) -> list[Hit]:
        """Every document of these kinds that the node matches and `without` does not, or the best of them."""
        found = chain.from_iterable(segment.found(node, kinds, without) for segment in self._segments)
        hits = list(map(Hit._make, found))
        if limit is not None:
            return nlargest(limit, hits, itemgetter(1))
        hits.sort(key=itemgetter(1), reverse=True)
        return hits

    def frequency(self, word: str) -> int:
        return self._weights.frequency("words", word)

    def document_count(self) -> int:
        return self._weights.documents

    def keys(self) -> set[str]:
        return set(chain.from_iterable(segment.keys() for segment in self._segments))

    def close(self) -> None:
        self._reader.close()


def is_damage(error: Exception) -> bool:
    """Does an error from `UNREADABLE` come from files that are gone or cut off, and not from a want of anything?"""
    return not isinstance(error, OSError) or error.errno in (errno.ENOENT, errno.ENOTDIR, errno.EINVAL)
