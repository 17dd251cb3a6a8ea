"""What do conditions say in words? Those of many rows are read together."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import select

from matchbox.core.database import db
from matchbox.core.listings import NONE, Asked
from matchbox.core.words import N_, Worded
from matchbox.core.years import FiscalYear
from matchbox.issues.queries import NEAR
from matchbox.places import queries as places
from matchbox.plans.models import Node
from matchbox.saved import rules
from matchbox.saved.models import SavedSearch
from matchbox.saved.queries.lists import asked
from matchbox.saved.rules import ListName
from matchbox.vocabulary.models import Term

AREA, POLICY, YEAR, MINE = "area", "policy", "year", "mine"
NOWHERE = {ListName.ORGANISATIONS: N_("市全域"), ListName.ISSUES: N_("地区なし")}
OWN, NEAREST_FIRST = N_("自分に関わるもの"), N_("近い順")


class Names(NamedTuple):
    """Words of ids, by what they are ids of."""

    areas: dict[int, str]
    policies: dict[int, str]
    terms: dict[int, str]


def words_beside(rows: Sequence[SavedSearch], viewer: Any) -> dict[int, list[str]]:
    """For each row the words of its conditions, unless its title says them; the number of statements is constant."""
    wanted = {row.id: asked(row.list_name, row.conditions, viewer) for row in rows}
    names = _names(wanted.values())
    words = {row.id: _words(row.list_name, wanted[row.id], names) for row in rows}
    renamed = {row.id for row in rows if row.title != rules.suggested_title(row.list_name, words[row.id])}
    return {id_: told if id_ in renamed else [] for id_, told in words.items()}


def title_of(name: ListName, conditions: str, viewer: Any) -> str:
    """A title to begin with."""
    wanted = asked(name, conditions, viewer)
    return rules.suggested_title(name, _words(name, wanted, _names([wanted])))


def _words(name: ListName, wanted: Asked, names: Names) -> list[str]:
    words = [f"「{wanted.q}」"] if wanted.q else []
    for facet, values in wanted.chosen:
        words += [_word(name, facet, value, names) for value in values]
    return [word for word in words if word] + ([NEAREST_FIRST] if wanted.sort == NEAR else [])


def _word(name: ListName, facet: str, value: Any, names: Names) -> str:
    """What stands for nothing any longer has no word."""
    if isinstance(value, Worded):
        return value.label
    if facet == YEAR:
        return _year(value)
    if facet == MINE:
        return OWN
    if value == NONE:
        return NOWHERE.get(name, NOWHERE[ListName.ISSUES])
    return {AREA: names.areas, POLICY: names.policies}.get(facet, names.terms).get(value, "")


def _year(value: int) -> str:
    try:
        return FiscalYear(value).plain
    except ValueError:
        return ""


def _names(all_wanted: Iterable[Asked]) -> Names:
    ids: dict[str, set[int]] = {AREA: set(), POLICY: set(), "": set()}
    for wanted in all_wanted:
        for facet, values in wanted.chosen:
            ids[facet if facet in ids else ""].update(value for value in values if isinstance(value, int))
    policies = select(Node.id, Node.code, Node.title).where(Node.id.in_(ids[POLICY]))
    terms = select(Term.id, Term.label).where(Term.id.in_(ids[""]))
    return Names(
        places.named(ids[AREA]),
        {id_: f"{code} {title}" for id_, code, title in db.session.execute(policies)},
        {id_: label for id_, label in db.session.execute(terms)},
    )
