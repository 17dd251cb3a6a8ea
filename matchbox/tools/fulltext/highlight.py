"""Which part of a text is shown beneath a result, and what in it is marked because it was asked for?

Only what is shown is read by the analyser. Where to look is told by clues that can be seen without it: the word as it
was typed, its dictionary form, its first kanji, its reading.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from matchbox.tools.fulltext import analysis, query
from matchbox.tools.fulltext.analysis import Place, Term
from matchbox.tools.fulltext.offsets import Plain, cuts, whole
from matchbox.tools.fulltext.synonyms import Synonyms

LENGTH = 90  # characters of a fragment
ATTEMPTS = 3  # so many parts of a text are read before letters that look alike are good enough
MOST_CLUES = 400  # clues of a text that are weighed
LONGEST_TITLE = 500
ELLIPSIS = "…"

PHRASE, TYPED, SYNONYM, HINT = 4.0, 3.0, 2.0, 0.5  # what a clue is worth …
AGAIN = 0.01  # … and what it is worth when it is there already

_SENTENCE_END = re.compile(r"[。!?\n]+[」』)]*\s*")
_CLAUSE_END = re.compile(r"[、,;:\s]+")
_WORD_END = re.compile(r"(?<=[ぁ-ん])(?=[^ぁ-んー\W])|(?<=[A-Za-z0-9])(?=[^A-Za-z0-9])")
_PUNCTUATION = re.compile(r"[。、!?\n]+")
_ENDS = (_SENTENCE_END, _CLAUSE_END, _WORD_END)
_BETWEEN_WORDS = re.compile(r"[\W_]+")
_HIRAGANA = "".join(map(chr, range(0x3041, 0x3097)))

Span = tuple[int, int]  # from … to before …


class Segment(NamedTuple):
    """A piece of an original text."""

    text: str
    is_marked: bool


class Clue(NamedTuple):
    """Something in a text that is worth a look; clues that tell the same have the same name."""

    start: int
    end: int
    name: str
    worth: float


class Sought:
    """What a question looks for: made once for the question, asked about each text that is shown."""

    def __init__(self, question: str, synonyms: Synonyms) -> None:
        parsed = query.parse(question)
        self._phrases = [_pattern(phrase) for phrase in parsed.phrases]
        self._typed = {analysis.fold(word) for word in parsed.words}
        pairs = {pair for word in parsed.words for pair in analysis.pairs(word) if len(pair) == 2}
        self._pairs = re.compile("(?=" + _any(pairs) + ")") if pairs else None
        self._words: set[str] = set()
        self._chains: dict[str, set[tuple[str, ...]]] = {}  # words of a synonym, one after the other, by the first
        self._worth: dict[str, float] = {}
        for word in parsed.words:
            self._learn(analysis.plain(word), synonyms)
        self._clues = re.compile(_any(self._worth)) if self._worth else None

    def marked(self, text: str) -> list[Segment]:
        """The whole of a short text, such as a title."""
        shown = whole(text, min(len(text), LONGEST_TITLE))
        line = _Line(text[:shown])
        everywhere = (0, len(line.text))
        rest = [Segment(text[shown:], False)] if text[shown:] else []
        return [*line.segments(self._found(line, everywhere) or self._alike(line, everywhere), 0, shown), *rest]

    def fragment(self, text: str, length: int = LENGTH) -> list[Segment]:
        """About `length` characters that show best why the text was found; "…" stands for what is left out."""
        line = _Line(text)
        everywhere = (0, len(line.text))
        clues = sorted(islice(self._seen(line, everywhere), MOST_CLUES))
        for window in islice(_windows(clues, length), ATTEMPTS):
            shown = line.room(window, length)
            if found := self._found(line, shown):
                return line.fragment(found, shown)
        alike = self._alike(line, everywhere)
        clues = [Clue(start, end, line.folded[start:end], end - start) for start, end in alike[:MOST_CLUES]]
        shown = line.room(next(_windows(clues, length), (0, 0)), length)
        return line.fragment(alike, shown)

    def _learn(self, line: str, synonyms: Synonyms) -> None:
        places = analysis.places(line)
        for span in synonyms.spans([Term(place.word, ()) for place in places]):
            for place in places[span.start : span.end]:
                self._words.add(place.word)
                self._note(line, place, TYPED)
            for other in span.others:
                self._learn_synonym(analysis.plain(other))

    def _learn_synonym(self, line: str) -> None:
        places = analysis.places(line)
        if places:
            self._note(line, places[0], SYNONYM)
        if len(places) == 1:
            self._words.add(places[0].word)
        elif places:
            self._chains.setdefault(places[0].word, set()).add(tuple(place.word for place in places))

    def _note(self, line: str, place: Place, worth: float) -> None:
        """By which clues may this word be seen?"""
        written = _folded(line[place.start : place.end])
        clues = [(written, worth), (place.word, worth)]
        in_kanji = written if analysis.KANJI.search(written) else place.word
        if kanji := analysis.KANJI.search(in_kanji):
            ending = len(in_kanji) - len(in_kanji.rstrip(_HIRAGANA))
            reading = analysis.in_hiragana(place.reading)
            stem = reading[: len(reading) - ending]
            clues += [(clue, HINT) for clue in (kanji[0], reading, stem) if len(clue) > 1 or clue == kanji[0]]
        for clue, weight in clues:
            self._worth[clue] = max(weight, self._worth.get(clue, 0.0))

    def _seen(self, line: "_Line", within: Span) -> Iterator[Clue]:
        for phrase in self._phrases:
            for match in phrase.finditer(line.folded, *within):
                yield Clue(*match.span(), phrase.pattern, PHRASE)
        if self._clues:
            for match in self._clues.finditer(line.folded, *within):
                yield Clue(*match.span(), match[0], self._worth[match[0]])

    def _found(self, line: "_Line", within: Span) -> list[Span]:
        """Where phrases, words and their synonyms stand."""
        found = [match.span() for phrase in self._phrases for match in phrase.finditer(line.folded, *within)]
        for start, end in line.clauses(*within):
            if self._clues and self._clues.search(line.folded, start, end):
                found += [(start + first, start + last) for first, last in self._read(line.text[start:end])]
        return found

    def _read(self, clause: str) -> Iterator[Span]:
        places = analysis.places(clause)
        words = tuple(place.word for place in places)
        for nth, place in enumerate(places):
            for part in (place, *place.inside):
                if part.word in self._words:
                    yield part.start, part.end
            for chain in self._chains.get(place.word, ()):
                if words[nth : nth + len(chain)] == chain:
                    yield place.start, places[nth + len(chain) - 1].end

    def _alike(self, line: "_Line", within: Span) -> list[Span]:
        """Stretches made of character pairs of the typed words; two letters of kana tell nothing."""
        found: list[Span] = []
        for pair in self._pairs.finditer(line.folded, *within) if self._pairs else ():
            place = pair.start()
            start = found.pop()[0] if found and place < found[-1][1] else place
            found.append((start, place + 2))
        return [(start, end) for start, end in found if self._tells(line.folded[start:end])]

    def _tells(self, letters: str) -> bool:
        return len(letters) > 2 or letters in self._typed or len(analysis.KANJI.findall(letters)) == 2


class _Line:
    """A text that is shown, and its plain text, in which words are looked for."""

    def __init__(self, original: str) -> None:
        self._original = original
        self._plain = Plain(original)
        self.text = self._plain.text
        self.folded = _folded(self.text)

    def clauses(self, start: int, end: int) -> Iterator[Span]:
        """What stands from `start` to before `end`, cut where no word reaches across."""
        stops = [stop.end() for stop in _PUNCTUATION.finditer(self.text, start, end)]
        return pairwise([start, *stops, end])

    def room(self, wanted: Span, length: int) -> Span:
        """About `length` characters around what is wanted, beginning and ending with a sentence if that can be."""
        start, end = wanted
        spare = max(0, length - (end - start))
        earliest = max(0, min(start - spare * 2 // 3, len(self.text) - length))
        begin = self._begin(earliest, start)
        latest = min(len(self.text), max(end, begin + length))
        return begin, self._end(begin, end, latest)

    def _begin(self, earliest: int, start: int) -> int:
        if earliest == 0:
            return 0
        for end in _ENDS:
            if begins := [match.end() for match in end.finditer(self.text, earliest, start)]:
                return begins[-1] if end is _SENTENCE_END else begins[0]
        return earliest

    def _end(self, begin: int, end: int, latest: int) -> int:
        if latest == len(self.text):
            return latest
        least = max(end, begin + (latest - begin) // 2)
        for stop in _ENDS:
            if stops := [match.end() for match in stop.finditer(self.text, least, latest)]:
                return stops[-1]
        return latest

    def fragment(self, found: Iterable[Span], shown: Span) -> list[Segment]:
        """The segments of what is shown, with an ellipsis for what is not."""
        start, end = 0, len(self._original)
        if shown[0] > 0:
            start = whole(self._original, self._plain.span(shown[0], shown[0] + 1)[0])
        if shown[1] < len(self.text):
            end = whole(self._original, self._plain.span(shown[1] - 1, shown[1])[1])
        start += len(self._original[start:end]) - len(self._original[start:end].lstrip())
        end = start + len(self._original[start:end].rstrip())
        before = [Segment(ELLIPSIS, False)] if self._original[:start].strip() else []
        after = [Segment(ELLIPSIS, False)] if self._original[end:].strip() else []
        return [*before, *self.segments(found, start, end), *after]

    def segments(self, found: Iterable[Span], start: int, end: int) -> list[Segment]:
        """The original from `start` to before `end`, cut where marks begin and end."""
        places = cuts(self._original, start, end)
        spans = (self._plain.span(*place) for place in found)
        seen = [_outwards(places, max(start, first), min(end, last)) for first, last in spans]
        segments, done = [], start
        for first, last in _united(span for span in seen if span[0] < span[1]):
            segments += [Segment(self._original[done:first], False), Segment(self._original[first:last], True)]
            done = last
        segments.append(Segment(self._original[done:end], False))
        return [segment for segment in segments if segment.text]


def _outwards(places: Sequence[int], start: int, end: int) -> Span:
    """The span widened to the nearest places where one may cut; empty if it lies outside of them."""
    if start >= end:
        return start, start
    return places[bisect_right(places, start) - 1], places[bisect_left(places, end)]


def _united(spans: Iterable[Span]) -> list[Span]:
    """Spans that touch or overlap become one."""
    united: list[Span] = []
    for start, end in sorted(spans):
        if united and start <= united[-1][1]:
            united[-1] = (united[-1][0], max(end, united[-1][1]))
        else:
            united.append((start, end))
    return united


def _windows(clues: Sequence[Clue], length: int) -> Iterator[Span]:
    """Where as much as possible is told within `length` characters: the best first, none overlapping another."""
    weighed = []
    counted: Counter[str] = Counter()
    worth, following = 0.0, 0
    for nth, clue in enumerate(clues):
        while following < len(clues) and (following == nth or clues[following].end - clue.start <= length):
            new = clues[following]
            worth += AGAIN if counted[new.name] else new.worth
            counted[new.name] += 1
            following += 1
        weighed.append((-worth, clue.start, max(clue.end, clues[following - 1].end)))
        counted[clue.name] -= 1
        worth -= AGAIN if counted[clue.name] else clue.worth
    given: list[Span] = []
    for _, start, end in sorted(weighed):
        if all(end <= first or last <= start for first, last in given):
            given.append((start, end))
            yield start, end


def _any(texts: Iterable[str]) -> str:
    """The pattern of one of the texts, the longest that fits."""
    return "|".join(map(re.escape, sorted(texts, key=len, reverse=True)))


def _pattern(phrase: str) -> re.Pattern[str]:
    """A phrase in folded text: what separates its words may be anything, and blanks in Japanese do not count."""
    words = _BETWEEN_WORDS.split(analysis.fold(phrase).strip())
    return re.compile(r"[\W_]+".join(r"\s*".join(map(re.escape, word)) for word in words if word))


def _folded(line: str) -> str:
    """Letter case and kana made alike, one for one: places stay what they are."""
    lower = line.lower()
    if len(lower) != len(line):
        lower = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in line)
    return analysis.in_hiragana(lower)
