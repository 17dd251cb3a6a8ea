"""How is a question answered from one Whoosh index?

Scores are BM25, added up posting list by posting list: exact, whatever has been deleted and however many segments there
are. A reading holds open files with a position, so one thread at a time may use it; the engine keeps a few.
"""

import errno
import pickle
import struct
import zlib
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import chain
from math import log
from pathlib import Path
from typing import Any

from matchbox.tools.fulltext.interface import Hit
from matchbox.tools.fulltext.query import AllOf, Gram, Node, Run, Word
from matchbox.tools.fulltext.whoosh_subset import LENGTHS_COLUMN, SegmentReader, W3LeafMatcher, byte_to_length
from matchbox.tools.fulltext.whoosh_writing import open_reader

K1 = 1.2
B = 0.75

FIELDS = {Word: "words", Gram: "grams", Run: "grams"}

UNREADABLE = (EOFError, OSError, struct.error, zlib.error, pickle.UnpicklingError)  # see `is_damage`

Scores = dict[int, float]  # document number in its segment → score


@dataclass(frozen=True, slots=True)
class Facts:
    """What never changes in a segment, whatever is deleted from it; readings of later commits share it."""

    lengths: dict[str, bytes]  # field → one byte for each document
    kinds: tuple[bytes, ...]
    kind: bytes  # for each document 1 + its place in `kinds`


class Segment:
    """One part of an index, searched on its own."""

    def __init__(self, reader: SegmentReader, facts: Facts, weigh: "Weights") -> None:
        self.reader = reader
        self.facts = facts
        self.deleted = frozenset(reader.segment().deleted_docs())
        self._weigh = weigh

    def scores(self, node: Node, within: Container[int] | None = None) -> Scores:
        """Every document the node matches, or of those `within`; deleted ones too."""
        if isinstance(node, Run):
            return self._run(node, within)
        if isinstance(node, Word | Gram):
            return self._leaf(FIELDS[type(node)], node.text, node.weight, within)
        if isinstance(node, AllOf):
            return self._all(node.parts, within)
        found: Scores = {}
        for part in node.parts:
            for number, score in self.scores(part, within).items():
                found[number] = found.get(number, 0.0) + score
        return found

    def allowed(self, kinds: Iterable[str]) -> frozenset[int]:
        wanted = {kind.encode() for kind in kinds}
        return frozenset(place + 1 for place, kind in enumerate(self.facts.kinds) if kind in wanted)

    def _all(self, parts: Sequence[Node], within: Container[int] | None) -> Scores:
        found: Scores = {}
        for nth, part in enumerate(sorted(parts, key=self._size)):
            scores = self.scores(part, found if nth else within)
            found = {number: score + found.get(number, 0.0) for number, score in scores.items()}
            if not found:
                break
        return found

    def _leaf(self, field: str, text: str, weight: float, within: Container[int] | None) -> Scores:
        if (field, text) not in self.reader:
            return {}
        most = weight * self._weigh.idf(field, text) * (K1 + 1)
        norms, lengths = self._weigh.norms(field), self.facts.lengths[field]
        return {
            number: most * count / (count + norms[lengths[number]])
            for numbers, counts in blocks(self.reader, field, text)
            for number, count in zip(numbers, counts, strict=True)
            if within is None or number in within
        }

    def _run(self, run: Run, within: Container[int] | None) -> Scores:
        scores = self._all([Gram(gram, run.weight) for gram in dict.fromkeys(run.grams)], within)
        starts: dict[int, set[int]] = {}
        for nth, gram in enumerate(run.grams):
            if not scores:
                return {}
            placed = positions(self.reader, "grams", gram, scores)
            here = {number: {place - nth for place in places} for number, places in placed}
            starts = {number: here[number] & starts.get(number, here[number]) for number in scores}
            scores = {number: score for number, score in scores.items() if starts[number]}
        return scores

    def _size(self, node: Node) -> int:
        """About how many documents the node matches: small ones are looked up first."""
        if isinstance(node, Word | Gram):
            return int(self.reader.doc_frequency(FIELDS[type(node)], node.text))
        if isinstance(node, Run):
            return min(int(self.reader.doc_frequency("grams", gram)) for gram in node.grams)
        sizes = [self._size(part) for part in node.parts]
        return min(sizes) if isinstance(node, AllOf) else sum(sizes)


class Weights:
    """How much a word tells in the whole index, and how the length of a field counts."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader
        self._documents = reader.doc_count_all()
        self._idf: dict[tuple[str, str], float] = {}
        self._norms: dict[str, list[float]] = {}

    def idf(self, field: str, text: str) -> float:
        known = self._idf.get((field, text))
        if known is None:
            known = self._idf[field, text] = log(self._documents / (self._reader.doc_frequency(field, text) + 1)) + 1
        return known

    def norms(self, field: str) -> list[float]:
        if field not in self._norms:
            average = self._reader.field_length(field) / self._documents
            self._norms[field] = [K1 * (1 - B + B * byte_to_length(byte) / average) for byte in range(256)]
        return self._norms[field]


class Reading:
    """One commit of an index, opened."""

    def __init__(self, folder: Path, known: dict[str, Facts]) -> None:
        self._reader = open_reader(folder)
        weights = Weights(self._reader)
        self.facts: dict[str, Facts] = {}
        self._segments: list[Segment] = []
        for leaf, _ in self._reader.leaf_readers():
            if leaf.doc_count_all():
                name = str(leaf.segment().segment_id())
                # Files that are first opened later may be gone by then.
                leaf.stored_fields(0)
                self.facts[name] = known.get(name) or _facts(leaf)
                self._segments.append(Segment(leaf, self.facts[name], weights))

    def find(self, node: Node, kinds: Sequence[str], without: Node | None, limit: int) -> list[Hit]:
        found = (self._ranked(nth, node, kinds, without) for nth in range(len(self._segments)))
        best = nsmallest(limit, chain.from_iterable(found))
        return [Hit(self._segments[nth].reader.stored_fields(number)["key"], -score) for score, nth, number in best]

    def keys(self) -> set[str]:
        return {stored["key"] for segment in self._segments for _, stored in segment.reader.iter_docs()}

    def close(self) -> None:
        self._reader.close()

    def _ranked(
        self, nth: int, node: Node, kinds: Sequence[str], without: Node | None
    ) -> Iterator[tuple[float, int, int]]:
        segment = self._segments[nth]
        scores = segment.scores(node)
        unwanted = segment.scores(without, scores) if without and scores else {}
        kind, allowed, deleted = segment.facts.kind, segment.allowed(kinds), segment.deleted
        for number, score in scores.items():
            if kind[number] in allowed and number not in deleted and number not in unwanted:
                yield (-score, nth, number)


def is_damage(error: Exception) -> bool:
    """Does an error from `UNREADABLE` come from files that are gone or cut off, and not from a want of anything?"""
    return not isinstance(error, OSError) or error.errno in (errno.ENOENT, errno.ENOTDIR, errno.EINVAL)


def blocks(reader: SegmentReader, field: str, text: str) -> Iterator[tuple[Sequence[int], Sequence[float]]]:
    """The postings of a term, 128 at a time: document numbers and how often, the title counted double."""
    matcher = _matcher(reader, field, text)
    while matcher.is_active():
        # One call for each posting would take five times as long.
        matcher._read_ids()
        matcher._read_weights()
        yield matcher._ids, matcher._weights
        matcher._next_block()


def positions(
    reader: SegmentReader, field: str, text: str, within: Container[int]
) -> Iterator[tuple[int, Sequence[int]]]:
    matcher = _matcher(reader, field, text)
    decode = reader.schema[field].format.decode_positions
    while matcher.is_active():
        if matcher.id() in within:
            yield matcher.id(), decode(matcher.value())
        matcher.next()


def _matcher(reader: SegmentReader, field: str, text: str) -> W3LeafMatcher:
    """The bare postings, those of deleted documents too: `reader.postings` would hide them, at twice the time."""
    return reader._terms.matcher(field, reader.schema[field].to_bytes(text), reader.schema[field].format)


def _facts(reader: SegmentReader) -> Facts:
    count = reader.doc_count_all()
    lengths = {}
    for field in set(FIELDS.values()):
        column = reader._perdoc._cached_reader(f"_{field}_len", LENGTHS_COLUMN)
        lengths[field] = bytes(column[number] for number in range(count)) if column else bytes(count)
    kinds = tuple(reader.lexicon("kind"))
    kind = bytearray(count)
    for place, text in enumerate(kinds):
        for numbers, _ in blocks(reader, "kind", text):
            for number in numbers:
                kind[number] = place + 1
    return Facts(lengths, kinds, bytes(kind))
