"""How is a long list asked for, narrowed, counted and ordered? Every list of the site with conditions uses this.

A list has facets: groups of conditions of which several may be chosen. Inside a facet one of them is enough, and all
facets must hold. The number beside a choice is how many things it would show under the other facets.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self

from sqlalchemy import ColumnElement, Select, any_, bindparam, distinct, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import QueryableAttribute
from sqlalchemy.types import JSON, Integer

from matchbox.core.database import db
from matchbox.core.words import Worded

LONGEST_QUESTION = 100
LARGEST_ID = 2**31 - 1
NONE = 0  # as the number of something: that there is none
BEST = "best"  # the order in which the words found them

Values = tuple[Any, ...]
Column = ColumnElement[Any] | QueryableAttribute[Any]


def numbers(texts: Iterable[str]) -> Values:
    """The ids among these texts, 0 for 「なし」; whatever is none is as good as not said."""
    found = (int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 12)
    return tuple(dict.fromkeys(number for number in found if number <= LARGEST_ID))


def members(kind: type[Worded]) -> Callable[[Iterable[str]], Values]:
    """Reads members of an enum, in its order."""

    def read(texts: Iterable[str]) -> Values:
        asked = set(texts)
        return tuple(member for member in kind if member.value in asked)

    return read


@dataclass(frozen=True)
class Facet:
    """A group of conditions: its name in addresses, how its values are read, and the column that holds them.

    With an `owner` the column stands in another table, whose rows say with `owner` to which thing they belong.
    """

    name: str
    value: Column
    read: Callable[[Iterable[str]], Values] = numbers
    owner: Column | None = None
    also: ColumnElement[bool] | None = None  # holds for things that fit every value, such as 「市内全域」
    is_counted: bool = True

    def holds(self, values: Values, id_: Column) -> ColumnElement[bool]:
        fits = self._one_of([getattr(value, "value", value) for value in values if value != NONE])
        if self.owner is not None:
            fits = id_.in_(select(self.owner).where(fits))
        if self.also is not None:
            fits = or_(fits, self.also)
        return or_(fits, self.value.is_(None)) if NONE in values and self.owner is None else fits

    def _one_of(self, plain: list[Any]) -> ColumnElement[bool]:
        """A single value is asked for by equality, for which an index is found more easily."""
        return self.value == plain[0] if len(plain) == 1 else self.value.in_(plain)

    def counted(self, found: Select[Any], id_: Column) -> Select[Any, int]:
        """Each value with the number of things that have it; things without one under None."""
        if self.owner is None:
            return found.with_only_columns(self.value, func.count()).group_by(self.value)
        ids = found.with_only_columns(id_)
        return select(self.value, func.count(distinct(self.owner))).where(self.owner.in_(ids)).group_by(self.value)


@dataclass(frozen=True)
class Asked:
    """What the address of a list asks for: words, the values chosen in each facet, an order."""

    q: str = ""
    chosen: tuple[tuple[str, Values], ...] = ()
    sort: str = ""

    @classmethod
    def of(cls, said: Mapping[str, Sequence[str]], facets: Iterable[Facet], sorts: Iterable[str] = ()) -> Self:
        """Whatever makes no sense is as good as not asked."""
        read = ((facet.name, facet.read(said.get(facet.name, ()))) for facet in facets)
        sort = (said.get("sort") or [""])[0]
        return cls(
            q=" ".join((said.get("q") or [""])[0].replace("\x00", "").split())[:LONGEST_QUESTION],
            chosen=tuple((name, values) for name, values in read if values),
            sort=sort if sort in sorts else "",
        )

    def __getitem__(self, name: str) -> Values:
        return dict(self.chosen).get(name, ())

    @property
    def narrows(self) -> bool:
        return bool(self.q or self.chosen)

    @property
    def address(self) -> dict[str, Any]:
        """The arguments of the address that asks for the same."""
        plain = {name: [getattr(value, "value", value) for value in values] for name, values in self.chosen}
        return {name: value for name, value in {"q": self.q, **plain, "sort": self.sort}.items() if value}

    def without(self, name: str, value: Any = None) -> Self:
        """The same without one value, or without the whole facet; `q` takes the words away."""
        if name == "q":
            return replace(self, q="", sort="" if self.sort == BEST else self.sort)
        left = tuple(other for other in self[name] if value is not None and other != value)
        others = [(other, values) for other, values in self.chosen if other != name or left]
        return replace(self, chosen=tuple((other, left if other == name else values) for other, values in others))

    def only(self, name: str, *values: Any) -> Self:
        """The same with just these values in a facet."""
        others = tuple((other, chosen) for other, chosen in self.chosen if other != name)
        return replace(self, chosen=(*others, (name, values)))


class Listing:
    """What is in sight (`things`, words included) under the conditions of a list, and the numbers of its facets."""

    def __init__(self, things: Select[Any], id_: Column, facets: Sequence[Facet], asked: Asked) -> None:
        self.things, self.id, self.facets, self.asked = things, id_, facets, asked

    def narrowed(self, but: str = "") -> Select[Any]:
        """The things under all conditions, or all but those of one facet."""
        chosen = [facet for facet in self.facets if facet.name != but and self.asked[facet.name]]
        return self.things.where(*(facet.holds(self.asked[facet.name], self.id) for facet in chosen))

    @cached_property
    def found(self) -> Select[Any]:
        return self.narrowed()

    @cached_property
    def _count(self) -> Select[int]:
        return select(func.count()).select_from(self.found.with_only_columns(self.id).subquery())

    @cached_property
    def _counts(self) -> dict[str, Select[Any, int]]:
        counted = (facet for facet in self.facets if facet.is_counted)
        return {facet.name: facet.counted(self.narrowed(but=facet.name), self.id) for facet in counted}

    def count(self) -> int:
        return db.session.scalar(self._count) or 0

    def counts(self) -> dict[str, dict[Any, int]]:
        """For each facet its values with their numbers; what has no value counts under 0."""
        return {
            name: {NONE if value is None else value: number for value, number in db.session.execute(counted)}
            for name, counted in self._counts.items()
        }

    def best_first(self, hits: Sequence[int]) -> list[int]:
        """What is there, in the order of `hits`; what an index does not know stands last, the newest first."""
        place = {id_: nth for nth, id_ in enumerate(hits)}
        there = db.session.scalars(self.found.with_only_columns(self.id).order_by(self.id.desc()))
        return sorted(there, key=lambda id_: place.get(id_, len(place)))


def among(column: Column, ids: Iterable[int]) -> ColumnElement[bool]:
    """`column IN ids` for any number of ids, as one parameter: databases take only so many."""
    if db.engine.dialect.name == "sqlite":
        value = func.json_each(bindparam(None, list(ids), type_=JSON)).table_valued("value").c.value
        return column.in_(select(value))
    return column == any_(bindparam(None, list(ids), type_=ARRAY(Integer)))
