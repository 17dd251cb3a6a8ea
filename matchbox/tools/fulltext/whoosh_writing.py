"""How do documents get into one Whoosh index, and out of it?"""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from matchbox.tools.fulltext import analysis
from matchbox.tools.fulltext.interface import Document
from matchbox.tools.fulltext.query import TITLE_WEIGHT
from matchbox.tools.fulltext.whoosh_subset import ID, TEXT, FileIndex, FileStorage, IndexReader, Schema, Token, W3Codec

# Raise the number whenever the fields below change: older indexes are then no longer read.
FORMAT = "whoosh 1"

FEW_MB = 64  # memory for the postings of one batch of changes
MANY_MB = 512  # and of a whole index being built

_TITLE_END = "\x1f"
_GENERATION = re.compile(r"_MAIN_(\d+)\.toc")


def analyse_words(value: str, positions: bool = False, **_: object) -> Iterator[Token]:
    """Whoosh's way of asking for the words of a field; they carry no positions."""
    token = Token(positions=positions)
    for text, token.boost in _weighted(value):
        for token.text in analysis.words(text):
            yield token


def analyse_grams(value: str, positions: bool = False, **_: object) -> Iterator[Token]:
    token = Token(positions=positions)
    start = 0
    for text, token.boost in _weighted(value):
        place = 0
        for place, token.text in analysis.grams(text):
            token.pos = start + place
            yield token
        start += place + 2  # no phrase reaches from the title into the body


SCHEMA = Schema(
    key=ID(stored=True),
    kind=ID(),
    words=TEXT(analyzer=analyse_words, phrase=False),
    grams=TEXT(analyzer=analyse_grams, phrase=True),
)


def generation(folder: Path) -> int:
    """The number of the last commit, or -1 where there is no index."""
    with suppress(FileNotFoundError, NotADirectoryError):
        return max((int(found[1]) for name in os.listdir(folder) if (found := _GENERATION.fullmatch(name))), default=-1)
    return -1


def open_reader(folder: Path) -> IndexReader:
    # `index.reader()` would wait half a second for files that are gone; whoever opens knows better when to try again.
    index = FileIndex(FileStorage(str(folder)), schema=SCHEMA)
    commit = index._read_toc()
    return FileIndex._reader(index.storage, SCHEMA, commit.segments, commit.generation)


def create(folder: Path, documents: Iterable[Document]) -> None:
    """A new index in an empty folder. Of two documents with one key the first counts."""
    FileIndex.create(FileStorage(str(folder)), SCHEMA)
    _commit(folder, [], _once(documents), MANY_MB)


def change(folder: Path, changes: Mapping[str, Document | None]) -> None:
    """Replace, add or, where there is no document, delete what stands under each key: all or nothing."""
    if changes:
        _commit(folder, changes, filter(None, changes.values()), FEW_MB)


def _commit(folder: Path, outdated: Iterable[str], documents: Iterable[Document], megabytes: int) -> None:
    # Not compound: ten times faster to commit and to open. No lock of Whoosh's own: it outlives a failed commit,
    # and `IndexFolder.writing` guards more than one folder.
    index = FileIndex(FileStorage(str(folder)), schema=SCHEMA)
    codec = W3Codec()
    codec.length_stats = False  # the shortest and longest field of each block: only Whoosh's own searchers ask for them
    writer = index.writer(codec=codec, limitmb=megabytes, compound=False, _lk=False)
    try:
        reader = writer.reader()
        for key in outdated:
            if ("key", key) in reader:
                for number in list(reader.postings("key", key).all_ids()):
                    writer.delete_document(number)
        reader.close()
        for document in documents:
            writer.add_document(**_fields(document))
        writer.commit()
    except BaseException:
        with suppress(Exception):
            writer.cancel()
        raise


def _fields(document: Document) -> dict[str, str]:
    body = "\n".join([document.body, " ".join(document.tags)])
    text = document.title.replace(_TITLE_END, " ") + _TITLE_END + body
    return {"key": document.key, "kind": document.kind, "words": text, "grams": text}


def _weighted(value: str) -> Iterator[tuple[str, float]]:
    title, _, body = value.partition(_TITLE_END)
    yield title, TITLE_WEIGHT
    yield body, 1.0


def _once(documents: Iterable[Document]) -> Iterator[Document]:
    seen: set[str] = set()
    for document in documents:
        if document.key not in seen:
            seen.add(document.key)
            yield document
