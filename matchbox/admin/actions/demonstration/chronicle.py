"""In which order did it all happen? Deeds told in any order are carried out one after the other, each at its moment."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from graphlib import TopologicalSorter

from matchbox.core import clock
from matchbox.core.database import db

Name = tuple[str, ...]

OPENS_AT = 9
OFFICE_HOURS = timedelta(hours=9)


@dataclass
class Deed:
    """Something that somebody does on a day, but not before another day, nor before the deeds named in `after`."""

    day: date
    do: Callable[[], object]
    after: list[Name]
    not_before: date = date.min


@dataclass(frozen=True, order=True)
class Place:
    """Where a deed stands in time. `told` is the day in the texts: it orders what had to move to one and the same day.

    Each part is at least that of every deed it waits for, and `number` is greater: sorted places keep the order.
    """

    day: date
    told: date
    number: int


class Chronicle:
    def __init__(self) -> None:
        self._deeds: dict[Name, Deed] = {}

    def add(
        self, name: Name, day: date, do: Callable[[], object], *after: Name, not_before: date = date.min
    ) -> Name:
        if name in self._deeds:
            raise ValueError(f"{name} is told twice")
        self._deeds[name] = Deed(day, do, list(after), not_before)
        return name

    def day_of(self, name: Name) -> date | None:
        """The day on which the texts tell of it, if they do."""
        return self._deeds[name].day if name in self._deeds else None

    def before(self, day: date, *subject: str) -> list[Name]:
        """What the texts tell of a subject before a day."""
        return [name for name, deed in self._deeds.items() if name[: len(subject)] == subject and deed.day < day]

    def put_before(self, earlier: Name, later: Name) -> None:
        self._deeds[later].after.append(earlier)

    def tell(self, now: datetime) -> None:
        """Carry everything out; whoever does it writes at that moment, and nothing lies in the future."""
        for moment, deed in self._in_time(now):
            with clock.set_to(moment):
                deed.do()
                db.session.flush()  # rows take the moment of their deed when they are written

    def _in_time(self, now: datetime) -> Iterator[tuple[datetime, Deed]]:
        days: defaultdict[date, list[Deed]] = defaultdict(list)
        for place, deed in sorted(self._placed(clock.day_of(now)), key=lambda placed: placed[0]):
            days[place.day].append(deed)
        for day, deeds in days.items():
            begins, ends = _hours(day, now)
            for number, deed in enumerate(deeds):
                yield begins + (ends - begins) * number / len(deeds), deed

    def _placed(self, today: date) -> Iterator[tuple[Place, Deed]]:
        places: dict[Name, Place] = {}
        order = TopologicalSorter({name: deed.after for name, deed in self._deeds.items()}).static_order()
        for number, name in enumerate(order):
            deed = self._deeds[name]
            before = [places[earlier] for earlier in deed.after]
            told = max([min(deed.day, today), *(place.told for place in before)])
            day = max([min(deed.not_before, today), told, *(place.day for place in before)])
            places[name] = Place(day, told, number)
            yield places[name], deed


def _hours(day: date, now: datetime) -> tuple[datetime, datetime]:
    """The hours in which things happen: those of the office; today, what has passed of the day."""
    opens = clock.moment_of(day, OPENS_AT)
    if opens + OFFICE_HOURS <= now:
        return opens, opens + OFFICE_HOURS
    return clock.moment_of(day, 0), now
