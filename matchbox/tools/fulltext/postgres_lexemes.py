"""How do documents become the lexemes of a tsvector, and questions a tsquery?

A lexeme is a letter for its stream, a digit and the word: "w0公園" says that 公園 is among the words, "w2公園" that it
counts at least STEPS[2] times, one in the title double. So the index alone tells how often a word stands in a document,
and no tsvector, which is large and slow to unpack, is ever read. Positions and weights would be of no use: the index
does not hold them.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from matchbox.tools.fulltext import analysis
from matchbox.tools.fulltext.interface import Document
from matchbox.tools.fulltext.query import TITLE_WEIGHT, AllOf, Gram, Node, Run, Word

# Raise the number whenever lexemes or lines come out differently: older ones are then no longer read.
FORM = "postgres 1"

STEPS = (1, 2, 3, 5, 8)  # still more often hardly tells more
LONGEST = 500  # characters of a word: a lexeme has room for 2,046 bytes
MOST_BYTES = 500_000  # for the words, and as many for the grams: a tsvector has room for 1,048,575

Stream = type[Word | Gram]

_LETTERS = {Word: "w", Gram: "g"}


@dataclass(frozen=True, slots=True)
class Contents:
    """What is kept of the texts of a document; of large ones only the beginning can be found."""

    lexemes: list[str]
    words: int
    grams: int
    line: str


def contents(document: Document) -> Contents:
    counted: dict[Stream, Counter[str]] = {Word: Counter(), Gram: Counter()}
    lengths = {Word: 0, Gram: 0}
    lines = []
    body = "\n".join([document.body, " ".join(document.tags)])
    for text, weight in ((document.title, int(TITLE_WEIGHT)), (body, 1)):
        grams = [gram for _, gram in analysis.grams(text)]
        lines.append(said([gram for gram in grams if len(gram) == 2]))
        for stream, found in ((Word, analysis.words(text)), (Gram, grams)):
            lengths[stream] += len(found)
            for word in found:
                counted[stream][word] += weight
    lexemes = [lexeme for stream, counts in counted.items() for lexeme in _lexemes(stream, counts)]
    return Contents(lexemes, lengths[Word], lengths[Gram], "\n".join(lines))


def lexeme(leaf: Word | Gram, step: int = 0) -> str:
    """What stands in the documents in which the word counts at least STEPS[step] times."""
    return _lexeme(type(leaf), leaf.text, step)


def said(pairs: Sequence[str]) -> str:
    """The text that has these character pairs, one straight after the other."""
    return "".join(pair[0] for pair in pairs) + pairs[-1][1] if pairs else ""


def question(node: Node) -> str:
    """A tsquery for all that the node matches, and more if there are phrases in it; empty if nothing is asked for."""
    if isinstance(node, Word | Gram):
        return quoted(lexeme(node))
    if isinstance(node, Run):
        return question(AllOf(tuple(Gram(gram) for gram in node.grams)))
    parts = [question(part) for part in node.parts]
    if isinstance(node, AllOf):
        return f"({' & '.join(parts)})" if parts and all(parts) else ""
    return f"({' | '.join(filter(None, parts))})" if any(parts) else ""


def quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"


def _lexemes(stream: Stream, counts: Mapping[str, int]) -> Iterator[str]:
    room = MOST_BYTES
    for word, count in counts.items():
        for step, least in enumerate(STEPS):
            if count < least:
                break
            lexeme = _lexeme(stream, word, step)
            room -= len(lexeme.encode())
            if room < 0:
                return
            yield lexeme


def _lexeme(stream: Stream, word: str, step: int) -> str:
    return f"{_LETTERS[stream]}{step}{word[:LONGEST]}".replace("\0", "")
