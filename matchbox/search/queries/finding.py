"""What do the words find? Ids come from the index, and each passes the conditions of its kind before it counts."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement

from matchbox.core.database import db
from matchbox.core.listings import among
from matchbox.core.remembering import remembered
from matchbox.search.queries.kinds import SOURCES, Kind, Result, says
from matchbox.tools.fulltext import NotReady
from matchbox.tools.fulltext.installed import engine


class Found(NamedTuple):
    """Ids of one kind, the best first; `loose` when some of them hold only some of the words."""

    ids: list[int]
    loose: bool


class Everything(NamedTuple):
    """What words find, kind by kind. Without an index only what stands there as typed is found."""

    kinds: dict[Kind, list[int]]
    loose: bool
    by_index: bool
    exact: bool  # does something hold all the words?

    @property
    def total(self) -> int:
        return sum(len(ids) for ids in self.kinds.values())

    @property
    def counts(self) -> dict[Kind, int]:
        return {kind: len(ids) for kind, ids in self.kinds.items()}


def key_of(kind: str, id_: int) -> str:
    return f"{kind}:{id_}"


def kind_of(key: str) -> str:
    return key.partition(":")[0]


def id_of(key: str) -> int:
    return int(key.partition(":")[2])


def find(text: str, kind: Kind = Kind.ISSUE) -> Found | None:
    """What the index finds, not yet looked at in the database; None while there is no index to ask."""
    try:
        found = engine().search(text, (kind.value,))
    except NotReady:
        return None
    return Found([id_of(hit.key) for hit in found.hits], found.loose)


def _find_each(text: str) -> dict[Kind, Found] | None:
    try:
        found = engine().search_each(text, [kind.value for kind in Kind], kind_of)
    except NotReady:
        return None
    return {kind: Found([id_of(hit.key) for hit in found[kind].hits], found[kind].loose) for kind in Kind}


def matching(text: str, kind: Kind, hits: Sequence[int] | None) -> list[ColumnElement[bool]]:
    """The conditions that say in SQL what the words found; with `hits` of None, that they stand there as typed."""
    source = SOURCES[kind]
    return says(text, source.texts) if hits is None else [among(source.model.id, hits)]


def everything(text: str) -> Everything:
    """All public things that the words find."""
    return remembered(("search", text), lambda: _everything(text))


def _everything(text: str) -> Everything:
    kinds: dict[Kind, list[int]] = {}
    loose, exact = False, False
    each = _find_each(text)
    for kind, source in SOURCES.items():
        found = each[kind] if each else None
        there = source.public().where(*matching(text, kind, found.ids if found else None))
        public = list(db.session.scalars(there.order_by(source.model.id.desc())))
        if found:
            known = set(public)
            public = [id_ for id_ in found.ids if id_ in known]
            loose = loose or (found.loose and bool(public))
        exact = exact or bool(public and not (found and found.loose))
        kinds[kind] = public
    return Everything(kinds, loose, each is not None, exact)


def tabs(text: str) -> dict[Kind, int]:
    """How many things of each kind the words find; nothing without words."""
    return everything(text).counts if text else {}


def lines(kind: Kind, ids: Sequence[int]) -> list[Result]:
    """These things as lines, in this order; what has ceased to be public is left out."""
    return SOURCES[kind].lines(ids) if ids else []


def indexed() -> set[str]:
    """The keys that the index holds; raises NotReady without one."""
    return engine().keys()


def public_keys() -> set[str]:
    """The keys that the index should hold."""
    return {key_of(kind, id_) for kind, source in SOURCES.items() for id_ in db.session.scalars(source.public())}
