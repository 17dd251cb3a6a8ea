import pytest

from matchbox.places.rules import COLUMNS, laid_out, steps


@pytest.mark.parametrize(
    ("one", "other", "far"),
    [((3, 8), (3, 8), 0), ((3, 8), (4, 8), 1), ((3, 8), (2, 7), 1), ((3, 8), (5, 7), 2), ((0, 3), (6, 11), 8)],
)
def test_steps_go_to_all_eight_sides_and_are_the_same_both_ways(one, other, far):
    assert steps(one, other) == steps(other, one) == far


def test_everybody_gets_the_wished_square():
    assert laid_out([(3, 0), (0, 2), (3, 1)]) == [(3, 0), (0, 2), (3, 1)]


def test_without_wishes_they_stand_in_rows():
    assert laid_out([None] * 9) == [*((column, 0) for column in range(COLUMNS)), (0, 1), (1, 1)]


def test_those_without_a_wish_stand_below_the_others():
    assert laid_out([None, (2, 0), None, (1, 3)]) == [(0, 4), (2, 0), (1, 4), (1, 3)]


def test_a_square_is_given_to_one_only():
    squares = laid_out([(1, 1), (1, 1), None, (1, 1)])
    assert squares[0] == (1, 1) and len(set(squares)) == 4


def test_rows_are_as_wide_as_the_map():
    assert laid_out([(9, 0), *[None] * 11])[1:] == [*((column, 1) for column in range(10)), (0, 2)]


def test_nobody_needs_no_square():
    assert laid_out([]) == []
