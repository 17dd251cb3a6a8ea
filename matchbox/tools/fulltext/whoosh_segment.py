"""How is a question answered from one part of an index?"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import compress
from math import log

from matchbox.tools.fulltext.query import AllOf, Gram, Node, Run, Word
from matchbox.tools.fulltext.whoosh_fields import decode_places
from matchbox.tools.fulltext.whoosh_postings import Within, columns
from matchbox.tools.fulltext.whoosh_subset import LENGTHS_COLUMN, IndexReader, SegmentReader, byte_to_length

K1 = 1.2
B = 0.75

FIELDS = {Word: "words", Gram: "grams", Run: "grams"}

Scores = dict[int, float]  # document number in its segment → score


class Weights:
    """How much a word tells in the whole index, and how the length of a field counts."""

    def __init__(self, reader: IndexReader) -> None:
        self._reader = reader
        self.documents: int = reader.doc_count_all()
        self._frequency: dict[tuple[str, str], int] = {}
        self._norms: dict[str, list[float]] = {}

    def frequency(self, field: str, text: str) -> int:
        """In how many documents a word stands, deleted ones included."""
        known = self._frequency.get((field, text))
        if known is None:
            known = self._frequency[field, text] = int(self._reader.doc_frequency(field, text))
        return known

    def idf(self, field: str, text: str) -> float:
        return log(self.documents / (self.frequency(field, text) + 1)) + 1

    def norms(self, field: str) -> list[float]:
        if field not in self._norms:
            average = self._reader.field_length(field) / self.documents
            self._norms[field] = [K1 * (1 - B + B * byte_to_length(byte) / average) for byte in range(256)]
        return self._norms[field]


@dataclass(frozen=True, slots=True)
class Facts:
    """What never changes in a segment, whatever is deleted from it; readings of later commits share it."""

    lengths: dict[str, bytes]  # field → one byte for each document
    keys: list[str]
    kinds: tuple[bytes, ...]
    kind: bytes  # for each document its place in `kinds`


class Segment:
    """One part of an index, searched on its own."""

    def __init__(self, reader: SegmentReader, facts: Facts, weights: Weights) -> None:
        self._reader = reader
        self._facts = facts
        self._weights = weights
        self._deleted = frozenset(reader.segment().deleted_docs())

    def found(self, node: Node, kinds: Iterable[str], without: Node | None) -> Iterator[tuple[str, float]]:
        """Keys and scores of the documents of these kinds that the node matches and `without` does not."""
        scores = self.scores(node)
        wanted = self._of_kinds(kinds)
        for number in self.scores(without, scores) if without and scores else ():
            wanted[number] = False
        keys = map(self._facts.keys.__getitem__, scores)
        return compress(zip(keys, scores.values(), strict=True), map(wanted.__getitem__, scores))

    def keys(self) -> Iterator[str]:
        return (key for number, key in enumerate(self._facts.keys) if number not in self._deleted)

    def scores(self, node: Node, within: Within | None = None) -> Scores:
        """Every document the node matches, or of those `within`; deleted ones too."""
        if isinstance(node, Run):
            return self._run(node, within)
        if isinstance(node, Word | Gram):
            return self._leaf(FIELDS[type(node)], node.text, node.weight, within)
        if isinstance(node, AllOf):
            return self._all(node.parts, within)
        return self._any(node.parts, within)

    def _of_kinds(self, kinds: Iterable[str]) -> bytearray:
        """For each document whether it is of one of these kinds, and not deleted."""
        asked = {kind.encode() for kind in kinds}
        wanted = bytearray(self._facts.kind.translate(bytes(kind in asked for kind in self._facts.kinds).ljust(256)))
        for number in self._deleted:
            wanted[number] = False
        return wanted

    def _all(self, parts: Sequence[Node], within: Within | None) -> Scores:
        found: Scores = {}
        for nth, part in enumerate(sorted(parts, key=self._size)):
            more = self.scores(part, found if nth else within)
            found = {number: score + found[number] for number, score in more.items()} if nth else more
            if not found:
                break
        return found

    def _any(self, parts: Sequence[Node], within: Within | None) -> Scores:
        found: Scores = {}
        for part in parts:
            more = self.scores(part, within)
            small, found = sorted((found, more), key=len)
            for number, score in small.items():
                found[number] = found.get(number, 0.0) + score
        return found

    def _leaf(self, field: str, text: str, weight: float, within: Within | None) -> Scores:
        numbers, counts, _ = columns(self._reader, field, text, within)
        most, norms, lengths = self._scale(field, text, weight)
        scored = zip(numbers, counts, strict=True)
        if within is None:
            return {number: most * count / (count + norms[lengths[number]]) for number, count in scored}
        return {number: most * count / (count + norms[lengths[number]]) for number, count in scored if number in within}

    def _run(self, run: Run, within: Within | None) -> Scores:
        held: dict[str, dict[int, tuple[float, bytes]]] = {}
        for gram in sorted(dict.fromkeys(run.grams), key=lambda gram: self._frequency("grams", gram)):
            numbers, counts, values = columns(self._reader, "grams", gram, within)
            found = dict(zip(numbers, zip(counts, values, strict=True), strict=True))
            held[gram] = within = found if within is None else {n: found[n] for n in found.keys() & within.keys()}
        scales = [(self._scale("grams", gram, run.weight), held[gram]) for gram in held]
        placed = [(nth, held[gram]) for nth, gram in enumerate(run.grams)]
        scores: Scores = {}
        for number in within or ():
            if _stand_together((nth, postings[number][1]) for nth, postings in placed):
                scores[number] = sum(_bm25(*scale, number, postings[number][0]) for scale, postings in scales)
        return scores

    def _scale(self, field: str, text: str, weight: float) -> tuple[float, list[float], bytes]:
        """What a word can score at most, and how the lengths of documents lessen it."""
        most = weight * self._weights.idf(field, text) * (K1 + 1)
        return most, self._weights.norms(field), self._facts.lengths[field]

    def _frequency(self, field: str, text: str) -> int:
        return int(self._reader.doc_frequency(field, text))

    def _size(self, node: Node) -> int:
        """About how many documents the node matches: small ones are looked up first."""
        if isinstance(node, Word | Gram):
            return self._frequency(FIELDS[type(node)], node.text)
        if isinstance(node, Run):
            return min(self._frequency("grams", gram) for gram in node.grams)
        sizes = [self._size(part) for part in node.parts]
        return min(sizes) if isinstance(node, AllOf) else sum(sizes)


def facts_of(reader: SegmentReader) -> Facts:
    count = reader.doc_count_all()
    lengths = {}
    for field in set(FIELDS.values()):
        column = reader._perdoc._cached_reader(f"_{field}_len", LENGTHS_COLUMN)
        lengths[field] = bytes(column[number] for number in range(count)) if column else bytes(count)
    column = reader._perdoc.column_reader("key", reader.schema["key"].column_type)
    keys = [column[number].decode() for number in range(count)]
    kinds = tuple(reader.lexicon("kind"))
    kind = bytearray(count)
    for place, text in enumerate(kinds):
        for number in columns(reader, "kind", text.decode()).numbers:
            kind[number] = place
    return Facts(lengths, keys, kinds, bytes(kind))


def _stand_together(placed: Iterable[tuple[int, bytes]]) -> bool:
    """Does each word stand at some place, the first one, the next one right after it, and so on?"""
    starts: set[int] = set()
    for nth, value in placed:
        here = {place - nth for place in decode_places(value)}
        starts = starts & here if nth else here
        if not starts:
            return False
    return True


def _bm25(most: float, norms: list[float], lengths: bytes, number: int, count: float) -> float:
    return most * count / (count + norms[lengths[number]])
