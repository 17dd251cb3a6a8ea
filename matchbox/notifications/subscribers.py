"""When something happens, a letter to each person concerned is put into the outbox: ids only, never its words."""

from collections.abc import Callable
from typing import Any

from matchbox.core import outbox
from matchbox.core.database import db
from matchbox.core.events import Event
from matchbox.notifications.messages import LETTERS, recipients


def write_letters(event: Event) -> None:
    for letter in LETTERS:
        if isinstance(event, letter.event):
            it = db.session.get_one(letter.about, getattr(event, letter.named_by))
            for person in recipients(letter, it):
                outbox.post("mail", letter=letter.name, about=it.id, to=person.id)


SUBSCRIPTIONS: dict[type[Event], list[Callable[[Any], None]]] = {letter.event: [write_letters] for letter in LETTERS}
