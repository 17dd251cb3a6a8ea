"""Every district, category and kind of group, with what is found there."""

from typing import Any, NamedTuple

from sqlalchemy import Select

from matchbox.core.remembering import remembered
from matchbox.pages.queries import lists, standing
from matchbox.pages.queries.lists import Tally
from matchbox.pages.queries.standing import Standing
from matchbox.places import queries as places
from matchbox.vocabulary import queries as vocabulary
from matchbox.vocabulary.models import Term, Vocabulary


class Entry(NamedTuple):
    """A district or a category with its issues; of a district also how many groups are active there."""

    id: int
    label: str
    standing: Standing
    groups: int = 0

    @property
    def number(self) -> int:
        return self.standing.issues


def categories_visible_to(viewer: Any) -> Select[Term]:
    """Words in use are public."""
    return vocabulary.terms_of(Vocabulary.ISSUE_CATEGORY)


def kinds_visible_to(viewer: Any) -> Select[Term]:
    return vocabulary.terms_of(Vocabulary.ORGANISATION_KIND)


def areas() -> tuple[Entry, ...]:
    """In the order of the list of districts; groups of the whole city are active in each."""
    return remembered(("pages", "areas"), _areas)


def unknown_area() -> Standing:
    """Of the issues whose district is not known."""
    return standing.by_area().get(None, Standing())


def _areas() -> tuple[Entry, ...]:
    standings, groups = standing.by_area(), lists.groups()["area"]
    return tuple(Entry(id_, name, standings.get(id_, Standing()), groups.get(id_, 0)) for id_, name in places.choices())


def categories() -> tuple[Entry, ...]:
    standings = standing.by_category()
    choices = vocabulary.choices(Vocabulary.ISSUE_CATEGORY)
    return tuple(Entry(id_, label, standings.get(id_, Standing())) for id_, label in choices)


def kinds() -> tuple[Tally, ...]:
    """Of groups, with how many there are."""
    numbers, choices = lists.groups()["kind"], vocabulary.choices(Vocabulary.ORGANISATION_KIND)
    return tuple(Tally(id_, label, numbers.get(id_, 0)) for id_, label in choices)
