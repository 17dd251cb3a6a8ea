"""Facts, told once: `publish` writes the fact in the journal and tells the subscribers, in the same transaction."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from matchbox.core.database import db
from matchbox.core.journal import Audience, JournalEntry

KINDS: dict[str, type["Event"]] = {}


@dataclass(frozen=True, kw_only=True)
class Event:
    """What happened to which subject, and who may read of it.

    Fields are ids and plain values: they become JSON. `story` is the line of a timeline; it may quote fields with
    %(name)s. Fields never hold contact data or secrets.
    """

    subject_kind: ClassVar[str]
    audience: ClassVar[Audience]
    story: ClassVar[str]

    subject_id: int
    actor_id: int | None

    def __init_subclass__(cls) -> None:
        KINDS[cls.__name__] = cls


Subscriber = Callable[[Any], None]
_subscribers: dict[type[Event], list[Subscriber]] = {}


def subscribe(table: Mapping[type[Event], Iterable[Subscriber]]) -> None:
    """Bearing a second call: tests build many applications on one registry."""
    for kind, subscribers in table.items():
        known = _subscribers.setdefault(kind, [])
        known.extend(subscriber for subscriber in subscribers if subscriber not in known)


def subscribers_of(kind: type[Event]) -> tuple[Subscriber, ...]:
    return tuple(_subscribers.get(kind, ()))


def publish(event: Event) -> None:
    facts = {name: value for name, value in asdict(event).items() if name not in {"subject_id", "actor_id"}}
    db.session.add(
        JournalEntry(
            kind=type(event).__name__,
            subject_kind=event.subject_kind,
            subject_id=event.subject_id,
            actor_id=event.actor_id,
            audience=event.audience,
            facts=facts,
        )
    )
    for subscriber in subscribers_of(type(event)):
        subscriber(event)
