"""Which characters of an original stand behind those of its plain text, and where may an original be cut?"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from matchbox.tools.fulltext import analysis

_WIDE = re.compile(r"[！-～　]+")
# Characters that stay as they are in a plain text, and before which one may always cut; all others are looked at.
_STABLE = r"\n -~ぁ-ゖァ-ヺー・一-鿿々〆〇、。「」『』【】〜"
_OTHERS = re.compile(f"[^{_STABLE}]+")
_MAY_BE_JOINED = re.compile(f"[^{_STABLE}！-～　…]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
# What belongs to the character before it, though Unicode does not call it a mark: jamo that close a syllable, halves of
# surrogate pairs, joiners, skin tones, tags of flags.
_JOINING = re.compile(
    r"[\u1160-\u11ff\ud7b0-\ud7ff\ud800-\udfff\u200c\u200d\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"
)
_FLAG_LETTER = re.compile(r"[\U0001f1e6-\U0001f1ff]")
_JOINER = "\u200d"


class Run(NamedTuple):
    """A stretch of the original and where it begins in the plain text. If not `even`, it is mapped as a whole."""

    plain_start: int
    start: int
    end: int
    even: bool


class Plain:
    """The plain text of an original (`analysis.plain`), and the way back."""

    def __init__(self, original: str) -> None:
        narrow = _WIDE.sub(lambda run: unicodedata.normalize("NFKC", run[0]), original)  # one for one
        runs, normal = _normalised(narrow)
        self.text, self._kept, self._skipped = _without_readings(normal)
        self._runs = runs
        self._starts = [run.plain_start for run in runs]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """What stands in the original for the plain text from `start` to before `end`: one character or more."""
        first, last = self._normal(start), self._normal(end - 1)
        begins, ends = self._run(first), self._run(last)
        return (
            begins.start + (first - begins.plain_start if begins.even else 0),
            ends.start + last - ends.plain_start + 1 if ends.even else ends.end,
        )

    def _normal(self, place: int) -> int:
        """The place in the text whose readings in brackets have not fallen away yet."""
        return place + self._skipped[bisect_right(self._kept, place) - 1]

    def _run(self, place: int) -> Run:
        return self._runs[bisect_right(self._starts, place) - 1]


def cuts(text: str, start: int, end: int) -> Sequence[int]:
    """The places from `start` to `end` where no character is torn from what belongs to it, both ends among them."""
    if not _MAY_BE_JOINED.search(text, start, end):
        return range(start, end + 1)
    return [start, *(place for place in range(start + 1, end) if not _joined(text, place)), end]


def whole(text: str, place: int) -> int:
    """The nearest place at or before `place` where the text may be cut."""
    while 0 < place < len(text) and _joined(text, place):
        place -= 1
    return place


def _normalised(original: str) -> tuple[list[Run], str]:
    runs, line, length = [], [], 0
    for start, end, even in _stretches(original):
        runs.append(Run(length, start, end, even))
        piece = original[start:end]
        line.append(piece if even else unicodedata.normalize("NFKC", _SURROGATES.sub("", piece)))
        length += len(line[-1])
    return runs, "".join(line)


def _stretches(original: str) -> Iterator[tuple[int, int, bool]]:
    """Cut the original into stretches that stay as they are, and characters that may change."""
    done = 0
    for others in _OTHERS.finditer(original):
        start, end = others.span()
        if start > done and _joined(original, start):
            start -= 1
        if start > done:
            yield done, start, True
        for first, last in _neighbours(cuts(original, start, end)):
            yield first, last, False
        done = end
    if done < len(original):
        yield done, len(original), True


def _neighbours(places: Iterable[int]) -> Iterator[tuple[int, int]]:
    places = list(places)
    return zip(places, places[1:], strict=False)


def _without_readings(line: str) -> tuple[str, list[int], list[int]]:
    """The line without readings in brackets; from which place on how many characters had been skipped."""
    kept, skipped, pieces, done, total = [0], [0], [], 0, 0
    for reading in analysis.FURIGANA.finditer(line):
        pieces.append(line[done : reading.start()])
        done = reading.end()
        kept.append(reading.start() - total)
        total += len(reading[0])
        skipped.append(total)
    return "".join([*pieces, line[done:]]), kept, skipped


def _joined(text: str, place: int) -> bool:
    """Does the character at `place` belong to the one before it?"""
    before, here = text[place - 1], text[place]
    return (
        _attaches(here)
        or (before == _JOINER and unicodedata.category(here) == "So")
        or bool(_FLAG_LETTER.match(here) and _FLAG_LETTER.match(before))
    )


@lru_cache(maxsize=4096)
def _attaches(character: str) -> bool:
    first = unicodedata.normalize("NFKD", character)[0]
    return unicodedata.category(first).startswith("M") or bool(_JOINING.match(first))
