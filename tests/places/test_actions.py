import pytest
from sqlalchemy import func, select

from matchbox.admin import actions as office
from matchbox.core.database import db
from matchbox.core.errors import Forbidden
from matchbox.core.permissions import SYSTEM
from matchbox.places import actions
from matchbox.places.models import Area
from matchbox.web.transactions import writing
from tests.given.people import a_coordinator
from tests.given.words import a_district

SYSTEM_OF_SCHOOLS = {"code": "schools", "name": "小学校区"}


def load(*areas):
    with writing():
        return actions.load_areas(SYSTEM, None, system=SYSTEM_OF_SCHOOLS, areas=list(areas))


def the_area(code):
    return db.session.scalars(select(Area).where(Area.code == code)).one()


def test_areas_come_with_their_tiles_or_without(changing):
    assert load({"code": "s1", "name": "中央", "tile": [2, 0]}, {"code": "s2", "name": "東"}) == 2
    assert (the_area("s1").tile, the_area("s2").tile) == ((2, 0), None)
    assert [the_area(code).position for code in ("s1", "s2")] == [1, 2]


def test_an_area_that_is_there_gets_the_tile_it_lacks_and_stays_as_it_is(changing):
    load({"code": "s1", "name": "中央"})
    assert load({"code": "s1", "name": "別の名前", "tile": [0, 4]}) == 0
    assert (the_area("s1").name, the_area("s1").tile) == ("中央", (0, 4))


def test_a_tile_that_is_there_is_not_moved(changing):
    load({"code": "s1", "name": "中央", "tile": [2, 0]})
    load({"code": "s1", "name": "中央", "tile": [5, 5]})
    load({"code": "s1", "name": "中央"})
    assert the_area("s1").tile == (2, 0)


def test_an_installation_that_is_older_than_the_map_gets_it(changing):
    with writing():
        for area in db.session.scalars(select(Area)):
            area.tile_x = area.tile_y = None
    count = db.session.scalar(select(func.count(Area.id)))
    with writing():
        office.load_starting_data(SYSTEM, None)
    assert db.session.scalar(select(func.count(Area.id))) == count
    assert db.session.scalar(select(func.count(Area.tile_x))) == count
    assert a_district("泉野").tile is not None


def test_a_coordinator_does_not_bring_in_areas(app):
    with pytest.raises(Forbidden):
        actions.load_areas(a_coordinator(), None, system=SYSTEM_OF_SCHOOLS, areas=[])
