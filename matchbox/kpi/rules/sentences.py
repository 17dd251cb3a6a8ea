"""How a verdict is told to people: where a match counts, or why it does not."""

from collections.abc import Iterable

from matchbox.core.words import N_
from matchbox.kpi.rules.counting import Verdict
from matchbox.kpi.rules.rows import MatchRow, PlanTerms, Sentence
from matchbox.kpi.rules.tags import check_tags

COUNTED = N_("計上：%(year)s")
COUNTED_AT_POLICIES = N_("計上：%(year)s・%(policies)s")


def counted_as(verdict: Verdict, row: MatchRow, plans: Iterable[PlanTerms]) -> Sentence | None:
    """「計上：令和8年度・施策2-1」, with the policies of the required plans; None for a match that does not count."""
    if not verdict.counted or verdict.year is None:
        return None
    required = {plan.code: plan for plan in plans if plan.required}
    valid = check_tags(row.tags, required.values(), verdict.year).valid
    policies = "・".join(required[code].name_of(node) for code, node in sorted(valid))
    if not policies:
        return Sentence(COUNTED, {"year": verdict.year.plain})
    return Sentence(COUNTED_AT_POLICIES, {"year": verdict.year.plain, "policies": policies})


def why_not(verdict: Verdict) -> tuple[Sentence, ...]:
    """One whole sentence per reason, the weightiest first; empty for a match that counts."""
    params: dict[str, str | int] = {"plans": "、".join(verdict.missing), "match": verdict.double_of or 0}
    return tuple(
        Sentence(reason.label, {name: value for name, value in params.items() if f"%({name})s" in reason.label})
        for reason in verdict.reasons
    )
