"""Which other words mean the same? Groups of words are given by the caller and looked up when a question is asked."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from matchbox.tools.fulltext import analysis
from matchbox.tools.fulltext.analysis import Term

SHORTEST_READING = 3  # kana; shorter ones are read the same by too many words, such as はし

_KANA = re.compile(r"[\u3041-\u3096ー]+|[\u30a1-\u30faー]+")
_PARTICLE = frozenset("をのがにはでともへ")


class Span(NamedTuple):
    """The terms from `start` to `end` of a question, and what else they may be called."""

    start: int
    end: int
    others: tuple[str, ...]


class Heard(NamedTuple):
    """A piece of a question. If it is written as it sounds: the words that sound like it, and what they are called."""

    text: str
    same: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


class Synonyms:
    """Groups of words of one meaning. Groups that share a word stay apart: only the word's own groups answer for it."""

    def __init__(self, groups: Iterable[Sequence[str]] = ()) -> None:
        self._others: dict[tuple[str, ...], dict[str, None]] = {}
        self._heard: dict[str, dict[str, None]] = {}
        for group in groups:
            forms = {word: _form(analysis.terms(word)) for word in group}
            for form in forms.values():
                others = (word for word in group if forms[word] != form)
                self._others.setdefault(form, {}).update(dict.fromkeys(others))
            for word in group:
                kana = analysis.reading(word)
                if len(kana) >= SHORTEST_READING and _KANA.fullmatch(kana):
                    self._heard.setdefault(kana, {})[word] = None
        self._others.pop((), None)
        self._longest = max(map(len, self._others), default=0)

    def spans(self, terms: Sequence[Term]) -> Iterator[Span]:
        """Cut the terms into stretches, each the longest that has synonyms, or one term that has none."""
        words = _form(terms)
        start = 0
        while start < len(words):
            for end in range(min(start + self._longest, len(words)), start, -1):
                others = self._others.get(words[start:end])
                if others:
                    break
            else:
                end, others = start + 1, {}
            yield Span(start, end, tuple(others))
            start = end

    def heard(self, word: str) -> Iterator[Heard]:
        """Cut a word that was typed into what is written in kana and sounds like a word of the groups, and the rest.

        The analyser would tear ゆきかき or じょせつ to pieces.
        """
        start = 0
        for kana in _KANA.finditer(word):
            for begin, end in _inside_particles(word, *kana.span()):
                same = self._heard.get(analysis.fold(word[begin:end]))
                if same:
                    if start < begin:
                        yield Heard(word[start:begin])
                    others = {other for each in same for other in self._others.get(_form(analysis.terms(each)), ())}
                    yield Heard(word[begin:end], tuple(same), tuple(sorted(others - same.keys())))
                    start = end
                    break
        if start < len(word):
            yield Heard(word[start:])


def _form(terms: Iterable[Term]) -> tuple[str, ...]:
    return tuple(term.text for term in terms)


def _inside_particles(word: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The whole stretch, and what is left of it without a particle after or before it."""
    for begin in (start, start + 1) if word[start] in _PARTICLE else (start,):
        yield begin, end
        if word[end - 1] in _PARTICLE:
            yield begin, end - 1
