"""Finding plans, their policies and the choices of a form."""

from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from matchbox.core.database import db
from matchbox.plans.models import Node, Plan


def visible_to(viewer: Any) -> Select[Plan]:
    """Plans are public."""
    return select(Plan)


def all_plans() -> list[Plan]:
    return list(db.session.scalars(select(Plan).options(selectinload(Plan.nodes)).order_by(Plan.position)))


def in_force(year: int) -> list[Plan]:
    """The plans with policies to tag to, in the fiscal year that begins in April of `year`."""
    return [plan for plan in all_plans() if plan.start_year <= year <= plan.end_year and plan.nodes]


def lowest(plan: Plan) -> list[Node]:
    """The nodes that carry tags: those without children (product rule 3)."""
    parents = {node.parent_id for node in plan.nodes}
    return [node for node in plan.nodes if node.id not in parents]
