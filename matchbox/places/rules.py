"""Where does a district stand on the drawn map, and how far is it from another?"""

from collections.abc import Iterable
from itertools import count

Square = tuple[int, int]

COLUMNS = 7  # of a list without a map: as many tiles as fit beside each other on a phone


def steps(one: Square, other: Square) -> int:
    """How many tiles one has to go; all eight around a tile are one step away."""
    return max(abs(one[0] - other[0]), abs(one[1] - other[1]))


def laid_out(wished: Iterable[Square | None]) -> list[Square]:
    """A square for each, in the order given: the wished one, unless it is taken; the others stand in rows below."""
    taken: set[Square] = set()
    kept: list[Square | None] = []
    for square in wished:
        kept.append(None if square in taken else square)
        taken.update([square] if square else [])
    first = max((row for _, row in taken), default=-1) + 1
    width = max(COLUMNS, max((column for column, _ in taken), default=0) + 1)
    free = ((number % width, first + number // width) for number in count())
    return [square or next(free) for square in kept]
