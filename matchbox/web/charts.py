"""Where everything stands in a chart: pure geometry, no colours and no markup; `components/chart.html` draws it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from math import ceil, floor, isclose, log10

Number = int | float
Row = tuple[str, Number | None, Number | None, bool]


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight line from values to places on the paper."""

    low: float
    high: float
    start: float
    end: float
    marks: tuple[float, ...] = ()

    def __call__(self, value: Number) -> float:
        share = (value - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start), 1)

    @property
    def zero(self) -> float:
        return self(max(0.0, self.low))


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of a scale: where it stands and what is written beside it."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Frame:
    """The paper: its size, the room for the drawing, the line on which it stands, the marks of its scale."""

    width: int
    height: int
    left: float
    right: float
    base: float
    ticks: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One year: its bar, and the line of its target."""

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

    frame: Frame
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
    """Values that grow over a year, and the way the target foresees; `rows` are the same as texts."""

    frame: Frame
    labels: tuple[Tick, ...]
    actual: tuple[Point, ...]
    target: tuple[Point, ...]
    rows: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Bullet:
    """One value against its target, small enough for a card."""

    frame: Frame
    bar_left: float
    bar_width: float
    target_at: float | None
    expected_at: float | None
    start_at: float | None


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

    frame: Frame
    row_height: int
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
        step = float(ceil(step))
    first = floor(low / step)
    last = max(ceil(high / step), first + 1)
    return tuple(round(number * step, 6) for number in range(first, last + 1))


def bars(rows: Iterable[Sequence[object]], width: int = 720, height: int = 340) -> Bars:
    """Rows are (label, value or None, target or None) and, for the running year, a fourth True."""
    given = [_row(row) for row in rows]
    left, right, base = 64.0, width - 12.0, height - 46.0
    y = _scale([number for row in given for number in row[1:3]], base, 30.0)
    band = (right - left) / max(len(given), 1)
    drawn = tuple(_bar(row, y, left + band * (place + 0.5), band) for place, row in enumerate(given))
    frame = Frame(width, height, left, right, y.zero, _marks(y))
    return Bars(frame, drawn, any(row[2] is not None for row in given), any(row[3] for row in given))


def lines(
    labels: Sequence[str],
    actual: Sequence[Number | None],
    target: Sequence[Number | None],
    width: int = 720,
    height: int = 340,
) -> Lines:
    """A line for what was reached so far and one for the way to the target; the former may end earlier."""
    left, right = 64.0, width - 104.0
    y = _scale([*actual, *target], height - 46.0, 30.0)
    x = Scale(0, max(len(labels) - 1, 1), left, right)
    rows = zip_longest(labels, actual[: len(labels)], target[: len(labels)])
    return Lines(
        Frame(width, height, left, right, y.zero, _marks(y)),
        tuple(Tick(x(place), label) for place, label in enumerate(labels)),
        _points(labels, actual, x, y),
        _points(labels, target, x, y),
        tuple((label, figure(reached), figure(foreseen)) for label, reached, foreseen in rows),
    )


def bullet(
    actual: Number | None, target: Number | None, start: Number = 0, expected: Number | None = None, width: int = 240
) -> Bullet:
    """The bar runs from 0 to the value; `start` (if not 0) and `expected` are small marks, the target a strong one."""
    left, right = 4.0, width - 26.0
    x = _scale([actual, target, start, expected], left, right, about=3)
    reach = x.zero if actual is None else x(actual)
    return Bullet(
        Frame(width, 58, left, right, x.zero, _marks(x)),
        min(x.zero, reach),
        round(abs(reach - x.zero), 1),
        _place(target, x),
        _place(expected, x),
        _place(start or None, x),
    )


def hbars(rows: Iterable[Sequence[object]], width: int = 720, left: float = 190.0, row_height: int = 44) -> HBars:
    """One row per (label, value or None, target or None), in the order given."""
    given = [_row(row) for row in rows]
    right, base = width - 92.0, 8.0 + row_height * len(given)
    x = _scale([number for row in given for number in row[1:3]], left, right)
    drawn = tuple(_hbar(row, x, 8.0 + place * row_height) for place, row in enumerate(given))
    frame = Frame(width, int(base) + 34, x.zero, right, base, _marks(x))
    return HBars(frame, row_height, drawn, any(row[2] is not None for row in given))


def _row(row: Sequence[object]) -> Row:
    label, value, target, *more = row
    return str(label), _number(value), _number(target), bool(more and more[0])


def _number(value: object) -> Number | None:
    """Counts and Decimals alike."""
    return None if value is None else float(str(value))


def _scale(numbers: Iterable[Number | None], start: float, end: float, about: int = 5) -> Scale:
    known = [0.0, *(float(number) for number in numbers if number is not None)]
    around = ticks(min(known), max(known) or (0.0 if min(known) < 0 else 1.0), about)
    return Scale(around[0], around[-1], start, end, around)


def _marks(scale: Scale) -> tuple[Tick, ...]:
    return tuple(Tick(scale(mark), figure(mark)) for mark in scale.marks)


def _place(value: Number | None, scale: Scale) -> float | None:
    return None if value is None else scale(value)


def _bar(row: Row, y: Scale, centre: float, band: float) -> Bar:
    label, value, target, running = row
    width = min(64.0, band * 0.52)
    reach = y.zero if value is None else y(value)
    height = round(abs(reach - y.zero), 1)
    inside = height >= 30 and not running
    downward = reach > y.zero
    foot, beyond = (y.zero + 20, reach + 18) if downward else (y.zero - 10, reach - 8)
    return Bar(
        label=label,
        text=figure(value),
        target_text="" if target is None else figure(target),
        centre=round(centre, 1),
        left=round(centre - width / 2, 1),
        width=round(width, 1),
        top=min(y.zero, reach),
        height=height,
        text_at=round(foot if inside else beyond, 1),
        text_inside=inside,
        has_value=value is not None,
        target_at=_place(target, y),
        target_left=round(centre - width * 0.72, 1),
        target_right=round(centre + width * 0.72, 1),
        running=running,
    )


def _hbar(row: Row, x: Scale, top: float) -> HBar:
    label, value, target, _ = row
    reach, target_at = x.zero if value is None else x(value), _place(target, x)
    return HBar(
        label,
        _wrapped(label),
        figure(value),
        "" if target is None else figure(target),
        top,
        min(x.zero, reach),
        round(abs(reach - x.zero), 1),
        target_at,
        round(max(x.zero, reach, target_at or 0.0) + 10, 1),
    )


def _wrapped(label: str, longest: int = 11) -> tuple[str, ...]:
    if len(label) <= longest:
        return (label,)
    rest = label[longest:]
    return label[:longest], rest if len(rest) <= longest else rest[: longest - 1] + "…"


def _points(labels: Sequence[str], values: Sequence[Number | None], x: Scale, y: Scale) -> tuple[Point, ...]:
    known = [(place, value) for place, value in enumerate(values[: len(labels)]) if value is not None]
    return tuple(Point(labels[place], figure(value), x(place), y(value)) for place, value in known)
