"""Finding kept conditions; only their owner does."""

from typing import Any

from sqlalchemy import Select, false, func, select

from matchbox.core.database import db
from matchbox.saved.models import SavedSearch
from matchbox.saved.queries.lists import asked, canonical, found_now
from matchbox.saved.queries.wording import title_of, words_beside
from matchbox.saved.rules import ListName

__all__ = [
    "COUNTED",
    "asked",
    "canonical",
    "found_now",
    "how_many",
    "numbers_of",
    "of_viewer",
    "same",
    "title_of",
    "visible_to",
    "words_beside",
]

COUNTED = 20  # rows of the page for which their list is asked how much it shows


def visible_to(viewer: Any) -> Select[SavedSearch]:
    """One's own; not even staff see those of others."""
    return select(SavedSearch).where(SavedSearch.user_id == viewer.id if viewer.is_authenticated else false())


def of_viewer(viewer: Any) -> list[SavedSearch]:
    """The newest first."""
    return list(db.session.scalars(visible_to(viewer).order_by(SavedSearch.id.desc())))


def how_many(viewer: Any) -> int:
    return db.session.scalar(visible_to(viewer).with_only_columns(func.count(SavedSearch.id))) or 0


def same(viewer: Any, name: ListName, conditions: str) -> SavedSearch | None:
    """The row that keeps these conditions already."""
    found = visible_to(viewer).where(SavedSearch.list_name == name, SavedSearch.conditions == conditions)
    return db.session.scalars(found).one_or_none()


def numbers_of(rows: list[SavedSearch], viewer: Any) -> dict[int, int]:
    """How many things the newest ones find now. Each asks its list, so there is an end to it."""
    return {row.id: found_now(row.list_name, row.conditions, viewer) for row in rows[:COUNTED]}
