"""Where everything stands on a map of tiles: pure geometry, no colours and no markup; `components/district_map.html`
draws it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from math import ceil
from typing import Protocol

WIDTH, HEIGHT, GAP = 57, 63, 3  # of a tile, and between two
MARGIN = 2  # for the outline of the outermost tiles
LETTER = 18
EMS = 0.875 / LETTER  # drawn at this scale, letters are 14 px high where an em has 16
ROOM = 51  # for a line of letters; longer ones are pressed together
IN_A_LINE, LINES = 3, 2
STRIP = 20  # the bar with a word at the top of a marked tile
TINTS = 3  # besides that of zero


class Tile(Protocol):
    """A district with its column and row; `placed` says that it stands roughly where it lies."""

    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def x(self) -> int: ...
    @property
    def y(self) -> int: ...
    @property
    def placed(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a name; a long one is pressed into the room that there is."""

    text: str
    at: float
    is_pressed: bool


@dataclass(frozen=True, slots=True)
class District:
    """One tile: its corner, and where in it the letters stand."""

    id: int
    name: str
    count: int
    tint: int
    left: int
    top: int
    lines: tuple[Line, ...]
    count_at: float
    is_home: bool
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Tint:
    """What a tint stands for: counts from `low` to `high`; the strongest one has no end."""

    level: int
    low: int
    high: int | None


@dataclass(frozen=True, slots=True)
class DistrictMap:
    """The paper in its own units, its width in ems, the tiles on it, the tints that occur.

    It is geographic if any tile stands where its district lies; the rest stand where there was room.
    """

    width: int
    height: int
    ems: float
    districts: tuple[District, ...]
    tints: tuple[Tint, ...]
    is_geographic: bool
    has_rest: bool


def district_map(
    tiles: Iterable[Tile], counts: Mapping[int | None, int], home: int | None = None, chosen: Collection[int] = ()
) -> DistrictMap:
    """A square for each tile with its count; tiles without a count have none of it."""
    tiles, chosen = tuple(tiles), frozenset(chosen)
    bounds = thresholds(counts.get(tile.id, 0) for tile in tiles)
    corner = (min((tile.x for tile in tiles), default=0), min((tile.y for tile in tiles), default=0))
    districts = tuple(
        _district(tile, corner, counts.get(tile.id, 0), bounds, tile.id == home, tile.id in chosen) for tile in tiles
    )
    width = max((district.left for district in districts), default=0) + WIDTH + MARGIN
    height = max((district.top for district in districts), default=0) + HEIGHT + MARGIN
    return DistrictMap(
        width,
        height,
        round(width * EMS, 2),
        districts,
        tuple(tint for tint in _tints(bounds) if any(district.tint == tint.level for district in districts)),
        any(tile.placed for tile in tiles),
        not all(tile.placed for tile in tiles),
    )


def thresholds(counts: Iterable[int]) -> tuple[int, ...]:
    """The greatest counts of the tints but the last: thirds of the different counts above zero.

    Different ones, since most districts have the same small count, which would leave the other tints empty.
    """
    known = sorted({count for count in counts if count > 0})
    ends = (known[ceil(len(known) * part / TINTS) - 1] for part in range(1, TINTS) if known)
    return tuple(dict.fromkeys(ends))


def _tint(count: int, bounds: tuple[int, ...]) -> int:
    if count <= 0:
        return 0
    return next((level for level, end in enumerate(bounds, 1) if count <= end), TINTS)


def _tints(bounds: tuple[int, ...]) -> list[Tint]:
    ends = [0, *bounds]
    known = [Tint(level, ends[level - 1] + 1, end) for level, end in enumerate(bounds, 1)]
    return [Tint(0, 0, 0), *known, Tint(TINTS, ends[-1] + 1, None)]


def _district(
    tile: Tile, corner: tuple[int, int], count: int, bounds: tuple[int, ...], is_home: bool, is_chosen: bool
) -> District:
    lines, count_at = _letters(tile.name, is_home or is_chosen)
    return District(
        tile.id,
        tile.name,
        count,
        _tint(count, bounds),
        MARGIN + (WIDTH + GAP) * (tile.x - corner[0]),
        MARGIN + (HEIGHT + GAP) * (tile.y - corner[1]),
        lines,
        count_at,
        is_home,
        is_chosen,
    )


def _letters(name: str, is_marked: bool) -> tuple[tuple[Line, ...], float]:
    """The lines of a name and the height of the count below; a marked tile has room for one line under its word."""
    longest = IN_A_LINE * LINES
    shown = name if len(name) <= longest else name[: longest - 1] + "…"
    if is_marked:
        return (_line(shown, STRIP + 17),), HEIGHT - 7
    if len(shown) <= IN_A_LINE:
        return (_line(shown, 28),), HEIGHT - 13
    half = ceil(len(shown) / LINES)
    return (_line(shown[:half], 19), _line(shown[half:], 37)), HEIGHT - 7


def _line(text: str, at: float) -> Line:
    return Line(text, at, len(text) * LETTER > ROOM)
