"""Work for after the commit: rows written with the change, carried out by the worker, repeatably."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, Index, Select, String, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from matchbox.core.clock import now
from matchbox.core.database import Model, Numbered, db

MOST_ATTEMPTS = 8
LEASE = timedelta(minutes=2)
AT_ONCE = 200

Handler = Callable[[list["Envelope"]], None]
_handlers: dict[str, tuple[Handler, bool]] = {}


class Envelope(Numbered, Model):
    __tablename__ = "outbox"
    __table_args__ = (Index(None, "done_at", "due_at"),)

    topic: Mapped[str] = mapped_column(String(40))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    due_at: Mapped[datetime] = mapped_column(default=now)
    claimed_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None]
    last_error: Mapped[str] = mapped_column(String(500), default="")

    @property
    def is_dead(self) -> bool:
        return self.done_at is None and self.attempts >= MOST_ATTEMPTS


def handle(table: Mapping[str, Handler], *, together: bool = False) -> None:
    """Say who carries out a topic: one envelope at a time, or all that are due `together`.

    A handler loads fresh rows, does nothing if the world moved on, and bears being called twice.
    """
    _handlers.update({topic: (handler, together) for topic, handler in table.items()})


def topics() -> Iterable[str]:
    return _handlers.keys()


def post(topic: str, **payload: Any) -> None:
    db.session.add(Envelope(topic=topic, payload=payload))


def due(moment: datetime) -> Select[Envelope]:
    return (
        select(Envelope)
        .where(
            Envelope.done_at.is_(None),
            Envelope.due_at <= moment,
            Envelope.attempts < MOST_ATTEMPTS,
            or_(Envelope.claimed_until.is_(None), Envelope.claimed_until < moment),
        )
        .order_by(Envelope.id)
        .limit(AT_ONCE)
    )


def claim(moment: datetime) -> list[Envelope]:
    """Take what is due for the length of a lease. Call inside `writing()`; two workers never hold the same row."""
    envelopes = list(db.session.scalars(due(moment).with_for_update(skip_locked=True)))
    for envelope in envelopes:
        envelope.claimed_until = moment + LEASE
    return envelopes


def batches(envelopes: list[Envelope]) -> list[list[Envelope]]:
    """The portions in which these envelopes are handed over, oldest first."""
    portions: list[list[Envelope]] = []
    collected: dict[str, list[Envelope]] = {}
    for envelope in envelopes:
        _, together = _handlers.get(envelope.topic, (None, False))
        if not together:
            portions.append([envelope])
        elif envelope.topic in collected:
            collected[envelope.topic].append(envelope)
        else:
            collected[envelope.topic] = [envelope]
            portions.append(collected[envelope.topic])
    return portions


def carry_out(portion: list[Envelope]) -> str:
    """Hand one portion to its handler. The answer is what went wrong, or nothing."""
    try:
        handler, _ = _handlers[portion[0].topic]
        handler(portion)
    except Exception as error:
        db.session.rollback()
        return repr(error)[:500]
    return ""


def note(envelope: Envelope, moment: datetime, error: str) -> None:
    """Write down how it went; after a failure the next attempt waits twice as long."""
    envelope.attempts += 1
    envelope.last_error = error
    envelope.claimed_until = None
    if error:
        envelope.due_at = moment + timedelta(seconds=15 * 2**envelope.attempts)
    else:
        envelope.done_at = moment
