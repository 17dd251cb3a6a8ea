"""Facts, told once: `publish` writes the fact in the journal and tells the subscribers, in the same transaction."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, ClassVar, NamedTuple

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


class Story(NamedTuple):
    """One line of a timeline: `facts` fill the places in the sentence."""

    kind: str
    at: datetime
    sentence: str
    facts: dict[str, Any]
    actor_id: int | None


def told(entries: Iterable[JournalEntry]) -> list[Story]:
    """What the journal says, in the words of the events."""
    return [
        Story(entry.kind, entry.created_at, KINDS[entry.kind].story, entry.facts, entry.actor_id) for entry in entries
    ]


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
