"""What do groups of one kind do, what do they need, and where could they help? The same for everybody."""

from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, or_, select

from matchbox.core import clock
from matchbox.core.database import db
from matchbox.core.remembering import remembered
from matchbox.issues.models import Issue, Need
from matchbox.matching.models import Match, Party
from matchbox.matching.rules import PartyRole
from matchbox.organisations import queries as organisations
from matchbox.organisations.models import Offer, Organisation
from matchbox.pages.queries import cards, lists, overviews
from matchbox.pages.queries.cards import GroupCard, IssueCard, MatchCard
from matchbox.pages.queries.lists import Tally
from matchbox.pages.rules import Signs
from matchbox.vocabulary.models import Term, Vocabulary


class KindPage(NamedTuple):
    number: int
    fields: tuple[Tally, ...]
    groups: tuple[GroupCard, ...]
    unanswered: tuple[IssueCard, ...]  # which ask for what these groups offer
    newest: tuple[IssueCard, ...]  # in the name of such groups
    completed: tuple[MatchCard, ...]


def of_kind(kind: Term) -> KindPage:
    id_ = kind.id
    return remembered(("pages", "kind", id_, clock.today()), lambda: _of_kind(id_))


def _of_kind(id_: int) -> KindPage:
    groups = select(Organisation.id).where(*organisations.SHOWN, Organisation.kind_id == id_)
    theirs = Issue.organisation_id.in_(groups)
    return KindPage(
        number=next(tally.number for tally in overviews.kinds() if tally.id == id_),
        fields=lists.tallies(Vocabulary.ACTIVITY_FIELD, lists.groups(("kind", (id_,)))["field"]),
        groups=_groups(groups),
        unanswered=cards.unanswered(_asking_for_what(groups), or_(Issue.organisation_id.is_(None), ~theirs)),
        newest=cards.issues(theirs),
        completed=cards.completed(Match.id.in_(select(Party.match_id).where(Party.organisation_id.in_(groups)))),
    )


def _asking_for_what(groups: Select[int]) -> ColumnElement[bool]:
    """Issues with a need of a kind that one of these groups offers."""
    offered = select(Offer.kind_id).where(Offer.organisation_id.in_(groups), Offer.withdrawn_at.is_(None))
    return Issue.id.in_(select(Need.issue_id).where(Need.kind_id.in_(offered)))


def _groups(of_kind: Select[int]) -> tuple[GroupCard, ...]:
    """Those that have helped most, then the others."""
    helped = cards.taking_part(Party.role != PartyRole.NEEDING, Party.organisation_id.in_(of_kind))
    return cards.groups_with({id_: Signs(helped.get(id_, 0)) for id_ in db.session.scalars(of_kind)})
