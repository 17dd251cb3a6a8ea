"""Which other words mean the same? Groups of words are given by the caller and looked up when a question is asked."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from matchbox.tools.fulltext import analysis
from matchbox.tools.fulltext.analysis import Term


class Span(NamedTuple):
    """The terms from `start` to `end` of a question, and what else they may be called."""

    start: int
    end: int
    others: tuple[str, ...]


class Synonyms:
    """Groups of words of one meaning. Groups that share a word stay apart: only the word's own groups answer for it."""

    def __init__(self, groups: Iterable[Sequence[str]] = ()) -> None:
        self._others: dict[tuple[str, ...], dict[str, None]] = {}
        for group in groups:
            forms = {word: _form(analysis.terms(word)) for word in group}
            for form in forms.values():
                others = (word for word in group if forms[word] != form)
                self._others.setdefault(form, {}).update(dict.fromkeys(others))
        self._others.pop((), None)
        self._longest = max(map(len, self._others), default=0)

    def spans(self, terms: Sequence[Term]) -> Iterator[Span]:
        """Cut the terms into stretches, each the longest that has synonyms, or one term that has none."""
        start = 0
        while start < len(terms):
            for end in range(min(start + self._longest, len(terms)), start, -1):
                others = self._others.get(_form(terms[start:end]))
                if others or end == start + 1:
                    yield Span(start, end, tuple(others or ()))
                    start = end
                    break
            else:
                yield Span(start, start + 1, ())
                start += 1


def _form(terms: Iterable[Term]) -> tuple[str, ...]:
    return tuple(term.text for term in terms)
