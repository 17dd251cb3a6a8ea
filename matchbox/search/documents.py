"""What the index knows of each kind of thing, and which of them belong in it: public ones only."""

from collections.abc import Iterable, Iterator

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from matchbox.core.database import db
from matchbox.core.outbox import Envelope
from matchbox.issues.models import Issue, Need
from matchbox.issues.queries import SHOWN
from matchbox.search.queries import SYNONYMS, key_of
from matchbox.tools import yaml_files
from matchbox.tools.fulltext import Document
from matchbox.tools.fulltext.installed import engine

INDEX = "search.index"
AT_ONCE = 500


def findable() -> Select[Issue]:
    return (
        select(Issue)
        .where(*SHOWN)
        .options(
            joinedload(Issue.category),
            joinedload(Issue.area),
            joinedload(Issue.organisation),
            selectinload(Issue.needs).joinedload(Need.kind),
        )
        .order_by(Issue.id)
    )


def document_of(issue: Issue) -> Document:
    place = issue.area.name if issue.area else ""
    needs = [need.kind.label for need in issue.needs]
    return Document(
        key=key_of("issue", issue.id),
        kind="issue",
        title=issue.title,
        body=f"{issue.body}\n{issue.timing}",
        tags=tuple(word for word in (issue.category.label, place, *needs) if word),
    )


def everything() -> Iterator[Document]:
    """All documents, read in portions; each portion sees what was committed before it was read."""
    last = 0
    while True:
        db.session.rollback()
        portion = db.session.scalars(findable().where(Issue.id > last).limit(AT_ONCE)).all()
        if not portion:
            return
        yield from [document_of(issue) for issue in portion]
        last = portion[-1].id


def bring_up_to_date(ids: Iterable[int]) -> None:
    """Put these issues into the index as they are now; what is gone or not public goes out of it."""
    asked = set(ids)
    found = db.session.scalars(findable().where(Issue.id.in_(asked))).all()
    there = {issue.id for issue in found}
    engine().write([document_of(issue) for issue in found], [key_of("issue", id_) for id_ in asked - there])


def index(envelopes: list[Envelope]) -> None:
    """Carry out what waits for the indexer; an index that cannot be used is built anew instead."""
    if engine().needs_rebuild:
        engine().rebuild(everything())
    else:
        bring_up_to_date({envelope.payload["id"] for envelope in envelopes})


def synonyms() -> list[list[str]]:
    return [list(group) for group in yaml_files.read(SYNONYMS)]


HANDLERS = {INDEX: index}
