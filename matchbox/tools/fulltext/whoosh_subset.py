"""Which parts of Whoosh 2.7.4 do we trust? These; only files named whoosh_… use them.

Whoosh keeps words, postings and columns well, but its matchers do not always find what it kept: when asked for the best
20 they lose some in 1–4 % of nested And/Or questions, more with AndNot, Require and DisjunctionMax, and
Searcher.refresh() may bring deleted documents back. So none of its queries, matchers, collectors and searchers is used:
`whoosh_reading` adds the scores up itself, exactly and in half the time.
"""

import warnings

with warnings.catch_warnings():
    # Its `is 0` and its regular expressions make newer Pythons complain while they compile them.
    warnings.simplefilter("ignore", SyntaxWarning)
    warnings.simplefilter("ignore", DeprecationWarning)
    from whoosh.codec.whoosh3 import LENGTHS_COLUMN, W3Codec, W3FieldWriter, W3LeafMatcher
    from whoosh.fields import ID, FieldType, Schema
    from whoosh.filedb.filestore import FileStorage
    from whoosh.formats import Existence, Format
    from whoosh.index import FileIndex
    from whoosh.reading import IndexReader, SegmentReader
    from whoosh.util.numeric import byte_to_length, length_to_byte
    from whoosh.writing import SegmentWriter

__all__ = [
    "Existence",
    "FieldType",
    "FileIndex",
    "FileStorage",
    "Format",
    "ID",
    "IndexReader",
    "LENGTHS_COLUMN",
    "Schema",
    "SegmentReader",
    "SegmentWriter",
    "W3Codec",
    "W3FieldWriter",
    "W3LeafMatcher",
    "byte_to_length",
    "length_to_byte",
]
