from dataclasses import dataclass

import pytest
from bs4 import BeautifulSoup

from matchbox.web import maps

CAPTION = "校下・地区ごとの課題の数"


@dataclass
class Tile:
    id: int
    name: str = "泉野"
    x: int = 0
    y: int = 0
    placed: bool = True


def row(*names, **told):
    return [Tile(number, name, number - 1, 0, **told) for number, name in enumerate(names, 1)]


def tints_of(*counts):
    tiles = row(*["泉野"] * len(counts))
    drawing = maps.district_map(tiles, dict(enumerate(counts, 1)))
    return [district.tint for district in drawing.districts], [(t.level, t.low, t.high) for t in drawing.tints]


@pytest.mark.parametrize(
    ("counts", "bounds"),
    [
        ([], ()),
        ([0, 0], ()),
        ([4, 4, 0], (4,)),
        ([1, 2], (1, 2)),
        ([1, 2, 3], (1, 2)),
        ([1] * 40 + [2, 3, 4, 30], (2, 4)),
        (range(1, 31), (10, 20)),
    ],
)
def test_thresholds_are_thirds_of_the_different_counts(counts, bounds):
    assert maps.thresholds(counts) == bounds


def test_tints_grow_with_the_counts_and_the_legend_leaves_no_number_out():
    assert tints_of(0, 1, 2, 4, 9, 30) == ([0, 1, 1, 2, 2, 3], [(0, 0, 0), (1, 1, 2), (2, 3, 9), (3, 10, None)])


def test_only_tints_that_occur_stand_in_the_legend():
    assert tints_of(0, 0) == ([0, 0], [(0, 0, 0)])
    assert tints_of(5, 5) == ([1, 1], [(1, 1, 5)])
    assert tints_of(0, 1, 2) == ([0, 1, 2], [(0, 0, 0), (1, 1, 1), (2, 2, 2)])


def test_tiles_neither_touch_nor_leave_the_paper():
    tiles = [Tile(1, x=3, y=-2), Tile(2, x=4, y=-2), Tile(3, x=3, y=-1)]
    drawing = maps.district_map(tiles, {})
    first, right, below = drawing.districts
    assert (first.left, first.top) == (maps.MARGIN, maps.MARGIN)
    assert right.left - first.left > maps.WIDTH and right.top == first.top
    assert below.top - first.top > maps.HEIGHT and below.left == first.left
    assert drawing.width == right.left + maps.WIDTH + maps.MARGIN
    assert drawing.height == below.top + maps.HEIGHT + maps.MARGIN


def test_letters_are_never_smaller_than_14_px():
    drawing = maps.district_map(row(*["泉野"] * 7), {})
    assert maps.LETTER * drawing.ems * 16 / drawing.width == pytest.approx(14, abs=0.01)
    assert drawing.ems * 16 <= 328  # what a window of 360 px leaves


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("西", ["西"]),
        ("金石町", ["金石町"]),
        ("南小立野", ["南小", "立野"]),
        ("南小立野町", ["南小立", "野町"]),
        ("南小立野東町", ["南小立", "野東町"]),
        ("南小立野東町北", ["南小立", "野東…"]),
    ],
)
def test_long_names_stand_in_two_lines(name, lines):
    district = maps.district_map([Tile(1, name)], {}).districts[0]
    assert [line.text for line in district.lines] == lines
    heights = [0, *(line.at for line in district.lines), district.count_at, maps.HEIGHT + maps.LETTER]
    assert all(below - above >= maps.LETTER - 1 for above, below in zip(heights, heights[1:], strict=False))
    assert district.name == name


def test_under_its_word_a_marked_tile_has_its_name_in_one_line():
    tiles = row("南小立野", "泉野")
    home, chosen = maps.district_map(tiles, {}, home=1, chosen=[2]).districts
    assert [(line.text, line.is_pressed) for line in home.lines] == [("南小立野", True)]
    assert [(line.text, line.is_pressed) for line in chosen.lines] == [("泉野", False)]
    assert (home.is_home, home.is_chosen, chosen.is_home, chosen.is_chosen) == (True, False, False, True)
    assert home.lines[0].at - maps.STRIP >= maps.LETTER - 2


def test_a_map_without_tiles_is_empty():
    drawing = maps.district_map([], {})
    assert (drawing.districts, drawing.tints, drawing.is_geographic) == ((), (), False)


# The markup.


def drawn(app, tiles, counts, url=lambda area: f"/issues?area={area or 0}", **more):
    with app.test_request_context():
        macro = app.jinja_env.get_template("components/district_map.html").module.district_map
        return BeautifulSoup(macro(tiles, counts, url, CAPTION, "件", **more), "html.parser")


def test_every_tile_is_a_link_with_name_and_count(app):
    html = drawn(app, row("泉野", "南小立野"), {1: 12, 2: 1234})
    tiles = html.select("svg a.tile")
    assert [(tile["href"], tile["aria-label"]) for tile in tiles] == [
        ("/issues?area=1", "泉野校下 12件"),
        ("/issues?area=2", "南小立野校下 1,234件"),
    ]
    assert [[text.string for text in tile.select("text")] for tile in tiles] == [
        ["泉野", "12"],
        ["南小", "立野", "1,234"],
    ]


def test_home_and_chosen_are_said_in_words_to_everybody(app):
    html = drawn(app, row("泉野", "野町", "弥生", "富樫"), {}, home=1, chosen=(1, 2))
    assert [tile["aria-label"] for tile in html.select("a.tile")] == [
        "泉野校下 0件（地元）（選択中）",
        "野町校下 0件（選択中）",
        "弥生校下 0件",
        "富樫校下 0件",
    ]
    assert [word.string for word in html.select(".tile__word")] == ["地元✓", "✓選択"]
    assert len(html.select(".tile__outline")) == 2
    assert "自分の校下・地区" in html.select_one(".legend").get_text()


def test_the_legend_says_the_tints_in_words(app):
    html = drawn(app, row(*["泉野"] * 5), {1: 0, 2: 1, 3: 2, 4: 5, 5: 9})
    assert [item.get_text(strip=True) for item in html.select(".legend li")] == ["0件", "1〜2件", "3〜5件", "6件以上"]


def test_the_same_stands_in_a_table(app):
    html = drawn(app, row("泉野", "野町"), {1: 12, None: 3}, home=1)
    assert [line.get_text(" ", strip=True) for line in html.select("tbody tr")] == [
        "泉野 （地元） 12",
        "野町 0",
        "わからない 3",
    ]
    assert [link["href"] for link in html.select("tbody a")] == ["/issues?area=1", "/issues?area=2", "/issues?area=0"]


def test_what_has_no_district_is_told_below_with_a_link_if_there_is_a_page(app):
    sentence = "校下・地区がわからないもの：3件"
    linked = drawn(app, row("泉野"), {None: 3})
    assert sentence in linked.get_text() and linked.select_one("p a")["href"] == "/issues?area=0"
    plain = drawn(app, row("泉野"), {None: 3}, url=lambda area: f"/areas/{area}" if area else "")
    assert sentence in plain.get_text() and not plain.select("p a")
    assert "わからない" not in drawn(app, row("泉野"), {1: 3}).get_text()


def test_the_map_does_not_claim_more_than_it_knows(app):
    roughly, rest, rows = "実際の位置をおおまかに表しています", "下の段に並べています", "ならびは一覧の順です"
    for tiles, said in (
        (row("泉野"), {roughly}),
        ([*row("泉野"), Tile(2, "中央", y=1, placed=False)], {roughly, rest}),
        (row("泉野", placed=False), {rows}),
    ):
        text = drawn(app, tiles, {}).get_text()
        assert {sentence for sentence in (roughly, rest, rows) if sentence in text} == said


def test_two_maps_on_a_page_have_ids_of_their_own(app):
    ids = [element["id"] for name in ("a", "b") for element in drawn(app, row("泉野"), {}, id=name).select("[id]")]
    assert len(ids) == len(set(ids)) == 2


def test_the_keyboard_can_pass_the_map(app):
    html = drawn(app, row("泉野"), {})
    past = html.select_one("a")
    assert past.string == "地図をとばす" and html.select_one(past["href"])
    assert not html.select_one(past["href"]).select("a.tile")


def test_names_are_text(app):
    html = drawn(app, row('<b>"泉野'), {})
    assert html.select_one("a.tile")["aria-label"] == '<b>"泉野校下 0件' and not html.select("th b")
