"""Districts are starting data, which stays from test to test; what a test changes of it is changed back."""

import pytest
from sqlalchemy import delete, select

from matchbox.core.database import db
from matchbox.places.models import Area, AreaSystem
from matchbox.web.transactions import writing


@pytest.fixture
def changing(app):
    before = {area.id: (area.tile_x, area.tile_y, area.retired) for area in db.session.scalars(select(Area))}
    systems = list(db.session.scalars(select(AreaSystem.id)))
    yield
    with writing():
        db.session.execute(delete(Area).where(Area.id.not_in(before)))
        db.session.execute(delete(AreaSystem).where(AreaSystem.id.not_in(systems)))
        for area in db.session.scalars(select(Area)):
            area.tile_x, area.tile_y, area.retired = before[area.id]
