"""Where everything stands in a chart: pure geometry, no colours and no markup; `components/chart.html` draws it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor, isclose, log10

Number = int | float


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of a scale: where it stands and what is written beside it."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight line from values to places on the paper."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: Number) -> float:
        share = (value - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start), 1)


@dataclass(frozen=True, slots=True)
class Bar:
    """One year (or place): its bar, and the line of its target."""

    label: str
    text: str
    target_text: str
    centre: float
    left: float
    width: float
    top: float
    height: float
    text_at: float
    text_inside: bool
    has_value: bool
    target_at: float | None
    target_left: float
    target_right: float
    running: bool


@dataclass(frozen=True, slots=True)
class Bars:
    """Upright bars by year with target lines."""

    width: int
    height: int
    left: float
    right: float
    base: float
    ticks: tuple[Tick, ...]
    bars: tuple[Bar, ...]
    has_target: bool
    has_running: bool


@dataclass(frozen=True, slots=True)
class Point:
    """One value on a line."""

    label: str
    text: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Lines:
    """Values that grow over a year, and the way the target foresees."""

    width: int
    height: int
    left: float
    right: float
    base: float
    ticks: tuple[Tick, ...]
    labels: tuple[Tick, ...]
    rows: tuple[tuple[str, str, str], ...]
    actual: tuple[Point, ...]
    actual_path: str
    target: tuple[Point, ...]
    target_path: str


@dataclass(frozen=True, slots=True)
class Bullet:
    """One value against its target, small enough for a card."""

    width: int
    height: int
    left: float
    right: float
    bar_left: float
    bar_width: float
    target_at: float | None
    expected_at: float | None
    start_at: float | None
    ticks: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class HBar:
    """One row of lying bars; a long label stands in two lines."""

    label: str
    lines: tuple[str, ...]
    text: str
    target_text: str
    top: float
    left: float
    width: float
    target_at: float | None
    text_at: float


@dataclass(frozen=True, slots=True)
class HBars:
    """Lying bars, one per district, field or policy."""

    width: int
    height: int
    left: float
    row_height: int
    base: float
    ticks: tuple[Tick, ...]
    bars: tuple[HBar, ...]
    has_target: bool


def figure(value: Number | None) -> str:
    """A number as people write it: 1,180 and 12.5; nothing is ―."""
    if value is None:
        return "―"
    if isclose(value, round(value), abs_tol=1e-9):
        return f"{round(value):,}"
    return f"{value:,.2f}".rstrip("0")


def ticks(low: Number, high: Number, about: int = 5) -> tuple[float, ...]:
    """Round numbers that enclose low and high; whole ones, as half a match cannot be counted."""
    span = (high - low) or 1
    raw = span / about
    power = 10 ** floor(log10(raw))
    step = next(size * power for size in (1, 2, 2.5, 5, 10) if size * power >= raw * (1 - 1e-9))
    if span >= 1:
        step = max(1.0, float(ceil(step)))
    first, last = floor(low / step), max(ceil(high / step), floor(low / step) + 1)
    return tuple(round(number * step, 6) for number in range(first, last + 1))


def bars(rows: Iterable[Sequence[object]], width: int = 720, height: int = 340) -> Bars:
    """Rows are (label, value or None, target or None) and, for the running year, a fourth True."""
    given = [_row(row) for row in rows]
    left, right, top, base = 64.0, width - 12.0, 30.0, height - 46.0
    marks = _marks([number for _, value, target, _ in given for number in (value, target)])
    y = Scale(marks[0], marks[-1], base, top)
    band = (right - left) / max(len(given), 1)
    return Bars(
        width,
        height,
        left,
        right,
        y(max(0.0, marks[0])),
        _ticks(marks, y),
        tuple(_bar(row, y, left + band * (place + 0.5), band, base) for place, row in enumerate(given)),
        any(target is not None for _, _, target, _ in given),
        any(running for *_, running in given),
    )


def lines(
    labels: Sequence[str],
    actual: Sequence[Number | None],
    target: Sequence[Number | None],
    width: int = 720,
    height: int = 340,
) -> Lines:
    """A line for what was reached so far and one for the way to the target; the former may end earlier."""
    left, right, top, base = 64.0, width - 104.0, 30.0, height - 46.0
    marks = _marks([*actual, *target])
    y = Scale(marks[0], marks[-1], base, top)
    x = Scale(0, max(len(labels) - 1, 1), left, right)
    reached, way = _points(labels, actual, x, y), _points(labels, target, x, y)
    rows = tuple((label, figure(_nth(actual, n)), figure(_nth(target, n))) for n, label in enumerate(labels))
    return Lines(
        width,
        height,
        left,
        right,
        y(max(0.0, marks[0])),
        _ticks(marks, y),
        tuple(Tick(x(place), label) for place, label in enumerate(labels)),
        rows,
        reached,
        _path(reached),
        way,
        _path(way),
    )


def bullet(
    actual: Number | None, target: Number | None, start: Number = 0, expected: Number | None = None, width: int = 240
) -> Bullet:
    """The bar runs from 0 to the value; `start` (if not 0) and `expected` are small marks, the target a strong one."""
    marks = _marks([actual, target, start, expected], about=3)
    left, right = 4.0, width - 26.0
    x = Scale(marks[0], marks[-1], left, right)
    zero, reach = x(max(0.0, marks[0])), x(actual if actual is not None else max(0.0, marks[0]))
    return Bullet(
        width,
        58,
        left,
        right,
        min(zero, reach),
        round(abs(reach - zero), 1),
        None if target is None else x(target),
        None if expected is None else x(expected),
        x(start) if start else None,
        _ticks(marks, x),
    )


def hbars(
    rows: Iterable[tuple[str, Number | None, Number | None]], width: int = 720, left: int = 190, row_height: int = 44
) -> HBars:
    """One row per (label, value or None, target or None), in the order given."""
    given = list(rows)
    marks = _marks([number for _, value, target in given for number in (value, target)])
    right, base = width - 92.0, 8.0 + row_height * len(given)
    x = Scale(marks[0], marks[-1], float(left), right)
    drawn = tuple(_hbar(*row, x, 8 + place * row_height) for place, row in enumerate(given))
    return HBars(
        width,
        int(base) + 34,
        x(max(0.0, marks[0])),
        row_height,
        base,
        _ticks(marks, x),
        drawn,
        any(target is not None for _, _, target in given),
    )


def _row(row: Sequence[object]) -> tuple[str, Number | None, Number | None, bool]:
    label, value, target, *more = row
    return str(label), _number(value), _number(target), bool(more and more[0])


def _number(value: object) -> Number | None:
    """Counts and Decimals alike."""
    return None if value is None else float(str(value))


def _nth(values: Sequence[Number | None], place: int) -> Number | None:
    return values[place] if place < len(values) else None


def _marks(numbers: Sequence[Number | None], about: int = 5) -> tuple[float, ...]:
    known = [float(number) for number in numbers if number is not None]
    return ticks(min([0.0, *known]), max([0.0, *known]) or 1.0, about)


def _ticks(marks: Sequence[float], scale: Scale) -> tuple[Tick, ...]:
    return tuple(Tick(scale(mark), figure(mark)) for mark in marks)


def _bar(row: tuple[str, Number | None, Number | None, bool], y: Scale, centre: float, band: float, base: float) -> Bar:
    label, value, target, running = row
    width = min(64.0, band * 0.52)
    zero = y(max(0.0, y.low))
    reach = zero if value is None else y(value)
    top, height = min(zero, reach), round(abs(reach - zero), 1)
    inside = height >= 30 and not running
    downward = reach > zero
    text_at = (zero + 20 if inside else reach + 18) if downward else (zero - 10 if inside else reach - 8)
    return Bar(
        label,
        figure(value),
        figure(target) if target is not None else "",
        round(centre, 1),
        round(centre - width / 2, 1),
        round(width, 1),
        top,
        height,
        text_at,
        inside,
        value is not None,
        None if target is None else y(target),
        round(centre - width * 0.72, 1),
        round(centre + width * 0.72, 1),
        running,
    )


def _hbar(label: str, value: Number | None, target: Number | None, x: Scale, top: float) -> HBar:
    zero = x(max(0.0, x.low))
    reach = zero if value is None else x(value)
    target_at = None if target is None else x(target)
    text_at = max(zero, reach, target_at or 0.0) + 10
    return HBar(
        label,
        _wrapped(label),
        figure(value),
        "" if target is None else figure(target),
        top,
        min(zero, reach),
        round(abs(reach - zero), 1),
        target_at,
        round(text_at, 1),
    )


def _wrapped(label: str, longest: int = 11) -> tuple[str, ...]:
    if len(label) <= longest:
        return (label,)
    rest = label[longest:]
    return (label[:longest], rest if len(rest) <= longest else rest[: longest - 1] + "…")


def _points(labels: Sequence[str], values: Sequence[Number | None], x: Scale, y: Scale) -> tuple[Point, ...]:
    return tuple(
        Point(labels[place], figure(value), x(place), y(value))
        for place, value in enumerate(values[: len(labels)])
        if value is not None
    )


def _path(points: Sequence[Point]) -> str:
    if not points:
        return ""
    first = f"M{points[0].x:g},{points[0].y:g}"
    return first + "".join(f" L{point.x:g},{point.y:g}" for _, point in pairwise(points))
