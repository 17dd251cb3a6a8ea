"""Bringing in areas."""

from typing import Any

from sqlalchemy import select

from matchbox.core.database import db
from matchbox.core.permissions import Actor, requires
from matchbox.places import policy
from matchbox.places.models import Area, AreaSystem


@requires(policy.KEEP)
def load_areas(actor: Actor, subject: None, *, system: dict[str, str], areas: list[dict[str, Any]]) -> int:
    """Add a system and those of its areas that are not there yet; answers how many came."""
    known = db.session.scalars(select(AreaSystem).where(AreaSystem.code == system["code"])).one_or_none()
    if known is None:
        known = AreaSystem(**system)
        db.session.add(known)
        db.session.flush()  # its areas point at its id
    there = set(db.session.scalars(select(Area.code).where(Area.system_id == known.id)))
    new = [
        Area(system_id=known.id, position=position, **area)
        for position, area in enumerate(areas, 1)
        if area["code"] not in there
    ]
    db.session.add_all(new)
    return len(new)
