"""To which policies can a match be tagged, and to which is it?"""

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from matchbox.core import clock
from matchbox.core.database import db
from matchbox.core.remembering import remembered
from matchbox.core.years import FiscalYear
from matchbox.matching.models import Match, Tag
from matchbox.matching.rules import PlanChoices
from matchbox.plans import queries as plans
from matchbox.plans.models import Node


def plan_choices(year: FiscalYear) -> list[PlanChoices]:
    """The plans to which a match of this fiscal year can be tagged, with the policies that carry tags."""
    return [
        PlanChoices(plan.id, plan.title, plan.required, frozenset(node.id for node in plans.lowest(plan)))
        for plan in plans.in_force(year.year)
    ]


class PlanQuestion(NamedTuple):
    """A plan as a form asks about it: its lowest nodes as (id, words)."""

    id: int
    title: str
    required: bool
    choices: list[tuple[int, str]]


def plan_questions(year: FiscalYear) -> list[PlanQuestion]:
    return [
        PlanQuestion(
            plan.id, plan.title, plan.required, [(node.id, f"{node.code} {node.title}") for node in plans.lowest(plan)]
        )
        for plan in plans.in_force(year.year)
    ]


def policies_in_force() -> list[PlanQuestion]:
    """The plans of this fiscal year with their policies, which are read anew only when something has changed."""
    year = FiscalYear.of(clock.today())
    return remembered(("policies", year), lambda: plan_questions(year))


def tags_of(match: Match) -> list[Tag]:
    """The tags with their policies and plans, in the order of the plans, the primary ones first."""
    found = select(Tag).where(Tag.match_id == match.id).options(joinedload(Tag.node).joinedload(Node.plan))
    return sorted(
        db.session.scalars(found),
        key=lambda tag: (tag.node.plan.position, not tag.is_primary, tag.node.position),
    )
