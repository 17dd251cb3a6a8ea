"""Which tags of a match stand in a fiscal year, which fall, and which required plan has none."""

from collections.abc import Iterable
from dataclasses import dataclass

from matchbox.core.years import FiscalYear
from matchbox.kpi.rules.rows import PlanTerms, Tag


@dataclass(frozen=True, slots=True)
class TagCheck:
    valid: frozenset[Tag]
    fallen: frozenset[Tag]
    """Of a plan that is not in force in this year, or of a node that the plan does not have."""
    too_high: frozenset[Tag]
    """On a node with others below it: only lowest nodes carry tags."""
    missing: tuple[PlanTerms, ...]
    """Required plans in force that no valid tag names."""

    @property
    def complete(self) -> bool:
        return not (self.fallen or self.too_high or self.missing)


def check_tags(tags: Iterable[Tag], plans: Iterable[PlanTerms], year: FiscalYear) -> TagCheck:
    """The check of 成立 and of every change of 成立日."""
    in_force = {plan.code: plan for plan in plans if plan.in_force(year)}
    given = frozenset(tags)
    known = frozenset((code, node) for code, node in given if code in in_force and node in in_force[code].parents)
    valid = frozenset((code, node) for code, node in known if node in in_force[code].lowest)
    tagged = {code for code, _ in valid}
    return TagCheck(
        valid=valid,
        fallen=given - known,
        too_high=known - valid,
        missing=tuple(plan for code, plan in sorted(in_force.items()) if plan.required and code not in tagged),
    )
