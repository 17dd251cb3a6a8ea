"""What do the words find that is not public? Only what the viewer may know of; never from an index, which is public."""

import unicodedata
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, or_

from matchbox.accounts.policy import coordinator
from matchbox.core.database import db
from matchbox.core.listings import Column
from matchbox.issues import queries as issues
from matchbox.issues.models import Issue
from matchbox.matching import queries as matching
from matchbox.matching.models import Match
from matchbox.news import queries as news
from matchbox.news.models import News
from matchbox.organisations import queries as organisations
from matchbox.organisations.models import Organisation
from matchbox.organisations.rules import folded
from matchbox.proposals import queries as proposals
from matchbox.proposals.models import Proposal
from matchbox.search.queries.kinds import SOURCES, Kind, says

MOST = 20  # of each kind

_CONTACT = (Issue.display_name, Issue.person, Issue.contact_email, Issue.contact_phone)
_GROUP_CONTACT = (
    Organisation.contact_name,
    Organisation.phone,
    Organisation.mobile,
    Organisation.email,
    Organisation.address,
)


class Own(NamedTuple):
    """A line of what is not public, with the word for its state."""

    kind: Kind
    id: int
    title: str
    state: Any


def not_public(text: str, viewer: Any) -> list[Own]:
    """The newest first. Coordinators find people's words also by their names and contact data, public issues too."""
    if not viewer.is_authenticated:
        return []
    words = unicodedata.normalize("NFKC", text)
    knows = coordinator.includes(viewer, None)
    return [*_issues(words, viewer, knows), *_others(words, viewer), *_groups(words, viewer, knows)]


def _issues(words: str, viewer: Any, knows: bool) -> list[Own]:
    wanted = and_(*says(words, (Issue.title, Issue.body)), Issue.id.not_in(SOURCES[Kind.ISSUE].public()))
    if knows:
        wanted = or_(wanted, and_(*says(words, _CONTACT)))
    rows = issues.visible_to(viewer).where(wanted).order_by(Issue.id.desc()).limit(MOST)
    return [Own(Kind.ISSUE, issue.id, issue.title, issue.publication) for issue in db.session.scalars(rows)]


def _others(words: str, viewer: Any) -> list[Own]:
    kinds: tuple[tuple[Kind, Any, Select[Any], tuple[Column, ...]], ...] = (
        (Kind.PROPOSAL, Proposal, proposals.visible_to(viewer), (Proposal.title, Proposal.body)),
        (Kind.MATCH, Match, matching.visible_to(viewer), (Match.title, Match.next_step, Match.occasion)),
        (Kind.NEWS, News, news.visible_to(viewer), (News.title, News.body)),
    )
    lines = []
    for kind, model, visible, texts in kinds:
        rows = visible.where(*says(words, texts), model.id.not_in(SOURCES[kind].public()))
        for row in db.session.scalars(rows.order_by(model.id.desc()).limit(MOST)):
            lines.append(Own(kind, row.id, row.title, row.state))
    return lines


def _groups(words: str, viewer: Any, knows: bool) -> list[Own]:
    named = [Organisation.folded.contains(word, autoescape=True) for word in folded(words).split()]
    wanted = and_(*named, Organisation.id.not_in(SOURCES[Kind.ORGANISATION].public()))
    if knows:
        wanted = or_(wanted, and_(*says(words, _GROUP_CONTACT)))
    rows = organisations.visible_to(viewer).where(wanted).order_by(Organisation.id.desc()).limit(MOST)
    return [Own(Kind.ORGANISATION, group.id, group.name, group.verification) for group in db.session.scalars(rows)]
