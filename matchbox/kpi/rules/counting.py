"""Does this match count, in which fiscal year, and if not, why not?"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from matchbox.core.words import N_, Worded
from matchbox.core.years import FiscalYear
from matchbox.kpi.rules.rows import COMPARED_ROLES, NOT_AGREED, MatchRow, PartyRow, PlanTerms
from matchbox.kpi.rules.tags import check_tags


class Reason(Worded):
    """Why a match does not count, the weightiest first."""

    NOT_AGREED_YET = "not_agreed_yet", N_("まだ成立していません")
    NOT_AGREED = "not_agreed", N_("不成立で終わりました")
    MISTAKEN_ENTRY = "mistaken_entry", N_("登録の誤りとして中止になりました")
    BROKEN_OFF = "broken_off", N_("中止になりました")
    NOT_TWO_PARTIES = "not_two_parties", N_("異なる2者になっていません")
    NO_ORGANISATION = "no_organisation", N_("団体が入っていません")
    NOT_BROKERED = "not_brokered", N_("センターの仲介ではありません")
    NOT_SETTLED = "not_settled", N_("目的・役割・期間の合意が記録されていません")
    NOT_RECORDED = "not_recorded", N_("職員による成立の記録がありません")
    TAG_MISSING = "tag_missing", N_("この年度に必要な計画（%(plans)s）の施策が付いていません")
    DOUBLE = "double", N_("同じ課題・同じ相手のマッチング（番号%(match)s）がすでに計上されています")
    DOUBLE_WITHOUT_ISSUE = (
        "double_without_issue",
        N_("同じ種類・同じ相手のマッチング（番号%(match)s）がすでに計上されています"),
    )


def compared_parties(row: MatchRow) -> tuple[PartyRow, ...]:
    """Supporters are listed, not compared; the centre and its staff are never a party."""
    return tuple(party for party in row.parties if party.role in COMPARED_ROLES and not party.of_centre)


def parties_of(row: MatchRow) -> frozenset[str]:
    """The set of different parties; a resident who belongs to an organisation among them stands on its side."""
    compared = compared_parties(row)
    organisations = frozenset(party.key for party in compared if party.is_organisation)
    return frozenset(party.key for party in compared if party.is_organisation or not party.sides & organisations)


def _joins_two(row: MatchRow) -> bool:
    return len(parties_of(row)) >= 2


def _joins_an_organisation(row: MatchRow) -> bool:
    return any(party.is_organisation and not party.is_administration for party in compared_parties(row))


Condition = Callable[[MatchRow], bool]
Sameness = tuple[Reason, FiscalYear, int | str, frozenset[str]]

CONDITIONS: tuple[tuple[Reason, Condition], ...] = (
    (Reason.MISTAKEN_ENTRY, lambda row: not (row.broken_off and row.mistaken_entry)),
    (Reason.BROKEN_OFF, lambda row: not row.broken_off or row.mistaken_entry),
    (Reason.NOT_TWO_PARTIES, _joins_two),
    (Reason.NO_ORGANISATION, _joins_an_organisation),
    (Reason.NOT_BROKERED, lambda row: row.brokered_by_centre),
    (Reason.NOT_SETTLED, lambda row: row.has_purpose and row.has_roles and row.has_period),
    (Reason.NOT_RECORDED, lambda row: row.recorded_by_staff),
)


@dataclass(frozen=True, slots=True)
class RuleVersion:
    """The rule from a fiscal year on, as the reasons that it knows; never from a day in the middle of a year."""

    number: int
    since: FiscalYear
    reasons: frozenset[Reason] = frozenset(Reason)


RULE_VERSIONS = (RuleVersion(1, FiscalYear(1)),)


def rule_of(year: FiscalYear, versions: Iterable[RuleVersion] = RULE_VERSIONS) -> RuleVersion:
    return max((version for version in versions if version.since <= year), key=lambda version: version.since)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`year` is the fiscal year of 成立日, also when the match does not count in it."""

    match: int
    counted: bool
    year: FiscalYear | None
    reasons: tuple[Reason, ...] = ()
    double_of: int | None = None
    missing: tuple[str, ...] = ()
    """Titles of the required plans that no tag names."""
    rule: int | None = None

    @property
    def reason(self) -> Reason | None:
        return self.reasons[0] if self.reasons else None

    def counts_in(self, year: FiscalYear) -> bool:
        return self.counted and self.year == year


def judge(
    rows: Iterable[MatchRow], plans: Iterable[PlanTerms], versions: Collection[RuleVersion] = RULE_VERSIONS
) -> dict[int, Verdict]:
    """A verdict for every match. Give all matches of the fiscal years in question, or doubles stay unseen."""
    listed, known_plans = tuple(rows), tuple(plans)
    verdicts = {row.id: _by_its_own_facts(row, known_plans, versions) for row in listed}
    return verdicts | _doubles(listed, verdicts, versions)


def _by_its_own_facts(row: MatchRow, plans: tuple[PlanTerms, ...], versions: Iterable[RuleVersion]) -> Verdict:
    year = row.year
    if year is None:
        reason = Reason.NOT_AGREED if row.state == NOT_AGREED else Reason.NOT_AGREED_YET
        return Verdict(row.id, counted=False, year=None, reasons=(reason,))
    rule = rule_of(year, versions)
    reasons = [reason for reason, holds in CONDITIONS if reason in rule.reasons and not holds(row)]
    missing = check_tags(row.tags, plans, year).missing if Reason.TAG_MISSING in rule.reasons else ()
    if missing:
        reasons.append(Reason.TAG_MISSING)
    return Verdict(
        row.id,
        counted=not reasons,
        year=year,
        reasons=tuple(reasons),
        missing=tuple(plan.title or plan.code for plan in missing),
        rule=rule.number,
    )


def _doubles(
    rows: Iterable[MatchRow], verdicts: Mapping[int, Verdict], versions: Iterable[RuleVersion]
) -> dict[int, Verdict]:
    """Of matches that count by their own facts, all but the first of each group."""
    groups: defaultdict[Sameness, list[tuple[date, int]]] = defaultdict(list)
    for row in rows:
        year = verdicts[row.id].year
        if row.agreed_on is None or year is None or not verdicts[row.id].counted:
            continue
        reason, same = (Reason.DOUBLE_WITHOUT_ISSUE, row.kind) if row.issue is None else (Reason.DOUBLE, row.issue)
        if reason in rule_of(year, versions).reasons:
            groups[reason, year, same, parties_of(row)].append((row.agreed_on, row.id))
    doubles = {}
    for (reason, *_), group in groups.items():
        (_, first), *others = sorted(group)
        for _, other in others:
            doubles[other] = replace(verdicts[other], counted=False, reasons=(reason,), double_of=first)
    return doubles
