"""Finding plans, their policies, their printed lines and the choices of a form."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from matchbox.core.database import db
from matchbox.plans.models import Indicator, Node, Plan, PlanStatus, Source
from matchbox.plans.rules import Time, time_of

COUNTED_SOURCES = (Source.MATCHES, Source.AGREEMENTS)


@dataclass(frozen=True, slots=True)
class Branch:
    """A policy with the lines printed at it and the policies below it."""

    node: Node
    indicators: list[Indicator]
    below: list["Branch"]


def visible_to(viewer: Any) -> Select[Plan]:
    """Plans are public."""
    return select(Plan)


def all_plans() -> list[Plan]:
    return list(db.session.scalars(select(Plan).options(selectinload(Plan.nodes)).order_by(Plan.position)))


def in_force(year: int) -> list[Plan]:
    """The plans with policies to tag to, in the fiscal year that begins in April of `year`."""
    return [plan for plan in all_plans() if plan.start_year <= year <= plan.end_year and plan.nodes]


def by_time(year: int) -> dict[Time, list[Plan]]:
    """All plans, the running ones first; among them those that every match must be tagged to."""
    plans = sorted(all_plans(), key=lambda plan: (not plan.required, plan.position))
    sorted_in = {time: [plan for plan in plans if time_in(plan, year) is time] for time in Time}
    return {time: found for time, found in sorted_in.items() if found}


def time_in(plan: Plan, year: int) -> Time:
    return time_of(plan.start_year, plan.end_year, year)


def status_in(plan: Plan, year: int) -> PlanStatus:
    """An adopted plan whose years are over is closed, whether or not somebody has written that down."""
    over = plan.status is PlanStatus.ADOPTED and time_in(plan, year) is Time.OVER
    return PlanStatus.CLOSED if over else plan.status


def lowest(plan: Plan) -> list[Node]:
    """The nodes that carry tags: those without children."""
    parents = {node.parent_id for node in plan.nodes}
    return [node for node in plan.nodes if node.id not in parents]


def indicators_of(plan: Plan) -> list[Indicator]:
    """The printed lines in their order, each with the line that it shows again."""
    lines = select(Indicator).where(Indicator.plan_id == plan.id).options(selectinload(Indicator.repost_of))
    return list(db.session.scalars(lines.order_by(Indicator.position)))


def line_of(plan: Plan, code: str) -> Indicator | None:
    return next((line for line in indicators_of(plan) if line.code == code), None)


def counted_indicators() -> list[Indicator]:
    """The lines of all plans that this site counts itself."""
    lines = select(Indicator).where(Indicator.source.in_(COUNTED_SOURCES), Indicator.repost_of_id.is_(None))
    return list(
        db.session.scalars(lines.options(selectinload(Indicator.plan)).order_by(Indicator.plan_id, Indicator.position))
    )


def is_counted(indicator: Indicator) -> bool:
    """Does this site count it itself? A line that is shown again is never counted."""
    return indicator.source in COUNTED_SOURCES and indicator.repost_of_id is None


def named(code: str) -> Plan | None:
    return db.session.scalar(select(Plan).where(Plan.code == code)) if code else None


def tree(plan: Plan, lines: list[Indicator]) -> list[Branch]:
    """The policies from the top, each with its lines."""
    printed_at: defaultdict[int, list[Indicator]] = defaultdict(list)
    for line in lines:
        printed_at[line.node_id].append(line)
    branches = {node.id: Branch(node, printed_at[node.id], []) for node in plan.nodes}
    for node in plan.nodes:
        if node.parent_id:
            branches[node.parent_id].below.append(branches[node.id])
    return [branches[node.id] for node in plan.nodes if node.parent_id is None]
