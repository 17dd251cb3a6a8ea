"""Tagging a match to the policies that it serves."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from matchbox.core import clock
from matchbox.core.database import db, hold
from matchbox.core.errors import Invalid, NotNow
from matchbox.core.events import publish
from matchbox.core.permissions import Actor, requires
from matchbox.core.words import N_
from matchbox.core.years import FiscalYear
from matchbox.matching import policy, queries
from matchbox.matching.events import MatchTagged
from matchbox.matching.models import Match, Tag
from matchbox.matching.rules import policies_complaint
from matchbox.matching.workflow import AGREED_ON, BEFORE_AGREEMENT
from matchbox.plans.models import Node


@requires(policy.TAG)
def tag(actor: Actor, match: Match, *, primary_ids: Collection[int], other_ids: Collection[int] = ()) -> Match:
    """Before 成立 the tags are provisional, of today's plans; afterwards those of its fiscal year, and complete."""
    hold(match)
    if match.state not in (*BEFORE_AGREEMENT, *AGREED_ON):
        raise NotNow(N_("終わったマッチングの施策は変えられません。"))
    _place(match, match.agreed_on or clock.today(), primary_ids, other_ids, complete=match.state in AGREED_ON)
    _tell(actor, match)
    return match


def _place(
    match: Match, day: date, primary_ids: Collection[int], other_ids: Collection[int], *, complete: bool
) -> bool:
    """Set the tags as chosen for the fiscal year of this day; answers whether anything changed."""
    complaint = policies_complaint(
        queries.plan_choices(FiscalYear.of(day)), primary_ids, other_ids, complete=complete
    )
    if complaint is not None:
        raise Invalid(complaint.field, complaint.sentence)
    wanted = dict.fromkeys(other_ids, False) | dict.fromkeys(primary_ids, True)
    before = {tag.node_id: tag.is_primary for tag in match.tags}
    for tag in [tag for tag in match.tags if tag.node_id not in wanted]:
        match.tags.remove(tag)
    for tag in match.tags:
        tag.is_primary = wanted[tag.node_id]
    nodes = select(Node).where(Node.id.in_(set(wanted) - set(before))).order_by(Node.id)
    for node in db.session.scalars(nodes):
        match.tags.append(Tag(node_id=node.id, node=node, is_primary=wanted[node.id]))
    return wanted != before


def _standing(match: Match, day: date) -> tuple[list[int], list[int]]:
    """The primary and other tags that hold in the fiscal year of this day; those of other years fall."""
    known = frozenset[int]().union(*(plan.nodes for plan in queries.plan_choices(FiscalYear.of(day))))
    held = [tag for tag in match.tags if tag.node_id in known]
    return [tag.node_id for tag in held if tag.is_primary], [tag.node_id for tag in held if not tag.is_primary]


def _tell(actor: Actor, match: Match) -> None:
    db.session.flush()  # the tags are read back in the order of their plans
    names = "、".join(f"{tag.node.plan.title} {tag.short_name}" for tag in queries.tags_of(match))
    publish(MatchTagged(actor_id=actor.id, subject_id=match.id, issue_id=match.issue_id, policies=names))
