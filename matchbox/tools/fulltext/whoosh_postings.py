"""How are the places where words stand gathered, laid down word by word, and read back?

Whoosh sorts every single posting and hands it on alone. Here they are gathered by word from the beginning; when they
become too many, they are laid aside as a sorted run; in the end all runs are merged straight into a segment's files.
"""

import pickle
from array import array
from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from heapq import merge
from itertools import accumulate, compress, groupby, repeat
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, NamedTuple

from matchbox.tools.fulltext.whoosh_subset import SegmentReader, W3Codec, W3FieldWriter, W3LeafMatcher

MOST_GATHERED = 2_000_000  # postings held in memory: about 150 MB
BLOCK = 512  # postings that are packed and unpacked together
FEW = 100  # documents, for which it is worth while to pass over blocks that hold none of them

Within = Mapping[int, object]  # the documents that matter, by their numbers


class Postings(NamedTuple):
    """Where one word stands: documents, ascending, its weight in each, and its places there."""

    field: str
    word: bytes
    numbers: "array[int]"
    weights: "array[float]"
    values: list[bytes]


class Gathered:
    """Takes the place of Whoosh's pool: postings go in one by one and come out word by word."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._runs: list[IO[bytes]] = []
        self._start()

    def add(self, posting: tuple[str, bytes, int, float, bytes]) -> None:
        field, word, number, weight, value = posting
        known = self._of(field, word)
        known.numbers.append(number)
        known.weights.append(weight)
        known.values.append(value)
        self._count += 1
        if self._count >= MOST_GATHERED:
            self._lay_aside()

    def add_all(self, field: str, word: bytes, found: "Columns") -> None:
        if not found.numbers:
            return
        known = self._of(field, word)
        known.numbers.extend(found.numbers)
        known.weights.extend(found.weights)
        known.values.extend(found.values or repeat(b"", len(found.numbers)))
        self._count += len(found.numbers)
        if self._count >= MOST_GATHERED:
            self._lay_aside()

    def iter_postings(self) -> Iterator[Postings]:
        """All postings in the order of fields and words. To be asked once."""
        whole: Postings | None = None
        for part in merge(*map(_read, self._runs), self._sorted(), key=itemgetter(0, 1)):
            if whole and whole[:2] == part[:2]:
                whole.numbers.extend(part.numbers)
                whole.weights.extend(part.weights)
                whole.values.extend(part.values)
            else:
                if whole:
                    yield whole
                whole = part
        if whole:
            yield whole

    def cleanup(self) -> None:
        for run in self._runs:
            run.close()

    def _start(self) -> None:
        self._words: dict[tuple[str, bytes], Postings] = {}
        self._count = 0

    def _of(self, field: str, word: bytes) -> Postings:
        known = self._words.get((field, word))
        if known is None:
            known = self._words[field, word] = Postings(field, word, array("I"), array("f"), [])
        return known

    def _sorted(self) -> Iterator[Postings]:
        return map(self._words.__getitem__, sorted(self._words))

    def _lay_aside(self) -> None:
        run = TemporaryFile(dir=self._folder)  # noqa: SIM115 – closed by `cleanup`
        for postings in self._sorted():
            pickle.dump(tuple(postings), run, pickle.HIGHEST_PROTOCOL)
        self._runs.append(run)
        self._start()


class Codec(W3Codec):  # type: ignore[misc]
    """Whoosh's own files, but whole posting lists are written at once."""

    length_stats = False  # the shortest and longest field of each block: only Whoosh's own searchers ask for them

    def __init__(self) -> None:
        super().__init__(blocklimit=BLOCK)

    def field_writer(self, storage: Any, segment: Any) -> "FieldWriter":
        return FieldWriter(self, storage, segment)


class FieldWriter(W3FieldWriter):  # type: ignore[misc]
    def add_postings(self, schema: Any, lengths: None, items: Iterator[Postings]) -> None:
        for field, words in groupby(items, itemgetter(0)):
            self.start_field(field, schema[field])
            for postings in words:
                self.start_term(postings.word)
                self._add_blocks(postings)
                self.finish_term()
            self.finish_field()

    def _add_blocks(self, postings: Postings) -> None:
        writer = self._postwriter
        for start in range(0, len(postings.numbers), BLOCK):
            if start:
                writer._write_block()
            part = slice(start, start + BLOCK)
            writer._ids, writer._weights = postings.numbers[part], postings.weights[part]
            writer._values = postings.values[part]


class Columns(NamedTuple):
    """Where one word stands in one segment."""

    numbers: list[int]
    weights: list[float]
    values: list[bytes]  # none where a field keeps no places

    def renumbered(self, start: int, new: Mapping[int, int] | None) -> "Columns":
        """The same in another segment: counted from `start`, or with `new` numbers and without what has none."""
        if new is None:
            return self._replace(numbers=[start + number for number in self.numbers])
        stay = [number in new for number in self.numbers]
        numbers = [new[number] for number in compress(self.numbers, stay)]
        return Columns(numbers, list(compress(self.weights, stay)), list(compress(self.values, stay)))


def columns(reader: SegmentReader, field: str, text: str, within: Within | None = None) -> Columns:
    """All postings of a word, those of deleted documents too; where only a few documents matter, perhaps not all."""
    if (field, text) not in reader:
        return Columns([], [], [])
    kind = reader.schema[field]
    # `reader.postings` would hide deleted documents, at twice the time, and step from one to the next, at five times.
    matcher = reader._terms.matcher(field, kind.to_bytes(text), kind.format)
    return _unpacked(matcher, sorted(within) if within is not None and len(within) <= FEW else None)


def everything(reader: SegmentReader) -> Iterator[tuple[str, bytes, Columns]]:
    """All words of a segment with all their postings."""
    terms = reader._terms
    for (field, word), info in terms.items():
        yield field, word, _unpacked(terms._codec.postings_reader(terms._postfile, info, reader.schema[field].format))


def _unpacked(matcher: W3LeafMatcher, wanted: Sequence[int] | None = None) -> Columns:
    found = Columns([], [], [])
    before = -1
    while matcher.is_active():
        last = matcher.block_max_id()
        if wanted is None or bisect(wanted, before) < bisect(wanted, last):
            matcher._read_data()
            steps, weights, values = matcher._data
            found.numbers.extend(accumulate(steps))
            found.weights.extend(weights if isinstance(weights, tuple) else repeat(weights or 1.0, len(steps)))
            found.values.extend(values or ())
        before = last
        matcher._next_block()
    return found


def _read(run: IO[bytes]) -> Iterator[Postings]:
    run.seek(0)
    try:
        while True:
            yield Postings(*pickle.load(run))
    except EOFError:
        return
