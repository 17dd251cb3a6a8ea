"""Which kinds of things can be found, which of them are public, and what a line about one says."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload, selectinload

from matchbox.core import clock
from matchbox.core.database import db
from matchbox.core.listings import Column
from matchbox.core.words import N_, Worded
from matchbox.issues import queries as issues
from matchbox.issues.models import Issue
from matchbox.matching.models import Match, Party
from matchbox.matching.workflow import AGREED_ON
from matchbox.news import queries as news
from matchbox.news.models import News
from matchbox.organisations import queries as organisations
from matchbox.organisations.models import Organisation
from matchbox.plans.models import Node
from matchbox.proposals import queries as proposals
from matchbox.proposals.models import Proposal


class Kind(Worded):
    ISSUE = "issue", N_("課題")
    PROPOSAL = "proposal", N_("提案")
    ORGANISATION = "organisation", N_("団体")
    MATCH = "match", N_("取組")
    NEWS = "news", N_("お知らせ")
    POLICY = "policy", N_("計画の施策")


class Result(NamedTuple):
    """A line of what was found. `labels` are short words about it, `facts` a line below."""

    kind: Kind
    id: int
    title: str
    text: str
    labels: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    at: date | None = None


@dataclass(frozen=True)
class Source:
    """Where the things of one kind come from.

    `shown` are the conditions under which everybody may see one: each result passes through them, whatever an index
    says. `texts` are looked through while there is no index.
    """

    kind: Kind
    model: type[Any]
    shown: tuple[ColumnElement[bool], ...]
    texts: tuple[Column, ...]
    lines: Callable[[Sequence[int]], list[Result]]

    @property
    def title(self) -> Column:
        column: Column = self.model.name if self.kind is Kind.ORGANISATION else self.model.title
        return column

    def public(self) -> Select[int]:
        """The ids of all that everybody may see."""
        return select(self.model.id).where(*self.shown)


_PUBLIC_ISSUES = select(Issue.id).where(*issues.SHOWN)


def says(words: str, texts: Iterable[Column]) -> list[ColumnElement[bool]]:
    """Every word stands somewhere in these texts, as it was typed."""
    return [or_(*(text.icontains(word, autoescape=True) for text in texts)) for word in words.split()]


def _day(moment: datetime | None) -> date | None:
    return clock.day_of(moment) if moment else None


def _ordered(ids: Sequence[int], results: Iterable[Result]) -> list[Result]:
    place = {id_: nth for nth, id_ in enumerate(ids)}
    return sorted(results, key=lambda result: place[result.id])


def _issues(ids: Sequence[int]) -> list[Result]:
    found = select(Issue).where(Issue.id.in_(ids), *issues.SHOWN)
    return _ordered(ids, (
        Result(Kind.ISSUE, issue.id, issue.title, issue.body, (issue.category.label,),
               (issue.area.name,) if issue.area else (), _day(issue.published_at))
        for issue in db.session.scalars(found.options(joinedload(Issue.category), joinedload(Issue.area)))
    ))  # fmt: skip


def _proposals(ids: Sequence[int]) -> list[Result]:
    found = select(Proposal).where(Proposal.id.in_(ids), *proposals.SHOWN)
    return _ordered(ids, (
        Result(Kind.PROPOSAL, proposal.id, proposal.title, proposal.body, (proposal.state.label,),
               (proposal.organisation.name, proposal.issue.title), _day(proposal.submitted_at))
        for proposal in db.session.scalars(found.options(joinedload(Proposal.organisation), joinedload(Proposal.issue)))
    ))  # fmt: skip


def _organisations(ids: Sequence[int]) -> list[Result]:
    found = select(Organisation).where(Organisation.id.in_(ids), *organisations.SHOWN)
    with_words = found.options(
        joinedload(Organisation.kind), selectinload(Organisation.offers), selectinload(Organisation.areas)
    )
    return _ordered(ids, (
        Result(Kind.ORGANISATION, group.id, group.name, organisations.in_words(group), (group.kind.label,),
               tuple(area.name for area in group.areas[:3]))
        for group in db.session.scalars(with_words)
    ))  # fmt: skip


def _matches(ids: Sequence[int]) -> list[Result]:
    found = select(Match).where(Match.id.in_(ids), *SOURCES[Kind.MATCH].shown)
    with_names = found.options(selectinload(Match.parties).joinedload(Party.organisation))
    return _ordered(ids, (
        Result(Kind.MATCH, match.id, match.title, f"{match.purpose}\n{match.who_does_what}", (match.state.label,),
               tuple(party.shown_name for party in match.parties), match.agreed_on)
        for match in db.session.scalars(with_names)
    ))  # fmt: skip


def _news(ids: Sequence[int]) -> list[Result]:
    found = select(News).where(News.id.in_(ids), *news.SHOWN)
    return _ordered(ids, (
        Result(Kind.NEWS, item.id, item.title, item.body, at=_day(item.published_at))
        for item in db.session.scalars(found)
    ))  # fmt: skip


def _of_policy(node: Node) -> str:
    return node.subtitle or "、".join(line.name for line in node.indicators)


def _policies(ids: Sequence[int]) -> list[Result]:
    named = (joinedload(Node.plan), joinedload(Node.parent), selectinload(Node.indicators))
    found = select(Node).where(Node.id.in_(ids)).options(*named)
    return _ordered(ids, (
        Result(Kind.POLICY, node.id, f"{node.code} {node.title}", _of_policy(node), (node.plan.title,),
               (node.parent.title,) if node.parent else ())
        for node in db.session.scalars(found)
    ))  # fmt: skip


_AGREED = (Match.state.in_(AGREED_ON), or_(Match.issue_id.is_(None), Match.issue_id.in_(_PUBLIC_ISSUES)))
_TAGGED = (Node.id.not_in(select(Node.parent_id).where(Node.parent_id.is_not(None))),)  # only the lowest carry tags

SOURCES = {
    source.kind: source
    for source in (
        Source(Kind.ISSUE, Issue, issues.SHOWN, (Issue.title, Issue.body), _issues),
        Source(Kind.PROPOSAL, Proposal, proposals.SHOWN, (Proposal.title, Proposal.body), _proposals),
        Source(Kind.ORGANISATION, Organisation, organisations.SHOWN, (Organisation.folded,), _organisations),
        Source(Kind.MATCH, Match, _AGREED, (Match.title, Match.purpose), _matches),
        Source(Kind.NEWS, News, news.SHOWN, (News.title, News.body), _news),
        Source(Kind.POLICY, Node, _TAGGED, (Node.title, Node.subtitle), _policies),
    )
}
