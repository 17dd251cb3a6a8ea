"""Matches, parties and plans as counting reads them: pure rows, no database."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from matchbox.core.years import FiscalYear
from matchbox.kpi.rules import (
    KINDS,
    MatchRow,
    PartyRow,
    PlanTerms,
    Tag,
    Verdict,
    count_indicator,
    judge,
    snapshot,
)

# The plans of the city, and matches tagged to whichever is required


R1, R2, R3, R4, R5, R6, R7, R8, R9 = (FiscalYear(year) for year in range(2019, 2028))
H30 = FiscalYear(2018)

KYODO_2021 = PlanTerms(
    "kanazawa-kyodo-2021", True, 2021, 2025, "金沢市協働推進計画2021", ("基本方針",), dict.fromkeys("123")
)
KYODO_2026 = PlanTerms(
    "kanazawa-kyodo-2026",
    True,
    2026,
    2030,
    "金沢市協働推進計画2026（仮称）",
    ("基本方針", "施策"),
    dict.fromkeys("123") | {"1-1": "1", "1-2": "1"} | {f"{top}-{low}": top for top in "23" for low in "123"},
)
SDGS = PlanTerms("kanazawa-sdgs", False, 2020, 2030, "金沢SDGs「5つの方向性」", ("方向性",), dict.fromkeys("12345"))
STRATEGY = PlanTerms(
    "kanazawa-strategy-2",
    False,
    2020,
    2024,
    "第2次金沢版総合戦略",
    ("基本目標", "施策", "取組"),
    {"4": None, "4-(3)": "4", "4-(3)-1": "4-(3)"},
)
PLANS = (KYODO_2021, KYODO_2026, SDGS, STRATEGY)

IN_2021: Tag = (KYODO_2021.code, "2")
IN_2026: Tag = (KYODO_2026.code, "2-1")
IN_2026_TOO: Tag = (KYODO_2026.code, "2-3")
IN_SDGS: Tag = (SDGS.code, "4")


def org(number: int, role: str = "helping", kind: str = "市民活動団体", administration: bool = False) -> PartyRow:
    return PartyRow(f"org:{number}", role, is_organisation=True, is_administration=administration, kind=kind)


def city_section(number: int) -> PartyRow:
    return org(number, kind="行政の課", administration=True)


def resident(number: int, role: str = "needing", member_of: Iterable[int] = ()) -> PartyRow:
    sides = frozenset(f"org:{organisation}" for organisation in member_of)
    return PartyRow(f"user:{number}", role, is_organisation=False, sides=sides)


def person_at_the_desk(number: int) -> PartyRow:
    return PartyRow(f"proxy:{number}", "needing", is_organisation=False)


A, B, C = org(1, "needing"), org(2), org(3)


def agreed(
    number: int,
    day: date,
    *parties: PartyRow,
    issue: int | None = None,
    kind: str = "exchange",
    tags: Iterable[Tag] | None = None,
    pact: bool = False,
    brokered: bool = True,
) -> MatchRow:
    """A match that meets the rule, tagged to the required plan of its year unless told otherwise."""
    if tags is None:
        tags = [
            tag for tag, plan in ((IN_2021, KYODO_2021), (IN_2026, KYODO_2026)) if plan.in_force(FiscalYear.of(day))
        ]
    return MatchRow(
        id=number,
        issue=issue,
        kind=kind,
        agreed_on=day,
        broken_off=False,
        brokered_by_centre=brokered,
        recorded_by_staff=True,
        has_purpose=True,
        has_roles=True,
        has_period=True,
        parties=parties or (A, B),
        tags=frozenset(tags),
        is_pact=pact,
        state="agreed",
    )


def broken_off(row: MatchRow) -> MatchRow:
    return replace(row, broken_off=True, state="broken_off", ended_reason="団体の事情")


def judged_rows(*rows: MatchRow) -> dict[int, Verdict]:
    return judge(rows, PLANS)


def count(year: FiscalYear, *rows: MatchRow) -> int:
    """What an indicator without a policy filter shows."""
    return count_indicator(rows, judged_rows(*rows), year, KINDS)


def closed(year: FiscalYear, *rows: MatchRow) -> dict[int, frozenset[Tag]]:
    return snapshot(rows, judged_rows(*rows), PLANS, year)


# A small plan, and a match that meets the rule: tests change one fact of it


PLAN = PlanTerms(
    "plan",
    True,
    2026,
    2030,
    "協働推進計画",
    ("基本方針", "施策"),
    {"1": None, "1-1": "1", "2": None, "2-1": "2", "2-2": "2", "2-3": "2"},
)
SIDE_PLAN = PlanTerms("side", False, 2020, 2026, "金沢SDGs", ("方向性",), {"1": None, "2": None})
SMALL_PLANS = (PLAN, SIDE_PLAN)
NEEDING = PartyRow("org:1", "needing", is_organisation=True, kind="単位町会")
HELPING = PartyRow("org:2", "helping", is_organisation=True, kind="学生団体")
POSTER = PartyRow("user:7", "needing", is_organisation=False)

A_MATCH = MatchRow(
    id=1,
    issue=7,
    kind="exchange",
    agreed_on=date(2026, 5, 5),
    broken_off=False,
    brokered_by_centre=True,
    recorded_by_staff=True,
    has_purpose=True,
    has_roles=True,
    has_period=True,
    parties=(NEEDING, HELPING),
    tags=frozenset({("plan", "2-1")}),
    state="agreed",
)


def tags(*nodes: str) -> frozenset[Tag]:
    return frozenset(("plan", node) for node in nodes)
