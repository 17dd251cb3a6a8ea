"""What is like something? Ids come from the index by telling words, and pass the conditions of their kind."""

from collections.abc import Sequence
from functools import lru_cache

from sqlalchemy import select

from matchbox.core import clock
from matchbox.core.database import db
from matchbox.core.listings import among
from matchbox.issues.models import Issue
from matchbox.issues.workflow import Progress
from matchbox.matching import queries as matching
from matchbox.organisations import queries as organisations
from matchbox.organisations.models import Organisation
from matchbox.search.queries.finding import id_of, lines
from matchbox.search.queries.kinds import SOURCES, Kind, Result
from matchbox.tools.fulltext import NotReady
from matchbox.tools.fulltext.installed import engine

MOST = 5
ENOUGH = 4  # times as many are asked for, since some may have ceased to be public
LOOKING_FOR_HELP = (Progress.OPEN, Progress.TALKING)
FRESH_FOR = 600  # seconds for which the likeness of texts is not asked for again
MOST_FOR_GROUPS = 50


def issues_like(title: str, body: str) -> list[Result]:
    """Public issues like what somebody is writing."""
    return lines(Kind.ISSUE, _public(Kind.ISSUE, _alike(title, body, Kind.ISSUE))[:MOST])


def like_issue(issue: Issue, kind: Kind) -> list[Result]:
    """Public things of a kind like this issue; itself and its own matches are none."""
    keys = _remembered(issue.id, issue.title, issue.body, kind, int(clock.now().timestamp()) // FRESH_FOR)
    ids = [id_ for id_ in keys if kind is not Kind.ISSUE or id_ != issue.id]
    found = lines(kind, _public(kind, ids))
    return [line for line in found if kind is not Kind.MATCH or line.title != issue.title][:MOST]


def for_group(group: Organisation) -> list[Result]:
    """Issues looking for help that fit what the group says of itself; those in its districts first."""
    words = " ".join([*(field.label for field in group.fields), *(offer.title for offer in group.offers)])
    ids = _public(Kind.ISSUE, _alike(words, organisations.in_words(group), Kind.ISSUE, MOST_FOR_GROUPS))
    steps = matching.progress_of(ids)
    asked = select(Issue.id, Issue.organisation_id, Issue.area_id).where(Issue.id.in_(ids))
    facts = {id_: (owner, area) for id_, owner, area in db.session.execute(asked)}
    near = {area.id for area in group.areas}
    helpful = [id_ for id_ in ids if steps[id_] in LOOKING_FOR_HELP and facts[id_][0] != group.id]
    return lines(Kind.ISSUE, sorted(helpful, key=lambda id_: facts[id_][1] not in near)[:MOST])


@lru_cache(maxsize=4096)
def _remembered(issue_id: int, title: str, body: str, kind: Kind, period: int) -> tuple[int, ...]:
    return tuple(_alike(title, body, kind))


def _alike(title: str, body: str, kind: Kind, most: int = MOST * ENOUGH) -> list[int]:
    try:
        return [id_of(hit.key) for hit in engine().similar(title, body, (kind.value,), most)]
    except NotReady:
        return []


def _public(kind: Kind, ids: Sequence[int]) -> list[int]:
    """Those of `ids` that everybody may see, in their order."""
    source = SOURCES[kind]
    there = set(db.session.scalars(source.public().where(among(source.model.id, ids))))
    return [id_ for id_ in ids if id_ in there]
