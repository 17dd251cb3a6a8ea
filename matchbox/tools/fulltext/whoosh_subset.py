"""Which parts of Whoosh 2.7.4 do we trust? Only these; nothing else in Matchbox imports it for indexing or searching.

Left out on purpose, because they give wrong answers: Require, AndNot, DisjunctionMax, a boost of 0, Searcher.refresh(),
BufferedWriter, AsyncWriter.
"""

import warnings

with warnings.catch_warnings():
    # Its regular expressions and `is 0` are written for older Pythons, which complain while compiling them.
    warnings.simplefilter("ignore", SyntaxWarning)
    warnings.simplefilter("ignore", DeprecationWarning)
    from whoosh.analysis import Token
    from whoosh.codec.whoosh3 import W3Codec
    from whoosh.fields import ID, TEXT, Schema
    from whoosh.filedb.filestore import FileStorage
    from whoosh.idsets import DocIdSet
    from whoosh.index import FileIndex
    from whoosh.query import And, NullQuery, Or, Phrase, Term
    from whoosh.query.spans import SpanNear2
    from whoosh.searching import Searcher
    from whoosh.writing import SegmentWriter

__all__ = [
    "And",
    "DocIdSet",
    "FileIndex",
    "FileStorage",
    "ID",
    "NullQuery",
    "Or",
    "Phrase",
    "Schema",
    "Searcher",
    "SegmentWriter",
    "SpanNear2",
    "TEXT",
    "Term",
    "Token",
    "W3Codec",
]
