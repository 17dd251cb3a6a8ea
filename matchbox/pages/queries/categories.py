"""What is there about one category of issues, and which groups could help? The same for everybody."""

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, func, select

from matchbox.core import clock
from matchbox.core.database import db
from matchbox.core.remembering import remembered
from matchbox.issues.models import Issue, Need
from matchbox.issues.queries import SHOWN
from matchbox.issues.workflow import Ending
from matchbox.matching.models import Match, Party
from matchbox.matching.rules import PartyRole
from matchbox.organisations.models import Offer, organisation_fields
from matchbox.pages import rules
from matchbox.pages.queries import cards, lists, overviews
from matchbox.pages.queries.cards import GroupCard, IssueCard, MatchCard
from matchbox.pages.queries.overviews import Entry
from matchbox.pages.rules import Signs
from matchbox.proposals.models import Proposal
from matchbox.search.queries import SOURCES, Kind
from matchbox.vocabulary.models import Term, Vocabulary


class CategoryPage(NamedTuple):
    entry: Entry
    by_area: Mapping[int, int]  # those without a district under 0
    unanswered: tuple[IssueCard, ...]
    newest: tuple[IssueCard, ...]
    completed: tuple[MatchCard, ...]
    groups: tuple[GroupCard, ...]
    fields: tuple[int, ...]  # of activity, in which one works on such issues


def of_category(category: Term) -> CategoryPage:
    id_, code = category.id, category.code
    return remembered(("pages", "category", id_, clock.today()), lambda: _of_category(id_, code))


def _of_category(id_: int, code: str) -> CategoryPage:
    of_it = Issue.category_id == id_
    fields = _fields(code)
    unanswered = cards.unanswered(of_it)
    return CategoryPage(
        entry=next(entry for entry in overviews.categories() if entry.id == id_),
        by_area=lists.issues(("category", (id_,)))["area"],
        unanswered=unanswered,
        newest=cards.issues(of_it, but=unanswered),
        completed=cards.completed(Match.issue_id.in_(select(Issue.id).where(of_it))),
        groups=cards.groups_with(_signs(of_it, fields)),
        fields=tuple(fields),
    )


def _fields(code: str) -> dict[int, str]:
    found = select(Term.id, Term.label).where(
        Term.vocabulary == Vocabulary.ACTIVITY_FIELD, Term.code.in_(rules.fields_of(code)), Term.retired.is_(False)
    )
    return {id_: label for id_, label in db.session.execute(found.order_by(Term.position))}


def _signs(of_it: ColumnElement[bool], fields: dict[int, str]) -> dict[int, Signs]:
    """What speaks for each group; groups for which nothing does are not among them."""
    helped = cards.taking_part(of_it, Party.role != PartyRole.NEEDING)
    proposed, able, offers = _proposed(of_it), _active_in(fields), _offers(of_it)
    return {
        group: Signs(helped.get(group, 0), proposed.get(group, 0), able.get(group, ()), offers.get(group, ()))
        for group in {*helped, *proposed, *able, *offers}
    }


def _proposed(of_it: ColumnElement[bool]) -> dict[int, int]:
    found = (
        select(Proposal.organisation_id, func.count())
        .join(Issue, Issue.id == Proposal.issue_id)
        .where(*SOURCES[Kind.PROPOSAL].shown, of_it)
        .group_by(Proposal.organisation_id)
    )
    return {group: number for group, number in db.session.execute(found)}


def _active_in(fields: dict[int, str]) -> dict[int, tuple[str, ...]]:
    link = organisation_fields.c
    found = select(link.organisation_id, Term.label).join(Term, Term.id == link.term_id).where(link.term_id.in_(fields))
    return _words(found.order_by(Term.position))


def _offers(of_it: ColumnElement[bool]) -> dict[int, tuple[str, ...]]:
    """What groups can give that unfinished issues of this category ask for."""
    asked = select(Need.kind_id).join(Issue).where(*SHOWN, Issue.ending == Ending.NONE, of_it)
    found = (
        select(Offer.organisation_id, Term.label)
        .join(Term, Term.id == Offer.kind_id)
        .where(Offer.withdrawn_at.is_(None), Offer.kind_id.in_(asked))
        .order_by(Term.position)
    )
    return _words(found)


def _words(found: Select[int, str]) -> dict[int, tuple[str, ...]]:
    words: defaultdict[int, dict[str, None]] = defaultdict(dict)
    for group, label in db.session.execute(found):
        words[group][label] = None
    return {group: tuple(labels) for group, labels in words.items()}
