"""How is a question answered by PostgreSQL?

By one statement, so that all it brings belongs to one moment: for each leaf of the question the documents that hold it,
found in the GIN index alone, and for each document that may be a hit its length. Scores are then added up here: BM25,
as for the embedded engine.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from functools import reduce
from heapq import nsmallest
from math import log
from operator import and_
from typing import NamedTuple

from sqlalchemy import Connection, func, select, text

from matchbox.tools.fulltext.interface import Hit
from matchbox.tools.fulltext.postgres_lexemes import STEPS, Stream, lexeme, question, quoted, said
from matchbox.tools.fulltext.postgres_table import SearchDocument
from matchbox.tools.fulltext.query import AllOf, AnyOf, Gram, Node, Run, Word

K1 = 1.2
B = 0.75

# Keys come joined to one text for each leaf: as rows they would take five times as long.
ANSWER = text("""
    SELECT nth, NULL AS words, NULL AS grams,
           (SELECT string_agg(key, chr(10)) FROM search_documents
            WHERE lexemes @@ CAST(question AS tsquery) AND (said = '' OR strpos(line, said) > 0)) AS holders
    FROM unnest(CAST(:questions AS text[]), CAST(:said AS text[])) WITH ORDINALITY AS asked (question, said, nth)
    UNION ALL
    SELECT 0, string_agg(CAST(words AS text), chr(10)), string_agg(CAST(grams AS text), chr(10)),
           string_agg(key, chr(10))
    FROM search_documents WHERE lexemes @@ CAST(:whole AS tsquery) AND kind = ANY(CAST(:kinds AS text[]))
""")

FREQUENCIES = text("""
    SELECT nth, (SELECT count(*) FROM (SELECT FROM search_documents
                                       WHERE lexemes @@ CAST(question AS tsquery) LIMIT :most) AS first)
    FROM unnest(CAST(:questions AS text[])) WITH ORDINALITY AS asked (question, nth)
""")


class Sizes(NamedTuple):
    """How many documents there are, and how many words and grams one has on average."""

    documents: int
    words: float
    grams: float


class Reading:
    """Asks the index, on a connection that looks up things `by_index_only`."""

    def __init__(self, connection: Connection, sizes: Sizes) -> None:
        self.connection = connection
        self.sizes = sizes

    def find(
        self, node: Node, kinds: Sequence[str], without: Node | None = None, limit: int | None = None
    ) -> list[Hit]:
        """The documents that the node matches, the best first."""
        whole = question(node)
        if not whole:
            return []
        lookups = dict(_lookups(node if without is None else AnyOf((node, without))))
        questions, said = zip(*lookups.values(), strict=True)
        asked = {"questions": list(questions), "said": list(said), "whole": whole, "kinds": list(kinds)}
        rows = {row.nth: row for row in self.connection.execute(ANSWER, asked)}
        postings = {name: frozenset(_split(rows[nth].holders)) for nth, name in enumerate(lookups, 1)}
        lengths: dict[Stream, list[str]] = {Word: _split(rows[0].words), Gram: _split(rows[0].grams)}
        scores = Scoring(postings, _split(rows[0].holders), lengths, self.sizes).scores(node, without)
        ranked = ((-score, key) for key, score in scores.items())
        best = sorted(ranked) if limit is None else nsmallest(limit, ranked)
        return [Hit(key, -score) for score, key in best]

    def frequencies(self, words: Sequence[str], most: int) -> dict[str, int]:
        """In how many documents each word stands, counted up to `most`."""
        questions = [question(Word(word)) for word in words]
        rows = self.connection.execute(FREQUENCIES, {"questions": questions, "most": most})
        return {words[nth - 1]: count for nth, count in rows}


def sizes(connection: Connection) -> Sizes:
    counted = select(func.count(), func.avg(SearchDocument.words), func.avg(SearchDocument.grams))
    documents, words, grams = connection.execute(counted.where(~SearchDocument.gone)).one()
    return Sizes(documents, float(words or 1), float(grams or 1))


@contextmanager
def by_index_only(connection: Connection) -> Iterator[None]:
    """The planner does not know what unpacking tsvectors costs: for common words or few rows it would read them all."""
    with connection.begin_nested() as aside:
        connection.execute(select(func.set_config("enable_seqscan", "off", True), func.set_config("jit", "off", True)))
        yield
        aside.rollback()  # and with it the settings


class Scoring:
    """Adds up what each document scores: those of `keys` that match, which have these lengths."""

    def __init__(
        self, postings: Mapping[str, Set[str]], keys: Sequence[str], lengths: Mapping[Stream, list[str]], sizes: Sizes
    ) -> None:
        self._postings = postings
        self._keys = frozenset(keys)
        self._lengths = {stream: dict(zip(keys, lengths[stream], strict=True)) for stream in lengths}
        self._averages = {Word: sizes.words, Gram: sizes.grams}
        self._documents = sizes.documents
        self._matched: dict[Node, Set[str]] = {}

    def scores(self, node: Node, without: Node | None) -> dict[str, float]:
        found = self._keys & self._matching(node)
        if without:
            found -= self._matching(without)
        scores = dict.fromkeys(found, 0.0)
        self._add(node, found, scores)
        return scores

    def _matching(self, node: Node) -> Set[str]:
        if node not in self._matched:
            if isinstance(node, AllOf):
                parts = [self._matching(part) for part in node.parts]
                self._matched[node] = reduce(and_, parts) if parts else frozenset()
            elif isinstance(node, AnyOf):
                self._matched[node] = frozenset().union(*map(self._matching, node.parts))
            else:
                self._matched[node] = self._postings[_name(node)]
        return self._matched[node]

    def _add(self, node: Node, within: Set[str], scores: dict[str, float]) -> None:
        """A part of something counts only where the whole of it matches."""
        within = within & self._matching(node)
        if isinstance(node, AllOf | AnyOf):
            for part in node.parts:
                self._add(part, within, scores)
        elif isinstance(node, Run):
            for gram in dict.fromkeys(node.grams):
                self._add(Gram(gram, node.weight), within, scores)
        else:
            self._add_leaf(node, within, scores)

    def _add_leaf(self, leaf: Word | Gram, within: Set[str], scores: dict[str, float]) -> None:
        stream = type(leaf)
        lengths = self._lengths[stream]
        frequency = len(self._matching(leaf))
        most = leaf.weight * (K1 + 1) * (1 + log(max(self._documents, frequency, 1) / (frequency + 1)))
        before = 0
        for step, count in enumerate(STEPS):
            within = within & self._postings[lexeme(leaf, step)]
            gains = _Gains(most, before, count, self._averages[stream])
            for key in within:
                scores[key] += gains[lengths[key]]
            before = count


class _Gains(dict[str, float]):
    """Length of a document → what it gains when a word is found to stand in it `count` times, and not only `before`."""

    def __init__(self, most: float, before: int, count: int, average: float) -> None:
        self._most, self._before, self._count, self._average = most, before, count, average

    def __missing__(self, length: str) -> float:
        norm = K1 * (1 - B + B * int(length) / self._average)
        self[length] = self._most * (self._count / (self._count + norm) - self._before / (self._before + norm))
        return self[length]


def _lookups(node: Node) -> Iterator[tuple[str, tuple[str, str]]]:
    """Names of all that must be looked up, each with its tsquery and what must stand in the line."""
    if isinstance(node, AllOf | AnyOf):
        for part in node.parts:
            yield from _lookups(part)
    elif isinstance(node, Run):
        yield _name(node), (question(node), said(node.grams))
        yield from _lookups(AllOf(tuple(Gram(gram) for gram in node.grams)))
    else:
        for step in range(len(STEPS)):
            yield lexeme(node, step), (quoted(lexeme(node, step)), "")


def _name(leaf: Word | Gram | Run) -> str:
    return f"said {said(leaf.grams)}" if isinstance(leaf, Run) else lexeme(leaf)


def _split(joined: str | None) -> list[str]:
    return joined.split("\n") if joined else []
