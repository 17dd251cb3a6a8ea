import pytest

from matchbox.core.database import db
from matchbox.core.permissions import Visitor
from matchbox.places import queries
from matchbox.places.models import Area, AreaSystem
from matchbox.web.transactions import writing
from tests.given.issues import selects
from tests.given.rows import saved
from tests.given.words import a_district


def an_area_of_schools(**told):
    system = saved(AreaSystem(code="schools", name="小学校区"))
    return saved(Area(system_id=system.id, code="s1", name="中央", position=999, **told))


def tiles():
    return {tile.name: tile for tile in queries.map_tiles()}


def test_every_district_in_use_stands_on_the_map_on_a_square_of_its_own(app):
    placed = queries.map_tiles()
    assert [tile.id for tile in placed] == [choice.id for choice in queries.choices()]
    assert len({(tile.x, tile.y) for tile in placed}) == len(placed) == 71
    assert all(tile.placed for tile in placed)


@pytest.mark.parametrize(
    ("west", "east"), [("金石町", "鞍月"), ("大徳", "森山"), ("安原", "長町"), ("野町", "小立野"), ("額", "湯涌")]
)
def test_the_map_has_west_at_the_left(app, west, east):
    assert tiles()[west].x < tiles()[east].x


@pytest.mark.parametrize(
    ("north", "south"), [("粟崎", "浅野川"), ("花園", "森本"), ("森本", "材木"), ("長町", "泉野"), ("泉野", "内川")]
)
def test_the_map_has_north_at_the_top(app, north, south):
    assert tiles()[north].y < tiles()[south].y


def test_a_district_without_a_tile_stands_below_the_map(changing):
    lowest = max(tile.y for tile in queries.map_tiles())
    an_area_of_schools()
    tile = tiles()["中央"]
    assert (tile.x, tile.y, tile.placed) == (0, lowest + 1, False)


def test_a_tile_that_another_system_has_taken_is_not_drawn_over(changing):
    izumino = a_district("泉野")
    an_area_of_schools(tile_x=izumino.tile_x, tile_y=izumino.tile_y)
    placed = tiles()
    assert placed["泉野"].placed and not placed["中央"].placed


def test_the_map_follows_a_change_at_once(changing):
    assert "泉野" in tiles()
    with writing():
        a_district("泉野").retired = True
    assert "泉野" not in tiles()


def test_a_map_that_has_not_changed_is_not_read_again(app):
    queries.map_tiles()
    with selects() as statements:
        queries.map_tiles()
    assert not [statement for statement in statements if "areas" in statement]


def test_everybody_sees_the_districts_in_use(changing):
    with writing():
        a_district("泉野").retired = True
    seen = db.session.scalars(queries.visible_to(Visitor())).all()
    assert len(seen) == 70 and "泉野" not in {area.name for area in seen}


def test_names_are_known_also_of_districts_no_longer_in_use(changing):
    izumino, nomachi = a_district("泉野"), a_district("野町")
    with writing():
        izumino.retired = True
    assert queries.named([izumino.id, nomachi.id, 10**6]) == {izumino.id: "泉野", nomachi.id: "野町"}
    assert queries.named([]) == {}


def test_nearness_counts_the_steps_from_home(app):
    near = queries.nearness(a_district("泉野").id)
    assert near[a_district("泉野").id] == 0
    assert near[a_district("野町").id] == near[a_district("十一屋").id] == near[a_district("富樫").id] == 1
    assert 1 < near[a_district("材木").id] < near[a_district("森本").id] < near[a_district("粟崎").id] < queries.FAR
    assert len(near) == 71


def test_what_no_map_joins_is_far(changing):
    school = an_area_of_schools(tile_x=3, tile_y=8)
    izumino, nomachi = a_district("泉野"), a_district("野町")
    with writing():
        nomachi.tile_x = nomachi.tile_y = None
    near = queries.nearness(izumino.id)
    assert near[school.id] == near[nomachi.id] == queries.FAR
    from_nomachi = queries.nearness(nomachi.id)
    assert from_nomachi.pop(nomachi.id) == 0 and set(from_nomachi.values()) == {queries.FAR}


def test_a_district_no_longer_in_use_is_as_near_as_before(changing):
    with writing():
        a_district("野町").retired = True
    assert queries.nearness(a_district("泉野").id)[a_district("野町").id] == 1


def test_nothing_is_near_to_a_district_that_does_not_exist(app):
    assert queries.nearness(10**6) == {}


def test_nearness_is_one_question(app):
    home = a_district("泉野").id
    with selects() as statements:
        queries.nearness(home)
    assert len(statements) == 1
