"""How is what somebody typed read, and what is looked for first, second and third?"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from matchbox.tools.fulltext import analysis
from matchbox.tools.fulltext.interface import Hit
from matchbox.tools.fulltext.synonyms import Synonyms

TITLE_WEIGHT = 2.0  # engines count a word of the title this many times
GRAM_WEIGHT = 0.5
SYNONYM_WEIGHT = 0.5
FEW = 5  # under so many hits, documents with some of the words are added
VERY_FEW = 3  # under so many hits, documents that look alike are added
ALIKE = 0.6  # as good as this part of the best of them
LONGEST_TEXT = 200  # characters of a question that are read


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the first stream."""

    text: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Gram:
    """A character pair or kanji of the second stream."""

    text: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Run:
    """Character pairs, one straight after the other: a phrase."""

    grams: tuple[str, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple["Node", ...]


Node = Word | Gram | Run | AllOf | AnyOf
Leaf = Word | Gram | Run


@dataclass(frozen=True, slots=True)
class Parsed:
    """What was typed: words to look for, phrases to find exactly, and what must not be there."""

    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tier:
    """One attempt: made while there are fewer than `under` hits; keeps what reaches `cut` of its best score."""

    node: Node
    under: int
    cut: float = 0.0


@dataclass(frozen=True, slots=True)
class Plan:
    tiers: tuple[Tier, ...]
    without: Node | None = None


_PIECE = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')
_QUOTES = str.maketrans("“”„‟〝〞〟", '"' * 7)


def parse(text: str) -> Parsed:
    """Blanks part words, "…" is a phrase, a minus before either shuts it out. Nothing a person types is an error."""
    plain = unicodedata.normalize("NFKC", text[:LONGEST_TEXT]).translate(_QUOTES)
    found: dict[str, list[str]] = {"words": [], "phrases": [], "without": []}
    for piece in _PIECE.finditer(plain):
        said = (piece["phrase"] if piece["phrase"] is not None else piece["word"]).strip()
        kind = "without" if piece["minus"] else "words" if piece["phrase"] is None else "phrases"
        if analysis.pairs(said) or analysis.terms(said):
            found[kind].append(said)
    return Parsed(*(tuple(found[kind]) for kind in ("words", "phrases", "without")))


def plan(text: str, synonyms: Synonyms) -> Plan:
    parsed = parse(text)
    exact = [_phrase(phrase) for phrase in parsed.phrases]
    wholes = [_word(word, synonyms) for word in parsed.words]
    if not exact and not wholes:
        return Plan(())
    tiers = [Tier(_all([*exact, *wholes]), under=1)]
    if wholes:
        some = _any([part for word in parsed.words for part in [*_units(word, synonyms), _pairs(word, GRAM_WEIGHT)]])
        alike = _any([Gram(pair) for word in parsed.words for pair in analysis.pairs(word)])
        tiers.append(Tier(_all([*exact, some]), under=FEW))
        tiers.append(Tier(_all([*exact, alike]), under=VERY_FEW, cut=ALIKE))
    without = [_phrase(said) for said in parsed.without]
    return Plan(tuple(tiers), _any(without) if without else None)


def ranked(plan: Plan, find: Callable[[Node], list[Hit]], limit: int) -> list[Hit]:
    """Carry the plan out with an engine's `find`: what an earlier attempt found stays before what a later one adds."""
    hits: list[Hit] = []
    for tier in plan.tiers:
        if len(hits) >= tier.under or len(hits) >= limit:
            break
        seen = {hit.key for hit in hits}
        found = find(tier.node)
        best = max((hit.score for hit in found), default=0.0)
        hits += [hit for hit in found if hit.key not in seen and hit.score >= best * tier.cut]
    return hits[:limit]


def _units(word: str, synonyms: Synonyms) -> list[Node]:
    """One node for each term of a word, or for several that have synonyms together."""
    terms = analysis.terms(word)
    units: list[Node] = []
    for span in synonyms.spans(terms):
        own = _all([Word(term.text) for term in terms[span.start : span.end]])
        units.append(_any([own, *(_synonym(other) for other in span.others)]))
    return units or [_pairs(word, 1.0)]


def _word(word: str, synonyms: Synonyms) -> Node:
    return _any([_all(_units(word, synonyms)), _pairs(word, GRAM_WEIGHT)])


@lru_cache(maxsize=4096)
def _synonym(word: str) -> Node:
    """However many terms it has, together they weigh what a synonym weighs."""
    terms = analysis.terms(word)
    if not terms:
        return _pairs(word, SYNONYM_WEIGHT)
    return _all([Word(term.text, SYNONYM_WEIGHT / len(terms)) for term in terms])


def _pairs(word: str, weight: float) -> Node:
    return _all([Gram(pair, weight) for pair in analysis.pairs(word)])


def _phrase(said: str) -> Node:
    pairs = tuple(gram for _, gram in analysis.grams(said) if len(gram) == 2)
    if len(pairs) > 1:
        return Run(pairs)
    return _pairs(said, 1.0) if analysis.pairs(said) else _all([Word(term.text) for term in analysis.terms(said)])


def _all(nodes: Iterable[Node]) -> Node:
    parts = tuple(dict.fromkeys(nodes))
    return parts[0] if len(parts) == 1 else AllOf(parts)


def _any(nodes: Iterable[Node]) -> Node:
    parts = tuple(node for node in dict.fromkeys(nodes) if node != AllOf(()))
    return parts[0] if len(parts) == 1 else AnyOf(parts)
