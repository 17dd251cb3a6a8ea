"""The districts: as choices of a form, as tiles of a map, by how near they are."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import Select, select

from matchbox.core.database import db
from matchbox.core.remembering import remembered
from matchbox.places.models import Area
from matchbox.places.rules import laid_out, steps

FAR = 1_000  # steps to districts that no map joins with one's own


class Choice(NamedTuple):
    """One line of a select: id and words."""

    id: int
    label: str


class Tile(NamedTuple):
    """A district on the drawn map, in columns from the west and rows from the north.

    `placed` says that it stands roughly where it lies; otherwise it merely found room.
    """

    id: int
    name: str
    x: int
    y: int
    placed: bool


def visible_to(viewer: Any) -> Select[Area]:
    """Districts are public, as long as they are in use."""
    return select(Area).where(Area.retired.is_(False))


def choices() -> list[Choice]:
    rows = db.session.execute(select(Area.id, Area.name).where(Area.retired.is_(False)).order_by(Area.position))
    return [Choice(*row) for row in rows]


def map_tiles() -> tuple[Tile, ...]:
    """Every district in use, each on a square of its own, in the order of the list."""
    return remembered(("places", "tiles"), _map_tiles)


def named(ids: Iterable[int]) -> dict[int, str]:
    """The names of these districts, also of those no longer in use."""
    rows = db.session.execute(select(Area.id, Area.name).where(Area.id.in_(list(ids))))
    return {id_: name for id_, name in rows}


def nearness(home_id: int) -> dict[int, int]:
    """Steps from this district to each: 0 for itself, 1 for its neighbours, FAR where none can be told.

    Empty if there is no such district. Districts no longer in use are among them: what happened there is still near.
    """
    areas = db.session.scalars(select(Area)).all()
    home = next((area for area in areas if area.id == home_id), None)
    return {area.id: _steps(home, area) for area in areas} if home else {}


def _steps(home: Area, area: Area) -> int:
    if area.id == home.id:
        return 0
    if home.tile is None or area.tile is None or area.system_id != home.system_id:
        return FAR
    return steps(home.tile, area.tile)


def _map_tiles() -> tuple[Tile, ...]:
    areas = db.session.scalars(visible_to(None).order_by(Area.position, Area.id)).all()
    squares = laid_out(area.tile for area in areas)
    pairs = zip(areas, squares, strict=True)
    return tuple(Tile(area.id, area.name, *square, square == area.tile) for area, square in pairs)
