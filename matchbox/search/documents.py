"""What the index knows of each kind of thing, and which of them belong in it: public ones only."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from matchbox.core.database import db
from matchbox.core.outbox import Envelope
from matchbox.issues.models import Issue, Need
from matchbox.matching.models import Match, Party, Tag
from matchbox.news.models import News
from matchbox.organisations import queries as organisations
from matchbox.organisations.models import Organisation
from matchbox.plans.models import Node
from matchbox.proposals.models import Proposal
from matchbox.search.queries.finding import id_of, indexed, key_of, public_keys
from matchbox.search.queries.freshness import TOPIC
from matchbox.search.queries.kinds import SOURCES, Kind
from matchbox.tools.fulltext import Document
from matchbox.tools.fulltext.installed import engine

AT_ONCE = 500

Content = tuple[str, str, Iterable[str | None]]  # title, body, short words


def _issue(issue: Issue) -> Content:
    needs = [need.kind.label for need in issue.needs]
    return issue.title, f"{issue.body}\n{issue.timing}", (issue.category.label, _name(issue.area), *needs)


def _proposal(proposal: Proposal) -> Content:
    words = (
        proposal.organisation.name,
        proposal.issue.title,
        proposal.issue.category.label,
        _name(proposal.issue.area),
    )
    return proposal.title, f"{proposal.body}\n{proposal.timing}", words


def _organisation(group: Organisation) -> Content:
    fields = [field.label for field in group.fields]
    return group.name, organisations.in_words(group), (group.kana, group.kind.label, *fields, *map(_name, group.areas))


def _match(match: Match) -> Content:
    parties = [_name(party.organisation) for party in match.parties]
    policies = [tag.node.title for tag in match.tags]
    place = _name(match.issue.area) if match.issue else ""
    return match.title, f"{match.purpose}\n{match.who_does_what}", (*parties, place, *policies)


def _news(item: News) -> Content:
    return item.title, item.body, ()


def _policy(node: Node) -> Content:
    above = node.parent.title if node.parent else ""
    lines = [line.name for line in node.indicators]
    return f"{node.code} {node.title}", "\n".join([node.subtitle, *lines]), (node.plan.title, above, *node.departments)


def _name(named: Any) -> str:
    return named.name if named else ""


class Form(NamedTuple):
    """How a thing of one kind becomes a document, and what has to be loaded with it."""

    content: Callable[[Any], Content]
    loading: tuple[ExecutableOption, ...]


_ISSUE = (joinedload(Issue.category), joinedload(Issue.area))
FORMS = {
    Kind.ISSUE: Form(_issue, (*_ISSUE, selectinload(Issue.needs).joinedload(Need.kind))),
    Kind.PROPOSAL: Form(_proposal, (joinedload(Proposal.organisation), joinedload(Proposal.issue).options(*_ISSUE))),
    Kind.ORGANISATION: Form(
        _organisation,
        (
            joinedload(Organisation.kind),
            selectinload(Organisation.fields),
            selectinload(Organisation.areas),
            selectinload(Organisation.offers),
        ),
    ),
    Kind.MATCH: Form(
        _match,
        (
            joinedload(Match.issue).joinedload(Issue.area),
            selectinload(Match.parties).joinedload(Party.organisation),
            selectinload(Match.tags).joinedload(Tag.node),
        ),
    ),
    Kind.NEWS: Form(_news, ()),
    Kind.POLICY: Form(_policy, (joinedload(Node.plan), joinedload(Node.parent), selectinload(Node.indicators))),
}


def documents_of(kind: Kind, *conditions: Any, most: int | None = None) -> list[tuple[int, Document]]:
    """The public things of a kind under these conditions, by their ids."""
    source, form = SOURCES[kind], FORMS[kind]
    found = select(source.model).where(*source.shown, *conditions).options(*form.loading)
    things = db.session.scalars(found.order_by(source.model.id).limit(most))
    return [(thing.id, _document(kind, thing.id, *form.content(thing))) for thing in things]


def _document(kind: Kind, id_: int, title: str, body: str, words: Iterable[str | None]) -> Document:
    return Document(key_of(kind, id_), kind.value, title, body, tuple(word for word in words if word))


def everything() -> Iterator[Document]:
    """All documents, read in portions; each portion sees what was committed before it was read."""
    for kind, source in SOURCES.items():
        last = 0
        while True:
            db.session.rollback()
            portion = documents_of(kind, source.model.id > last, most=AT_ONCE)
            if not portion:
                break
            yield from [document for _, document in portion]
            last = portion[-1][0]


def bring_up_to_date(kind: Kind, ids: Iterable[int]) -> None:
    """Put these things into the index as they are now; what is gone or not public goes out of it."""
    asked = set(ids)
    found = dict(documents_of(kind, SOURCES[kind].model.id.in_(asked)))
    engine().write(found.values(), [key_of(kind, id_) for id_ in asked - found.keys()])


def write(wanted: Iterable[tuple[str, int]]) -> None:
    """Bring up to date what was named by kind and id, and what can be seen only with it."""
    ids: dict[Kind, set[int]] = defaultdict(set)
    for kind, id_ in wanted:
        ids[Kind.of(kind)].add(id_)
    if issues := ids.get(Kind.ISSUE):
        ids[Kind.PROPOSAL] |= set(db.session.scalars(select(Proposal.id).where(Proposal.issue_id.in_(issues))))
        ids[Kind.MATCH] |= set(db.session.scalars(select(Match.id).where(Match.issue_id.in_(issues))))
    for kind in sorted(ids):  # in the same order always, so that two deeds never wait for each other in a ring
        bring_up_to_date(kind, ids[kind])


def index(envelopes: list[Envelope]) -> None:
    """Carry out what waits for the indexer; an index that cannot be used is built anew instead."""
    if engine().needs_rebuild:
        rebuild()
    elif not engine().writes_at_once:  # else it waited for an engine that has been replaced
        write((envelope.payload["kind"], envelope.payload["id"]) for envelope in envelopes)


def rebuild() -> None:
    engine().rebuild(everything())


def repair() -> int:
    """Bring up to date where index and database differ in what they hold; answers in how many places."""
    wrong = public_keys() ^ indexed()
    by_kind: dict[Kind, set[int]] = defaultdict(set)
    for key in wrong:
        by_kind[Kind.of(key.partition(":")[0])].add(id_of(key))
    for kind, ids in by_kind.items():
        bring_up_to_date(kind, ids)
    return len(wrong)


HANDLERS = {TOPIC: index}
