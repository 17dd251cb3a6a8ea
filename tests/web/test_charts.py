from decimal import Decimal

import pytest

from matchbox.web import charts


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "―"),
        (0, "0"),
        (1180, "1,180"),
        (12.5, "12.5"),
        (Decimal("33.30"), "33.3"),
        (-120, "-120"),
        (1234567, "1,234,567"),
        (2.0, "2"),
        (0.125, "0.12"),
    ],
)
def test_a_figure_is_written_as_people_write_it(value, text):
    assert charts.figure(value) == text


@pytest.mark.parametrize(
    ("low", "high", "marks"),
    [
        (0, 40, (0, 10, 20, 30, 40)),
        (0, 2, (0, 1, 2)),
        (0, 1, (0, 1)),
        (0, 7, (0, 2, 4, 6, 8)),
        (0, 0.5, (0, 0.1, 0.2, 0.3, 0.4, 0.5)),
        (0, 1500, (0, 500, 1000, 1500)),
        (-120, 100, (-150, -100, -50, 0, 50, 100)),
    ],
)
def test_the_marks_of_a_scale_are_round_and_enclose_all_values(low, high, marks):
    assert charts.ticks(low, high) == marks


@pytest.mark.parametrize("high", [3, 11, 23, 99, 1001, 84_321])
def test_counted_things_get_whole_marks(high):
    marks = charts.ticks(0, high)
    assert all(mark == int(mark) for mark in marks)
    assert marks[0] == 0 and marks[-1] >= high and len(marks) <= 8


def test_a_bar_ends_at_its_value_and_stands_on_the_base():
    drawing = charts.bars([("令和4年度", 10, None), ("令和5年度", 20, None)])
    small, large = drawing.bars
    assert small.top + small.height == pytest.approx(drawing.frame.base)
    assert large.height == pytest.approx(2 * small.height, abs=0.2)
    at_twenty = next(tick.at for tick in drawing.frame.ticks if tick.text == "20")
    assert large.top == at_twenty


def test_a_target_line_stands_where_a_bar_of_that_value_would_end():
    drawing = charts.bars([("令和4年度", 30, 20), ("令和5年度", 20, 30)])
    first, second = drawing.bars
    assert first.target_at == second.top
    assert second.target_at == first.top
    assert first.target_left < first.left < first.left + first.width < first.target_right


def test_a_year_without_a_figure_has_no_bar_but_keeps_its_place():
    drawing = charts.bars([("令和4年度", None, 20), ("令和5年度", 5, None)])
    empty, other = drawing.bars
    assert not empty.has_value and empty.height == 0 and empty.text == "―"
    assert empty.centre < other.centre
    assert drawing.has_target
    assert other.target_at is None and other.target_text == ""


def test_a_chart_without_targets_says_so():
    assert not charts.bars([("令和4年度", 3, None)]).has_target
    assert not charts.hbars([("川沿校下", 3, None)]).has_target


def test_the_figure_stands_in_a_tall_bar_and_above_a_low_one():
    tall, low = charts.bars([("令和4年度", 100, None), ("令和5年度", 2, None)]).bars
    assert tall.text_inside and tall.top < tall.text_at < tall.top + tall.height
    assert not low.text_inside and low.text_at < low.top


def test_the_running_year_is_marked_and_its_figure_stands_above():
    drawing = charts.bars([("令和7年度", 30, 28), ("令和8年度", 25, 40, True)])
    assert drawing.has_running
    assert [bar.running for bar in drawing.bars] == [False, True]
    assert not drawing.bars[1].text_inside


def test_a_loss_hangs_below_the_base():
    loss, gain = charts.bars([("令和4年度", -120, 0), ("令和5年度", 80, 50)]).bars
    assert loss.top == pytest.approx(gain.top + gain.height)
    assert loss.top < loss.text_at < loss.top + loss.height


def test_nothing_at_all_can_be_drawn():
    assert charts.bars([]).bars == ()
    assert charts.bars([("令和4年度", None, None)]).frame.ticks[-1].text == "1"
    assert charts.hbars([]).bars == ()
    drawing = charts.lines(["4月"], [], [])
    assert drawing.actual == () and drawing.target == ()
    assert drawing.rows == (("4月", "―", "―"),)


def test_a_line_ends_with_the_last_known_month():
    drawing = charts.lines(["4月", "5月", "6月"], [1, 3], [2, 4, 6])
    assert [point.text for point in drawing.actual] == ["1", "3"]
    assert len(drawing.target) == 3
    assert drawing.actual[1].x == drawing.target[1].x
    assert drawing.actual[0].y > drawing.actual[1].y
    assert drawing.rows[2] == ("6月", "―", "6")


def test_a_bullet_shows_value_target_and_what_is_expected_on_one_scale():
    drawing = charts.bullet(30, 40, expected=20)
    assert drawing.target_at is not None and drawing.expected_at is not None
    assert drawing.expected_at < drawing.bar_left + drawing.bar_width < drawing.target_at <= drawing.frame.right
    assert drawing.start_at is None


def test_a_bullet_marks_where_the_plan_began():
    drawing = charts.bullet(1180, 1500, start=400)
    assert drawing.start_at is not None
    assert drawing.bar_left < drawing.start_at < drawing.bar_left + drawing.bar_width


def test_a_bullet_without_a_value_is_an_empty_track():
    drawing = charts.bullet(None, 40)
    assert drawing.bar_width == 0 and drawing.target_at == drawing.frame.right


def test_a_value_beyond_its_target_stays_on_the_paper():
    drawing = charts.bullet(55, 40)
    assert drawing.bar_left + drawing.bar_width <= drawing.frame.right


def test_a_long_label_stands_in_two_lines_and_the_table_keeps_it_whole():
    name = "駅前・みなと地区まちづくり協議会の区域とその周辺"
    (bar,) = charts.hbars([(name, 4, 6)]).bars
    assert len(bar.lines) == 2 and all(len(line) <= 11 for line in bar.lines)
    assert bar.lines[1].endswith("…")
    assert bar.label == name


def test_rows_of_lying_bars_do_not_overlap_and_keep_their_order():
    drawing = charts.hbars([("川沿校下", 7, 5), ("中央校下", 6, 6), ("北原校下", 0, None)])
    assert [bar.label for bar in drawing.bars] == ["川沿校下", "中央校下", "北原校下"]
    tops = [bar.top for bar in drawing.bars]
    assert tops[1] - tops[0] == tops[2] - tops[1] == drawing.row_height
    assert drawing.bars[-1].top + drawing.row_height <= drawing.frame.base


def test_the_figure_of_a_lying_bar_stands_right_of_bar_and_target():
    behind, ahead = charts.hbars([("西町校下", 1, 5), ("川沿校下", 7, 5)]).bars
    assert behind.target_at is not None and behind.text_at > behind.target_at
    assert ahead.text_at > ahead.left + ahead.width


def test_losses_alone_are_drawn_below_zero():
    drawing = charts.bars([("令和4年度", -120, None)])
    assert [tick.text for tick in drawing.frame.ticks][-1] == "0"
    assert drawing.bars[0].top == drawing.frame.base


def test_the_marks_that_are_drawn_are_those_of_the_scale():
    assert [tick.text for tick in charts.bars([("令和4年度", 31, 40)]).frame.ticks] == ["0", "10", "20", "30", "40"]
    assert [tick.text for tick in charts.bullet(1180, 1500).frame.ticks] == ["0", "500", "1,000", "1,500"]


@pytest.mark.parametrize("values", [(-51, 51), (-120, 100), (0.3, 7), (1, 84_321)])
def test_marks_and_bars_share_one_scale(values):
    drawing = charts.bars([(str(value), value, None) for value in values])
    places = [tick.at for tick in drawing.frame.ticks]
    assert places == sorted(places, reverse=True)
    for bar in drawing.bars:
        assert places[-1] <= bar.top and bar.top + bar.height <= places[0]
