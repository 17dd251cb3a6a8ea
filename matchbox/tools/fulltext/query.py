"""How is what somebody typed read, and what is looked for first, second and third?"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import nlargest
from math import log

from matchbox.tools.fulltext import analysis
from matchbox.tools.fulltext.interface import Found, Hit
from matchbox.tools.fulltext.synonyms import Heard, Synonyms

TITLE_WEIGHT = 2.0  # engines count a word of the title this many times
GRAM_WEIGHT = 0.5
SYNONYM_WEIGHT = 0.5
FEW = 5  # under so many hits, documents with some of the words are added
VERY_FEW = 3  # under so many hits, documents that look alike are added
ALIKE = 0.6  # as good as this part of the best of them
LONGEST_TEXT = 200  # characters of a question that are read

# Texts that are alike share words that stand in at most this part of all documents …
COMMON = 0.02
FEW_ENOUGH = 10  # … or in so many
MOST_TELLING = 16
LONGEST_ALIKE = 2000  # characters of a text that are read


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
Words = tuple[str, ...]


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


def ranked(plan: Plan, find: Callable[[Node], list[Hit]], limit: int | None = None) -> Found:
    """Carry the plan out with an engine's `find`: what an earlier attempt found stays before what a later one adds."""
    return ranked_each(plan, lambda node, _: find(node), ("",), lambda _: "", limit)[""]


def ranked_each(
    plan: Plan,
    find: Callable[[Node, Sequence[str]], list[Hit]],
    kinds: Sequence[str],
    kind_of: Callable[[str], str],
    limit: int | None = None,
) -> dict[str, Found]:
    """The same for several kinds of documents, each with its own attempts; one `find` serves all that need it.

    `kind_of` tells the kind of a document from its key.
    """
    found = {kind: Found([]) for kind in kinds}
    for nth, tier in enumerate(plan.tiers):
        enough = tier.under if limit is None else min(tier.under, limit)
        poor = [kind for kind in kinds if len(found[kind].hits) < enough]
        if not poor:
            break
        more: dict[str, list[Hit]] = {kind: [] for kind in poor}
        for hit in find(tier.node, poor):
            more[kind_of(hit.key)].append(hit)
        for kind in poor:
            found[kind] = _with_more(found[kind], more[kind], tier, is_loose=nth > 0)
    return {kind: Found(hits[:limit], loose) for kind, (hits, loose) in found.items()}


def _with_more(found: Found, hits: list[Hit], tier: Tier, is_loose: bool) -> Found:
    if tier.cut:
        enough = tier.cut * max((hit.score for hit in hits), default=0.0)
        hits = [hit for hit in hits if hit.score >= enough]
    if found.hits:
        seen = {hit.key for hit in found.hits}
        hits = [hit for hit in hits if hit.key not in seen]
    return Found(found.hits + hits, found.loose or (is_loose and bool(hits)))


def alike(title: str, body: str, frequency: Callable[[str], int], total: int, synonyms: Synonyms) -> Node | None:
    """The words by which a text is told from others: those that are frequent in it and rare among all `total`.

    Each weighs what it tells, and words of one meaning half of that. `frequency` says in how many documents a word of
    these texts stands. None if no word tells anything.
    """
    counted: Counter[tuple[Words, Words]] = Counter()
    for text, weight in ((title, TITLE_WEIGHT), (body[:LONGEST_ALIKE], 1)):
        terms = analysis.terms(text)
        for span in synonyms.spans(terms):
            own = tuple(term.text for term in terms[span.start : span.end])
            counted[own, span.others] += int(weight)
    common = max(total * COMMON, FEW_ENOUGH)
    telling = {}
    for (own, others), times in counted.items():
        documents = min(map(frequency, own))
        if 0 < documents <= common or (others and not documents):
            telling[own, others] = (1 + log(times)) * log(1 + total / max(documents, 1))
    best = nlargest(MOST_TELLING, telling, key=lambda named: (telling[named], named))
    return _any([_named(*named, telling[named] / telling[best[0]]) for named in best]) if best else None


def _named(own: Words, others: Words, weight: float) -> Node:
    together = _all([Word(word, weight / len(own)) for word in own])
    return _any([together, *(_together(other, weight * SYNONYM_WEIGHT) for other in others)])


def _units(word: str, synonyms: Synonyms) -> list[Node]:
    """One node for each term of a word, or for several that have synonyms together."""
    units: list[Node] = []
    for piece in synonyms.heard(word):
        terms = analysis.terms(piece.text)
        if piece.same:
            units.append(_heard(piece))
            continue
        for span in synonyms.spans(terms):
            own = _all([Word(term.text) for term in terms[span.start : span.end]])
            units.append(_any([own, *(_together(other, SYNONYM_WEIGHT) for other in span.others)]))
    return units or [_pairs(word, 1.0)]


def _heard(piece: Heard) -> Node:
    """What is written as it sounds finds what the words that sound so would find."""
    written = analysis.fold(piece.text)
    meant = [word for word in piece.same if analysis.fold(word) != written]
    return _any(
        [_all([Word(term.text) for term in analysis.terms(piece.text)])]
        + [node for word in meant for node in (_together(word, 1.0), _pairs(word, GRAM_WEIGHT))]
        + [_together(other, SYNONYM_WEIGHT) for other in piece.others]
    )


def _word(word: str, synonyms: Synonyms) -> Node:
    return _any([_all(_units(word, synonyms)), _pairs(word, GRAM_WEIGHT)])


def _together(word: str, weight: float) -> Node:
    """However many terms it has, together they weigh so much."""
    terms = _terms(word)
    if not terms:
        return _pairs(word, weight)
    return _all([Word(term, weight / len(terms)) for term in terms])


@lru_cache(maxsize=4096)
def _terms(word: str) -> Words:
    return tuple(term.text for term in analysis.terms(word))


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
