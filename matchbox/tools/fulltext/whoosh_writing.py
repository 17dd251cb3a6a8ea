"""How do documents get into one Whoosh index, and out of it?"""

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from matchbox.tools.fulltext.interface import Document
from matchbox.tools.fulltext.whoosh_fields import SCHEMA, fields_of
from matchbox.tools.fulltext.whoosh_postings import Codec, Gathered, everything
from matchbox.tools.fulltext.whoosh_subset import FileIndex, FileStorage, IndexReader, SegmentReader, SegmentWriter

FEWEST = 5  # segments that are worth merging

_GENERATION = re.compile(r"_MAIN_(\d+)\.toc")


def generation(folder: Path) -> int:
    """The number of the last commit, or -1 where there is no index."""
    with suppress(FileNotFoundError, NotADirectoryError):
        return max((int(found[1]) for name in os.listdir(folder) if (found := _GENERATION.fullmatch(name))), default=-1)
    return -1


def open_reader(folder: Path) -> IndexReader:
    # `index.reader()` would wait half a second for files that are gone; whoever opens knows better when to try again.
    index = _index(folder)
    commit = index._read_toc()
    return FileIndex._reader(index.storage, SCHEMA, commit.segments, commit.generation)


def create(folder: Path, documents: Iterable[Document]) -> None:
    """A new index in an empty folder. Of two documents with one key the first counts."""
    FileIndex.create(FileStorage(str(folder)), SCHEMA)
    with _committing(folder) as writer:
        for document in _once(documents):
            writer.add_document(**fields_of(document))


def change(folder: Path, changes: Mapping[str, Document | None]) -> None:
    """Replace, add or, where there is no document, delete what stands under each key: all or nothing."""
    if not changes:
        return
    with _committing(folder) as writer:
        writer.delete(changes)
        for document in filter(None, changes.values()):
            writer.add_document(**fields_of(document))
    # Only now, so that the changes are seen at once.
    small = too_many([segment.doc_count_all() for segment in _index(folder)._read_toc().segments])
    if small:
        with _committing(folder) as writer:
            writer.merge_smallest(small)


def too_many(sizes: Sequence[int]) -> int:
    """How many of the smallest segments are to become one, if any. So each document is merged only a few times."""
    together = 0
    for many, size in enumerate(sorted(sizes), 1):
        together += size
        if many >= FEWEST and together < 2 ** (many + 1):
            return many
    return 0


class Writer(SegmentWriter):  # type: ignore[misc]
    """Gathers postings by word, and takes in other segments word by word."""

    def __init__(self, folder: Path) -> None:
        # Not compound: ten times faster to commit and to open. No lock of Whoosh's own: it outlives a failed commit,
        # and `IndexFolder.writing` guards more than one folder.
        super().__init__(_index(folder), codec=Codec(), compound=False, _lk=False)
        self.merge = False
        self.pool = Gathered(folder)

    def delete(self, keys: Iterable[str]) -> None:
        reader = self.reader()
        for key in keys:
            if ("key", key) in reader:
                for number in list(reader.postings("key", key).all_ids()):
                    self.delete_document(number)
        reader.close()

    def merge_smallest(self, many: int) -> None:
        self.segments.sort(key=lambda segment: segment.doc_count_all())
        for segment in self.segments[:many]:
            reader = SegmentReader(self.storage, self.schema, segment)
            start = self.docnum
            new = self.write_per_doc(self.schema.names(), reader)
            for field, word, found in everything(reader):
                self.pool.add_all(field, word, found.renumbered(start, new))
            reader.close()
        self._added = self.docnum > 0
        del self.segments[:many]


@contextmanager
def _committing(folder: Path) -> Iterator[Writer]:
    writer = Writer(folder)
    try:
        yield writer
        writer.commit()
    except BaseException:
        with suppress(Exception):
            writer.cancel()
        raise


def _index(folder: Path) -> FileIndex:
    return FileIndex(FileStorage(str(folder)), schema=SCHEMA)


def _once(documents: Iterable[Document]) -> Iterator[Document]:
    seen: set[str] = set()
    for document in documents:
        if document.key not in seen:
            seen.add(document.key)
            yield document
