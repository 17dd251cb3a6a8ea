"""Facts that change what can be found: everything that happens to something that can be found."""

from contextlib import suppress
from typing import Any

from sqlalchemy import event as database

from matchbox.core import outbox
from matchbox.core.database import db
from matchbox.core.events import KINDS, Event, Subscriber
from matchbox.issues import events as issues
from matchbox.matching import events as matching
from matchbox.news import events as news
from matchbox.organisations import events as organisations
from matchbox.proposals import events as proposals
from matchbox.search import documents
from matchbox.search.queries.freshness import TOPIC
from matchbox.tools.fulltext import NotReady
from matchbox.tools.fulltext.installed import engine

TOLD_BY = {feature.__name__ for feature in (issues, matching, news, organisations, proposals)}
CHANGED = "search.changed"  # in the session: what this transaction changed


def index(event: Event) -> None:
    """An index inside the database is written with the deed, any other after it."""
    if engine().writes_at_once:
        db.session.info.setdefault(CHANGED, set()).add((event.subject_kind, event.subject_id))
    else:
        outbox.post(TOPIC, kind=event.subject_kind, id=event.subject_id)


@database.listens_for(db.session, "before_commit")
def write_what_changed(session: Any) -> None:
    """Last of all in the transaction, when the deed has done everything."""
    if changed := session.info.pop(CHANGED, None):
        with suppress(NotReady):  # there is no index yet; who builds it takes everything in
            documents.write(changed)


@database.listens_for(db.session, "after_rollback")
def forget_what_changed(session: Any) -> None:
    session.info.pop(CHANGED, None)


SUBSCRIPTIONS: dict[type[Event], list[Subscriber]] = {
    kind: [index] for kind in KINDS.values() if kind.__module__ in TOLD_BY
}
