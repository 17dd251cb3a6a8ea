"""Did you mean …? Which words of a vocabulary sound like what was typed, or are written almost like it?"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from matchbox.tools.fulltext import analysis, sounds
from matchbox.tools.fulltext.analysis import Name
from matchbox.tools.fulltext.sounds import SLIP

LONGEST_NAME = 4  # words that stand side by side and may be one name, such as 町内会 or 防災訓練
SHORTEST = 2  # kana of a word that is worth knowing; such a one is found only when it sounds just so …
SHORTEST_MISTAKEN = 3  # … from here on it may be mistaken for one that sounds alike …
SHORTEST_EDITED = 4  # … from here on a sound may be wrong or missing …
LONG = 7  # … and from here on two
MOST_TRIED = 3  # corrections of one word, of which the first that finds something is taken
LONGEST_TEXT = 200  # characters of a question that are read

_PIECE = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')
_QUOTES = str.maketrans("“”„‟〝〞〟", '"' * 7)
_KANA = re.compile(r"[\u3041-\u3096ー]+")
_ATTACHED = frozenset(["接頭辞", "接尾辞"])
_LATIN = re.compile("[a-z]", re.IGNORECASE)
_SINGLE = (1 << 61) - 1
_BETWEEN_PARTICLES = re.compile("[^のをがには]+")


class Entry(NamedTuple):
    """A word as people write it, how it is read, and how often it stands in public texts."""

    text: str
    reading: str
    times: int


class Vocabulary:
    """Made from public words and titles, each with how often it occurs."""

    def __init__(self, texts: Iterable[tuple[str, int]]) -> None:
        counts: defaultdict[str, int] = defaultdict(int)
        readings: dict[str, str] = {}
        for text, count in texts:
            for written, reading in _words_of(text):
                counts[written] += count
                readings.setdefault(written, reading)
        self._texts = counts.keys()
        entries = [Entry(text, readings[text], count) for text, count in counts.items()]
        self._heard = _Sieve((sounds.key(entry.reading), entry) for entry in entries)
        self._written = _Sieve((analysis.fold(entry.text), entry) for entry in entries if not _is_kana(entry.text))

    def nearest(self, question: str, known: Callable[[str], bool]) -> str | None:
        """The question with what finds nothing corrected, or None if there is nothing to correct it to.

        `known` says whether a word, or a phrase in its quotes, finds anything.
        """
        plain = unicodedata.normalize("NFKC", question[:LONGEST_TEXT]).translate(_QUOTES)
        corrected = _PIECE.sub(lambda piece: self._piece(piece, known), plain)
        return corrected if corrected != plain else None

    def _piece(self, piece: re.Match[str], known: Callable[[str], bool]) -> str:
        if piece["minus"] or known(piece[0]):
            return piece[0]
        if piece["phrase"] is None:
            return self._corrected(piece[0], known)
        words = piece["phrase"].split(" ")
        return '"' + " ".join(word if known(word) else self._corrected(word, known) for word in words) + '"'

    def _corrected(self, word: str, known: Callable[[str], bool]) -> str:
        """The whole word corrected; or, where it is more than a name, the names in it."""
        whole = self._better(word, known)
        if whole != word:
            return whole
        for parts in _partings(word):
            corrected = self._by_parts(word, parts, known)
            if corrected != word and known(corrected):
                return corrected
        return word

    def _by_parts(self, word: str, parts: Iterable[tuple[int, int]], known: Callable[[str], bool]) -> str:
        corrected, done = "", 0
        for start, end in parts:
            part = word[start:end]
            is_fine = part in self._texts or known(part)
            corrected += word[done:start] + (part if is_fine else self._better(part, known))
            done = end
        return corrected + word[done:]

    def _better(self, word: str, known: Callable[[str], bool]) -> str:
        return next((entry.text for entry in self._like(word)[:MOST_TRIED] if known(entry.text)), word)

    def _like(self, word: str) -> list[Entry]:
        """Words that may have been meant, the likeliest first."""
        found: dict[Entry, float] = {}
        for reading in _readings(word):
            most, edits = _allowed(word, len(reading))
            for _, entry in self._heard.near(sounds.key(reading), edits):
                cost = sounds.distance(reading, entry.reading, most)
                if cost <= min(most, found.get(entry, most)) and _may_be_meant(word, entry, cost):
                    found[entry] = cost
        most, edits = _allowed(word, len(word) + bool(analysis.KANJI.search(word)))  # a kanji says more than a kana
        if edits and not _is_kana(word):
            written = analysis.fold(word)
            for text, entry in self._written.near(written, edits):
                cost = sounds.distance(written, text, edits)
                is_long = len(written) >= SHORTEST_EDITED or len(written) == len(text)
                if is_long and cost <= min(edits, found.get(entry, edits)):
                    found[entry] = cost
        return sorted(found, key=lambda entry: (found[entry], _unlike(word, entry.text), -entry.times))


def _unlike(word: str, other: str) -> int:
    return abs(len(word) - len(other)) - len(set(word) & set(other))


class _Sieve:
    """Lets through what can be made of a word with a few edits: judged, in a moment, by the signs that stand in it."""

    def __init__(self, keyed: Iterable[tuple[str, Entry]]) -> None:
        self._by_length: defaultdict[int, list[tuple[int, str, Entry]]] = defaultdict(list)
        for key, entry in keyed:
            self._by_length[len(key)].append((_signs(key), key, entry))

    def near(self, key: str, edits: int) -> Iterator[tuple[str, Entry]]:
        signs = _signs(key)
        for length in range(len(key) - edits, len(key) + edits + 1):
            for others, text, entry in self._by_length.get(length, ()):
                changed = signs ^ others
                if (changed & _SINGLE).bit_count() <= 2 * edits and changed.bit_count() <= 6 * edits:
                    yield text, entry


def _signs(key: str) -> int:
    """A bit for each sign and each pair of them; some share one. An edit changes at most 2 of the former, 6 in all."""
    bits = 0
    for sign in key:
        bits |= 1 << ord(sign) % 61
    for one, other in pairwise(key):
        bits |= 1 << 61 + (31 * ord(one) + ord(other)) % 67
    return bits


def _readings(word: str) -> list[str]:
    """In hiragana; none where it cannot be told."""
    read = analysis.reading(word) if analysis.KANJI.search(word) else analysis.fold(word)
    return [kana for kana in sounds.from_romaji(read) if _KANA.fullmatch(kana)]


def _allowed(word: str, length: int) -> tuple[float, int]:
    """What a correction may cost, and how many edits that may be: a word that there is was hardly mistyped."""
    if length < SHORTEST_MISTAKEN:
        return 0.0, 0
    if length < SHORTEST_EDITED or _is_a_word(word):
        return 2 * SLIP, 0
    return (1 + SLIP, 1) if length < LONG else (2 + SLIP, 2)


@lru_cache(maxsize=1024)
def _is_a_word(word: str) -> bool:
    """Does the dictionary know it? It can tear anything into words of a sign, so those count only where they attach."""
    parts = analysis.parts_of_speech(word)
    if _is_kana(word) or len(parts) == 1:
        return len(parts) == 1 and parts[0].is_known and not _LATIN.search(word)
    return all(part.is_known and (len(part.written) > 1 or part.kind[0] in _ATTACHED) for part in parts)


def _may_be_meant(word: str, entry: Entry, cost: float) -> bool:
    """Who chose kanji chose wrong ones of the right sound, with a right one among them."""
    if not analysis.KANJI.search(word):
        return True
    return bool(set(word) & set(entry.text)) and cost <= (0 if _is_a_word(word) else 2 * SLIP)


def _partings(word: str) -> list[list[tuple[int, int]]]:
    """Where the names in it may begin and end: as the analyser sees it, joined or each alone, or between particles."""
    names = analysis.names(word)
    found = [
        [(run[0].start, run[-1].end) for run in _side_by_side(names)],
        [(name.start, name.end) for name in names],
        [part.span() for part in _BETWEEN_PARTICLES.finditer(word)],
    ]
    return [parts for nth, parts in enumerate(found) if parts != [(0, len(word))] and parts not in found[:nth]]


def _words_of(text: str) -> Iterator[tuple[str, str]]:
    """The names in a text, written and read: single words, and those that stand side by side together."""
    line = analysis.plain(text)[: analysis.LONGEST_PIECE]
    for run in _side_by_side(analysis.names(line)):
        for start in range(len(run)):
            for end in range(start + 1, min(start + LONGEST_NAME, len(run)) + 1):
                first, last = run[start], run[end - 1]
                reading = "".join(name.reading for name in run[start:end])
                whole = first.kind != "接尾辞" and last.kind != "接頭辞"
                if whole and len(reading) >= SHORTEST:
                    yield line[first.start : last.end], reading


def _side_by_side(names: Iterable[Name]) -> Iterator[list[Name]]:
    run: list[Name] = []
    for name in names:
        if run and run[-1].end != name.start:
            yield run
            run = []
        run.append(name)
    if run:
        yield run


def _is_kana(text: str) -> bool:
    return bool(_KANA.fullmatch(analysis.fold(text)))
