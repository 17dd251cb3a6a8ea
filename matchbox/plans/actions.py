"""Bringing in plans."""

from collections.abc import Iterator
from itertools import count
from typing import Any

from sqlalchemy import select

from matchbox.core.database import db
from matchbox.core.permissions import Actor, requires
from matchbox.plans import policy
from matchbox.plans.models import Basis, Direction, Indicator, Node, Plan, PlanStatus, Source

WORDS_OF_A_MILESTONE = ("baseline", "target")


@requires(policy.KEEP)
def load_plan(actor: Actor, subject: None, *, data: dict[str, Any]) -> Plan | None:
    """Bring in a plan as its YAML file describes it; one whose code is known already stays as staff made it."""
    if db.session.scalar(select(Plan.id).where(Plan.code == data["code"])):
        return None
    about = {name: value for name, value in data.items() if name not in {"nodes", "status"}}
    plan = Plan(status=PlanStatus.of(data["status"]), **about)
    db.session.add(plan)
    db.session.flush()  # nodes point at its id
    _add_nodes(plan, None, data["nodes"], 0, count(1))
    return plan


def _add_nodes(
    plan: Plan, parent: Node | None, nodes: list[dict[str, Any]], level: int, places: Iterator[int]
) -> None:
    for told in nodes:
        about = {name: value for name, value in told.items() if name not in {"nodes", "indicators"}}
        node = Node(
            plan_id=plan.id, parent_id=parent.id if parent else None, level=level, position=next(places), **about
        )
        db.session.add(node)
        db.session.flush()  # children and indicators point at its id
        for line in told.get("indicators", ()):
            _add_indicator(plan, node, line, next(places))
        _add_nodes(plan, node, told.get("nodes", []), level + 1, places)


def _add_indicator(plan: Plan, node: Node, line: dict[str, Any], position: int) -> None:
    if "repost_of" in line:
        db.session.add(_shown_again(plan, node, line, position))
        return
    about = dict(line)
    about["basis"] = Basis.of(line["basis"])
    about["direction"] = Direction.of(line.get("direction", Direction.INCREASE))
    about["source"] = Source.of(line.get("source", Source.REPORTED))
    about["baseline_is_approximate"] = about.pop("approximate_baseline", False)
    if about["basis"] is Basis.MILESTONE:
        about.update({f"{name}_words": about.pop(name) for name in WORDS_OF_A_MILESTONE})
    db.session.add(Indicator(plan_id=plan.id, node_id=node.id, position=position, **about))


def _shown_again(plan: Plan, node: Node, line: dict[str, Any], position: int) -> Indicator:
    first = db.session.scalars(
        select(Indicator).where(Indicator.plan_id == plan.id, Indicator.code == line["repost_of"])
    ).one()
    printed = line.get("printed_basis")
    return Indicator(
        plan_id=plan.id,
        node_id=node.id,
        position=position,
        repost_of_id=first.id,
        code=line["code"],
        name=first.name,
        unit=first.unit,
        basis=first.basis,
        direction=first.direction,
        source=first.source,
        printed_basis=Basis.of(printed) if printed else None,
        note=line.get("note", ""),
    )

