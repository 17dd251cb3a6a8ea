"""The districts that a form offers."""

from typing import NamedTuple

from sqlalchemy import select

from matchbox.core.database import db
from matchbox.places.models import Area


class Choice(NamedTuple):
    """One line of a select: id and words."""

    id: int
    label: str


def choices() -> list[Choice]:
    rows = db.session.execute(select(Area.id, Area.name).where(Area.retired.is_(False)).order_by(Area.position))
    return [Choice(*row) for row in rows]
