"""The only place that asks what time it is. Moments are UTC; days are those on the calendar in the office."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

TOKYO = ZoneInfo("Asia/Tokyo")

_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    return _told.get() or datetime.now(UTC)


def today() -> date:
    return day_of(now())


def day_of(moment: datetime) -> date:
    return moment.astimezone(TOKYO).date()


def moment_of(day: date, hour: int = 12) -> datetime:
    return datetime.combine(day, time(hour), TOKYO).astimezone(UTC)


@contextmanager
def set_to(moment: datetime) -> Iterator[None]:
    """Deeds inside happen at `moment`: for past that is told afterwards (imports, the demonstration city)."""
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)
