"""Bringing in areas."""

from typing import Any

from sqlalchemy import select

from matchbox.core.database import db
from matchbox.core.permissions import Actor, requires
from matchbox.places import policy
from matchbox.places.models import Area, AreaSystem


@requires(policy.KEEP)
def load_areas(actor: Actor, subject: None, *, system: dict[str, str], areas: list[dict[str, Any]]) -> int:
    """Add a system and those of its areas that are not there yet; answers how many came.

    Areas that are there stay as they are, but get a tile if they have none.
    """
    known = db.session.scalars(select(AreaSystem).where(AreaSystem.code == system["code"])).one_or_none()
    if known is None:
        known = AreaSystem(**system)
        db.session.add(known)
        db.session.flush()  # its areas point at its id
    there = {area.code: area for area in db.session.scalars(select(Area).where(Area.system_id == known.id))}
    came = 0
    for position, told in enumerate(areas, 1):
        area = there.get(told["code"])
        if area is None:
            area = Area(system_id=known.id, position=position, **_without_tile(told))
            db.session.add(area)
            came += 1
        if area.tile is None:
            area.tile_x, area.tile_y = told.get("tile", (None, None))
    return came


def _without_tile(told: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if name != "tile"}
