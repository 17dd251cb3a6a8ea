"""What do the lists say beside their choices to somebody who is not signed in?

The numbers of landing pages are these, so that whoever follows one finds just as many things.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from matchbox.core.listings import Asked, Values
from matchbox.core.permissions import Visitor
from matchbox.issues import queries as issue_list
from matchbox.matching import queries as match_list
from matchbox.organisations import queries as group_list
from matchbox.vocabulary import queries as vocabulary
from matchbox.vocabulary.models import Vocabulary

EVERYBODY = Visitor()
PROGRESS = match_list.progress()

Counts = Mapping[str, Mapping[Any, int]]


class Tally(NamedTuple):
    """A choice with how many things it would show."""

    id: int
    label: str
    number: int


def issues(*chosen: tuple[str, Values]) -> Counts:
    return issue_list.counts(issue_list.listing(EVERYBODY, Asked(chosen=chosen), PROGRESS))


def groups(*chosen: tuple[str, Values]) -> Counts:
    return group_list.counts(group_list.directory(EVERYBODY, Asked(chosen=chosen)), EVERYBODY)


def matches(*chosen: tuple[str, Values]) -> Counts:
    return match_list.counts(match_list.listing(EVERYBODY, Asked(chosen=chosen)))


def tallies(words: Vocabulary, numbers: Mapping[Any, int]) -> tuple[Tally, ...]:
    """The words that show something, the most first."""
    there = [Tally(id_, label, numbers[id_]) for id_, label in vocabulary.choices(words) if numbers.get(id_)]
    return tuple(sorted(there, key=lambda tally: -tally.number))
