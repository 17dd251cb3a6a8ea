"""What the 36 cases leave open: every reason alone, drill-down, sums that must agree, and the arithmetic of indicators."""

import ast
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import matchbox.kpi.rules
from matchbox.core.years import FiscalYear
from matchbox.kpi.rules import (
    KINDS,
    TOTAL,
    Basis,
    Blank,
    Direction,
    HintKind,
    IndicatorTerms,
    Mark,
    MatchRow,
    PactFilter,
    PartyRow,
    PlanFilter,
    PlanTerms,
    Reason,
    RuleVersion,
    Scale,
    Share,
    Tag,
    actual_of,
    baseline_sentence,
    check_tags,
    compare,
    count_indicator,
    count_pacts,
    counted_as,
    differing_marks,
    elapsed_years,
    figures,
    hints,
    judge,
    matches_of_indicator,
    one_figure_a_year,
    pacts_of_indicator,
    parties_of,
    progress,
    rule_of,
    snapshot,
    why_not,
)

R8, R9 = FiscalYear(2026), FiscalYear(2027)
H30, R2, R3, R4, R5, R6 = (FiscalYear(year) for year in (2018, 2020, 2021, 2022, 2023, 2024))

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
PLANS = (PLAN, SIDE_PLAN)
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


# Reasons


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"agreed_on": None, "state": "meeting"}, "まだ成立していません"),
        ({"agreed_on": None, "state": "not_agreed"}, "不成立で終わりました"),
        ({"broken_off": True}, "中止になりました"),
        ({"broken_off": True, "mistaken_entry": True}, "登録の誤りとして中止になりました"),
        ({"parties": (HELPING,)}, "異なる2者になっていません"),
        ({"parties": (POSTER, replace(POSTER, key="user:8"))}, "団体が入っていません"),
        ({"brokered_by_centre": False}, "センターの仲介ではありません"),
        ({"has_purpose": False}, "目的・役割・期間の合意が記録されていません"),
        ({"has_roles": False}, "目的・役割・期間の合意が記録されていません"),
        ({"has_period": False}, "目的・役割・期間の合意が記録されていません"),
        ({"recorded_by_staff": False}, "職員による成立の記録がありません"),
        ({"tags": frozenset()}, "この年度に必要な計画（協働推進計画）の施策が付いていません"),
        ({"tags": frozenset({("side", "1")})}, "この年度に必要な計画（協働推進計画）の施策が付いていません"),
        ({"tags": tags("9-9")}, "この年度に必要な計画（協働推進計画）の施策が付いていません"),
    ],
)
def test_each_missing_fact_alone_keeps_a_match_from_counting(changes: Mapping[str, object], sentence: str) -> None:
    assert judge([A_MATCH], PLANS)[1].counted
    verdict = judge([replace(A_MATCH, **changes)], PLANS)[1]  # type: ignore[arg-type]
    assert not verdict.counted
    assert [told.text % told.params for told in why_not(verdict)] == [sentence]


def test_every_reason_is_named_the_weightiest_first() -> None:
    row = replace(A_MATCH, broken_off=True, brokered_by_centre=False, tags=frozenset(), recorded_by_staff=False)
    verdict = judge([row], PLANS)[1]
    assert verdict.reasons == (Reason.BROKEN_OFF, Reason.NOT_BROKERED, Reason.NOT_RECORDED, Reason.TAG_MISSING)
    assert verdict.reason is Reason.BROKEN_OFF
    assert verdict.year == R8


def test_a_match_before_its_agreement_names_nothing_else() -> None:
    row = replace(A_MATCH, agreed_on=None, tags=frozenset(), has_purpose=False, kind="")
    verdict = judge([row], PLANS)[1]
    assert (verdict.reasons, verdict.year) == ((Reason.NOT_AGREED_YET,), None)


def test_a_double_names_the_match_that_counts_instead() -> None:
    with_issue = judge([A_MATCH, replace(A_MATCH, id=2)], PLANS)[2]
    assert [told.text % told.params for told in why_not(with_issue)] == [
        "同じ課題・同じ相手のマッチング（番号1）がすでに計上されています"
    ]
    bare = replace(A_MATCH, issue=None)
    assert [told.text % told.params for told in why_not(judge([bare, replace(bare, id=2)], PLANS)[2])] == [
        "同じ種類・同じ相手のマッチング（番号1）がすでに計上されています"
    ]


def test_a_match_that_counts_says_where() -> None:
    told = counted_as(judge([A_MATCH], PLANS)[1], A_MATCH, PLANS)
    assert told is not None
    assert told.text % told.params == "計上：令和8年度・施策2-1"
    several = replace(A_MATCH, tags=tags("2-3", "1-1") | {("side", "1")})
    told = counted_as(judge([several], PLANS)[1], several, PLANS)
    assert told is not None
    assert told.text % told.params == "計上：令和8年度・施策1-1・施策2-3"
    assert why_not(judge([A_MATCH], PLANS)[1]) == ()


def test_a_match_that_does_not_count_says_no_place() -> None:
    row = replace(A_MATCH, broken_off=True)
    assert counted_as(judge([row], PLANS)[1], row, PLANS) is None


def test_every_required_plan_of_the_year_must_be_tagged_and_none_of_another_year() -> None:
    second = replace(SIDE_PLAN, required=True)
    assert judge([A_MATCH], [PLAN, second])[1].missing == ("金沢SDGs",)
    next_year = replace(A_MATCH, agreed_on=date(2027, 4, 1))
    assert judge([next_year], [PLAN, second])[1].counted


def test_a_plan_asks_in_its_first_and_in_its_last_year() -> None:
    bare = replace(A_MATCH, tags=frozenset())
    days = (date(2026, 3, 31), date(2026, 4, 1), date(2031, 3, 31), date(2031, 4, 1))
    counted = [judge([replace(bare, agreed_on=day)], PLANS)[1].counted for day in days]
    assert counted == [True, False, False, True]


# Parties


def test_a_member_stands_on_the_side_of_an_organisation_whatever_her_role() -> None:
    member = replace(POSTER, sides=frozenset({"org:2", "org:99"}))
    assert parties_of(replace(A_MATCH, parties=(member, HELPING))) == {"org:2"}
    assert parties_of(replace(A_MATCH, parties=(replace(member, role="helping"), HELPING))) == {"org:2"}
    assert parties_of(replace(A_MATCH, parties=(member, NEEDING, HELPING))) == {"org:1", "org:2"}


def test_a_member_of_a_mere_supporter_is_a_party_of_her_own() -> None:
    member = replace(POSTER, sides=frozenset({"org:3"}))
    supporter = replace(HELPING, key="org:3", role="supporting")
    assert parties_of(replace(A_MATCH, parties=(member, HELPING, supporter))) == {"user:7", "org:2"}


def test_a_supporting_organisation_does_not_make_up_for_a_missing_one() -> None:
    parties = (POSTER, replace(POSTER, key="user:8", role="helping"), replace(HELPING, role="supporting"))
    assert judge([replace(A_MATCH, parties=parties)], PLANS)[1].reasons == (Reason.NO_ORGANISATION,)


def test_the_centre_is_never_a_party() -> None:
    centre = replace(HELPING, key="org:50", of_centre=True)
    row = replace(A_MATCH, parties=(NEEDING, centre))
    assert judge([row], PLANS)[1].reasons == (Reason.NOT_TWO_PARTIES,)
    assert parties_of(replace(A_MATCH, parties=(*A_MATCH.parties, centre))) == parties_of(A_MATCH)


def test_roles_do_not_distinguish_two_sets() -> None:
    turned = replace(A_MATCH, id=2, parties=(replace(NEEDING, role="helping"), replace(HELPING, role="needing")))
    assert judge([A_MATCH, turned], PLANS)[2].double_of == 1


def test_a_role_or_a_kind_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="role"):
        replace(POSTER, role="課題側")
    with pytest.raises(ValueError, match="kind"):
        replace(A_MATCH, kind="交流")


# Doubles


def test_on_one_day_the_lower_number_counts() -> None:
    verdicts = judge([replace(A_MATCH, id=12), replace(A_MATCH, id=3)], PLANS)
    assert (verdicts[3].counted, verdicts[12].double_of) == (True, 3)


def test_the_earlier_day_counts_before_the_lower_number() -> None:
    verdicts = judge([A_MATCH, replace(A_MATCH, id=12, agreed_on=date(2026, 5, 4))], PLANS)
    assert (verdicts[12].counted, verdicts[1].double_of) == (True, 12)


def test_only_a_match_that_counts_can_shadow_a_later_one() -> None:
    for fault in ({"broken_off": True}, {"tags": frozenset()}, {"brokered_by_centre": False}, {"has_roles": False}):
        faulty = replace(A_MATCH, **fault)  # type: ignore[arg-type]
        verdicts = judge([faulty, replace(A_MATCH, id=2, agreed_on=date(2026, 6, 1))], PLANS)
        assert (verdicts[1].counted, verdicts[2].counted, verdicts[1].double_of) == (False, True, None)


def test_a_third_match_names_the_one_that_counts_not_the_second() -> None:
    rows = [replace(A_MATCH, id=number, agreed_on=date(2026, 5, number)) for number in (1, 2, 3)]
    verdicts = judge(rows, PLANS)
    assert [verdicts[number].double_of for number in (1, 2, 3)] == [None, 1, 1]


def test_the_same_issue_and_set_count_again_in_another_year() -> None:
    again = replace(A_MATCH, id=2, agreed_on=date(2027, 4, 1))
    verdicts = judge([A_MATCH, again], PLANS)
    assert (verdicts[1].counts_in(R8), verdicts[2].counts_in(R9), verdicts[2].counts_in(R8)) == (True, True, False)


def test_two_issues_with_the_same_set_both_count() -> None:
    assert all(verdict.counted for verdict in judge([A_MATCH, replace(A_MATCH, id=2, issue=8)], PLANS).values())


def test_a_match_without_an_issue_is_no_double_of_one_with_an_issue() -> None:
    assert all(verdict.counted for verdict in judge([A_MATCH, replace(A_MATCH, id=2, issue=None)], PLANS).values())


# Rule versions


def test_a_rule_version_holds_until_the_next_one() -> None:
    versions = (RuleVersion(2, R9), RuleVersion(1, FiscalYear(2000)), RuleVersion(3, FiscalYear(2029)))
    years = [FiscalYear(year) for year in (2000, 2026, 2027, 2028, 2029, 2040)]
    assert [rule_of(year, versions).number for year in years] == [1, 1, 2, 2, 3, 3]
    assert rule_of(FiscalYear(1990)).number == 1


def test_a_version_that_knows_no_doubles_counts_both() -> None:
    lenient = (RuleVersion(1, FiscalYear(2000), frozenset(Reason) - {Reason.DOUBLE}),)
    assert all(verdict.counted for verdict in judge([A_MATCH, replace(A_MATCH, id=2)], PLANS, lenient).values())


def test_a_version_that_asks_for_no_tag_counts_an_untagged_match() -> None:
    lenient = (RuleVersion(1, FiscalYear(2000), frozenset(Reason) - {Reason.TAG_MISSING}),)
    assert judge([replace(A_MATCH, tags=frozenset())], PLANS, lenient)[1].counted


# Figures and filters


def test_a_parent_shows_different_matches_and_not_the_sum_of_its_rows() -> None:
    rows = (
        replace(A_MATCH, tags=tags("2-1", "2-2")),
        replace(A_MATCH, id=2, issue=8, tags=tags("2-2")),
        replace(A_MATCH, id=3, issue=9, tags=tags("1-1", "2-3")),
        replace(A_MATCH, id=4, issue=10, broken_off=True),
        replace(A_MATCH, id=5, issue=11, agreed_on=date(2027, 4, 1)),
    )
    shown = figures(rows, judge(rows, PLANS), PLAN, R8)
    assert {node: shown.of(node) for node in PLAN.parents} == {"1": 1, "1-1": 1, "2": 3, "2-1": 1, "2-2": 2, "2-3": 1}
    assert shown.total == 3
    assert shown.matches["2-2"] == {1, 2}


def test_tags_of_a_plan_that_is_not_in_force_count_nowhere() -> None:
    row = replace(A_MATCH, agreed_on=date(2027, 4, 1), tags=tags("2-1") | {("side", "1")})
    assert figures([row], judge([row], PLANS), SIDE_PLAN, R9).total == 0
    assert figures([row], judge([row], PLANS), PLAN, R9).total == 1


def test_an_indicator_filters_by_kind_by_policy_and_by_kind_of_party() -> None:
    rows = [
        A_MATCH,
        replace(A_MATCH, id=2, issue=8, kind="cooperation", tags=tags("2-2")),
        replace(A_MATCH, id=3, issue=9, tags=tags("1-1"), parties=(POSTER, NEEDING)),
        replace(A_MATCH, id=4, issue=10, tags=tags("1-1"), parties=(NEEDING, replace(NEEDING, key="org:9"),
                                                                    replace(HELPING, role="supporting"))),
    ]  # fmt: skip
    verdicts = judge(rows, PLANS)
    assert matches_of_indicator(rows, verdicts, R8, KINDS) == {1, 2, 3, 4}
    assert matches_of_indicator(rows, verdicts, R8, {"cooperation"}) == {2}
    assert matches_of_indicator(rows, verdicts, R8, KINDS, PlanFilter(PLAN, frozenset({"2-1"}))) == {1}
    assert matches_of_indicator(rows, verdicts, R8, KINDS, PlanFilter(PLAN, frozenset({"2"}))) == {1, 2}
    assert matches_of_indicator(rows, verdicts, R8, KINDS, PlanFilter(PLAN)) == {1, 2, 3, 4}
    assert matches_of_indicator(rows, verdicts, R8, KINDS, PlanFilter(SIDE_PLAN)) == frozenset()
    assert matches_of_indicator(rows, verdicts, R8, KINDS, party_kinds={"学生団体"}) == {1, 2}
    assert count_indicator(rows, verdicts, R8, KINDS, party_kinds={"学生団体"}) == 2
    assert count_indicator(rows, verdicts, R9, KINDS) == 0


BETWEEN = PactFilter(frozenset({"学生団体", "大学・研究室"}), frozenset({"単位町会"}))
A_PACT = replace(A_MATCH, is_pact=True)


@pytest.mark.parametrize(
    ("changes", "concluded"),
    [
        ({}, 1),
        ({"is_pact": False}, 0),
        ({"broken_off": True}, 1),
        ({"broken_off": True, "mistaken_entry": True}, 0),
        ({"brokered_by_centre": False}, 1),
        ({"tags": frozenset()}, 0),
        ({"agreed_on": None}, 0),
        ({"agreed_on": date(2027, 4, 1)}, 0),
        ({"parties": (NEEDING, replace(HELPING, kind="企業・事業者"))}, 0),
        ({"parties": (NEEDING, replace(HELPING, kind="企業・事業者"), replace(HELPING, role="supporting"))}, 0),
        ({"parties": (replace(NEEDING, role="helping"), replace(HELPING, role="needing"))}, 1),
        ({"parties": (NEEDING, replace(HELPING, key="org:1"))}, 0),
    ],
)
def test_an_agreement_counts_when_it_was_concluded(changes: Mapping[str, object], concluded: int) -> None:
    row = replace(A_PACT, **changes)  # type: ignore[arg-type]
    assert count_pacts([row], judge([row], PLANS), R8, BETWEEN) == concluded


def test_two_agreements_of_one_year_are_both_concluded() -> None:
    rows = [replace(A_PACT, broken_off=True), replace(A_PACT, id=2), replace(A_PACT, id=3)]
    assert pacts_of_indicator(rows, judge(rows, PLANS), R8, BETWEEN) == {1, 2, 3}


def test_tags_are_sorted_into_those_that_stand_and_those_that_fall() -> None:
    given_tags = tags("2-1", "2", "9-9") | {("side", "1"), ("unknown", "1")}
    check = check_tags(given_tags, PLANS, R9)
    assert check.valid == tags("2-1")
    assert check.too_high == tags("2")
    assert check.fallen == tags("9-9") | {("side", "1"), ("unknown", "1")}
    assert check.missing == ()
    assert not check.complete
    assert check_tags(tags("2-1") | {("side", "1")}, PLANS, R8).complete


# Hints


def test_overlapping_sets_are_close_until_the_sixtieth_day() -> None:
    third = replace(HELPING, key="org:3")
    wide = replace(A_MATCH, parties=(NEEDING, HELPING, third))
    for day, listed in ((date(2026, 7, 4), 1), (date(2026, 7, 5), 0)):
        rows = [wide, replace(A_MATCH, id=2, agreed_on=day)]
        assert len(hints(rows, judge(rows, PLANS))) == listed


def test_the_poster_alone_is_no_overlap() -> None:
    rows = [A_MATCH, replace(A_MATCH, id=2, parties=(NEEDING, replace(HELPING, key="org:3")))]
    assert hints(rows, judge(rows, PLANS)) == ()


def test_overlapping_sets_are_listed_across_the_turn_of_the_year_and_only_when_both_count() -> None:
    wide = replace(A_MATCH, agreed_on=date(2027, 3, 20), parties=(NEEDING, HELPING, replace(HELPING, key="org:3")))
    later = replace(A_MATCH, id=2, agreed_on=date(2027, 4, 10))
    assert [hint.kind for hint in hints([later, wide], judge([later, wide], PLANS))] == [HintKind.OVERLAPPING]
    ended = replace(later, broken_off=True)
    assert hints([ended, wide], judge([ended, wide], PLANS)) == ()


def test_imported_marks_that_differ_from_the_rule_are_listed() -> None:
    rows = [A_MATCH, replace(A_MATCH, id=2), replace(A_MATCH, id=3, issue=9)]
    assert differing_marks({1: True, 2: True, 3: False}, judge(rows, PLANS)) == {2, 3}


# Sums that must agree

DAYS = st.dates(date(2026, 2, 1), date(2027, 6, 30))
PARTIES = st.lists(
    st.sampled_from(
        [
            NEEDING,
            HELPING,
            replace(HELPING, key="org:3"),
            replace(HELPING, key="org:3", role="supporting"),
            POSTER,
            replace(POSTER, sides=frozenset({"org:2"})),
            PartyRow("org:9", "helping", is_organisation=True, is_administration=True),
        ]
    ),
    min_size=1,
    max_size=4,
)
TAGS = st.frozensets(
    st.sampled_from([*tags("1-1", "2-1", "2-2", "2-3", "2"), ("side", "1"), ("side", "2")]), max_size=4
)
FACTS = st.fixed_dictionaries(
    {
        "issue": st.sampled_from([None, 7, 7, 8]),
        "kind": st.sampled_from(sorted(KINDS)),
        "agreed_on": DAYS,
        "broken_off": st.sampled_from([False, False, True]),
        "parties": PARTIES.map(tuple),
        "tags": TAGS,
    }
)


def rows_of(facts: list[dict[str, object]]) -> list[MatchRow]:
    return [replace(A_MATCH, id=number, **each) for number, each in enumerate(facts, 1)]  # type: ignore[arg-type]


@given(st.lists(FACTS, max_size=8), st.lists(FACTS, max_size=8), st.lists(FACTS, max_size=8))
def test_closed_and_adjustments_always_make_the_live_figure(
    closing: list[dict[str, object]], between: list[dict[str, object]], today: list[dict[str, object]]
) -> None:
    stages = [rows_of(facts) for facts in (closing, between, today)]
    verdicts = [judge(rows, PLANS) for rows in stages]
    frozen, halfway, live = (snapshot(rows, judged, PLANS, R8) for rows, judged in zip(stages, verdicts, strict=True))
    whole = compare(frozen, live)
    assert whole.closed == count_indicator(stages[0], verdicts[0], R8, KINDS)
    assert whole.adjusted == count_indicator(stages[2], verdicts[2], R8, KINDS)
    steps = compare(frozen, halfway), compare(halfway, live)
    assert sum(change.total for step in steps for change in step.changes) == whole.adjusted - whole.closed
    for plan in PLANS:
        before, after = (figures(stages[i], verdicts[i], plan, R8) for i in (0, 2))
        for node in (TOTAL, *plan.parents):
            place = (plan.code, node)
            assert whole.closed_at(place) == before.of(node)
            assert whole.adjusted_at(place) == after.of(node)
            assert sum(step.adjustment_at(place) for step in steps) == whole.adjustment_at(place)


@given(st.lists(FACTS, max_size=10), st.randoms(use_true_random=False))
def test_a_verdict_does_not_depend_on_the_order_of_the_rows(facts: list[dict[str, object]], chance: object) -> None:
    rows = rows_of(facts)
    shuffled = list(rows)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert judge(shuffled, PLANS) == judge(rows, PLANS)


@given(st.lists(FACTS, max_size=10))
def test_what_counts_names_no_reason_and_what_does_not_names_one(facts: list[dict[str, object]]) -> None:
    rows = rows_of(facts)
    verdicts = judge(rows, PLANS)
    for row in rows:
        verdict = verdicts[row.id]
        assert verdict.counted == (verdict.reasons == ()) == (why_not(verdict) == ())
        assert verdict.double_of is None or verdicts[verdict.double_of].counted
    counted = [row for row in rows if verdicts[row.id].counted and row.issue is not None]
    assert len(counted) == len({(row.year, row.issue, parties_of(row)) for row in counted})


def test_comparing_a_year_with_itself_changes_nothing() -> None:
    frozen = snapshot([A_MATCH], judge([A_MATCH], PLANS), PLANS, R8)
    assert frozen == {1: frozenset({("plan", "2-1"), ("plan", "2"), ("plan", TOTAL)})}
    result = compare(frozen, frozen)
    assert (result.closed, result.adjusted, result.changes) == (1, 1, ())


# Indicators

K406 = IndicatorTerms(Basis.PERIOD_SUM, R2, R6, target=10, baseline=5, baseline_year=H30, counted=True, unit="件")
G2 = IndicatorTerms(
    Basis.ANNUAL, R2, R6, target=1800, baseline=2000, baseline_year=H30, direction=Direction.DECREASE, unit="人"
)
K209 = IndicatorTerms(Basis.ANNUAL, R2, R6, target=8621, baseline=6311, baseline_year=H30, unit="人")


def test_the_printed_example_of_k406() -> None:
    result = progress(K406, {R2: 1, R3: 2, R4: 2}, R4)
    assert (result.start.value, result.actual.value, result.expected.value) == (0, 5, 6)
    assert (result.achievement.percent, result.progress.percent, result.pace.percent) == (50, 50, 83)
    assert (result.mark, result.left) == (Mark.MOSTLY, None)


def test_the_printed_example_of_g2() -> None:
    result = progress(G2, {R4: 1900}, R4)
    assert (result.start.value, result.expected.value) == (2000, 1880)
    assert (result.progress.percent, result.pace.percent, result.mark) == (50, 83, Mark.MOSTLY)
    assert result.achievement.blank is Blank.DECREASING
    assert result.left is not None
    assert result.left.text % result.left.params == "目標まであと100人"


def test_a_decrease_that_is_reached_and_one_that_runs_away() -> None:
    reached = progress(G2, {R4: 1800}, R4)
    assert reached.left is not None
    assert (reached.left.text, reached.mark, reached.progress.percent) == ("目標に達しています", Mark.ON_TRACK, 100)
    away = progress(G2, {R4: 3050}, R4)
    assert away.left is not None
    assert away.left.text % away.left.params == "目標まであと1,250人"
    assert (away.mark, away.pace.value is not None and away.pace.value < 0) == (Mark.BEHIND, True)


def test_an_annual_indicator_is_measured_from_its_baseline() -> None:
    result = progress(K209, {R3: 1, R4: 7466}, R4)
    assert (result.actual.value, result.progress.percent, result.achievement.percent) == (7466, 50, 87)
    assert result.expected.value == 6311 + Decimal(2310) * 3 / 5


def test_an_indicator_that_was_not_carried_out_before_begins_at_nothing() -> None:
    k111 = IndicatorTerms(Basis.ANNUAL, R2, R6, target=323, baseline=None, baseline_year=H30, unit="件")
    result = progress(k111, {R2: Decimal("64.6")}, R2)
    assert (result.start.value, result.expected.value, result.pace.value) == (0, Decimal("64.6"), 1)
    assert result.mark is Mark.ON_TRACK


def test_a_reported_running_total_is_taken_as_entered() -> None:
    k205 = IndicatorTerms(Basis.CUMULATIVE, R2, R6, target=150, baseline=42, baseline_year=H30)
    assert progress(k205, {R2: 60, R3: 81}, R3).actual.value == 81
    assert actual_of(k205, {R2: 60}, R3).blank is Blank.NO_ACTUAL


def test_a_counted_running_total_adds_to_the_baseline_and_knows_its_gaps() -> None:
    k208 = IndicatorTerms(Basis.CUMULATIVE, R2, R6, target=45, baseline=33, baseline_year=H30, counted=True)
    values = {FiscalYear(2019): 2, R2: 3, R3: 0}
    assert [actual_of(k208, values, year).value for year in (H30, FiscalYear(2019), R2, R3)] == [33, 35, 38, 38]
    assert actual_of(k208, {R2: 3}, R2).blank is Blank.GAP
    assert actual_of(k208, values, R4).blank is Blank.NO_ACTUAL
    assert actual_of(k208, values, FiscalYear(2017)).blank is Blank.NO_ACTUAL
    without = replace(k208, baseline=None, baseline_year=None)
    assert [actual_of(without, values, year).value for year in (R2, R3)] == [3, 3]
    assert actual_of(without, values, H30).blank is Blank.BEFORE_PERIOD


def test_a_period_sum_stays_within_the_plan_and_takes_no_unknown_year_for_nothing() -> None:
    values = {FiscalYear(2019): 100, R2: 1, R3: 2, R4: 2, R5: 0, R6: 4, FiscalYear(2025): 100}
    assert [actual_of(K406, values, year).value for year in (R2, R5, R6, FiscalYear(2025))] == [1, 5, 9, 9]
    assert actual_of(K406, values, FiscalYear(2019)).blank is Blank.BEFORE_PERIOD
    assert actual_of(K406, {R2: 1, R4: 2}, R4).blank is Blank.GAP
    assert actual_of(K406, {R2: 1}, R3).blank is Blank.NO_ACTUAL
    assert actual_of(K406, {R2: Share(1, 2)}, R2).blank is Blank.SHARES_DO_NOT_ADD_UP


def test_the_running_year_counts_by_whole_months() -> None:
    months = {date(2022, 4, 1): 0, date(2022, 11, 22): 7, date(2022, 11, 30): 8, date(2023, 3, 31): 12}
    for today, over in months.items():
        assert elapsed_years(K406, R4, today) * 12 == 24 + over
        assert progress(K406, {R2: 1, R3: 2, R4: 2}, R4, today).expected.exact == elapsed_years(K406, R4, today) * 2
    assert elapsed_years(K406, R4, date(2024, 1, 1)) == 3
    assert elapsed_years(K406, FiscalYear(2019)) == 0
    assert elapsed_years(K406, FiscalYear(2030)) == 5


def test_five_in_november_of_the_third_year_are_nearly_what_was_expected() -> None:
    result = progress(K406, {R2: 1, R3: 2, R4: 2}, R4, date(2022, 11, 22))
    assert (result.pace.percent, result.pace.percent_reached, result.mark) == (97, 96, Mark.MOSTLY)


@pytest.mark.parametrize(
    ("actual", "mark"),
    [
        (Decimal("6"), Mark.ON_TRACK),
        (Decimal("5.9999"), Mark.MOSTLY),
        (Decimal("3.6"), Mark.MOSTLY),
        (Decimal("3.5999"), Mark.BEHIND),
        (Decimal("0"), Mark.BEHIND),
        (Decimal("60"), Mark.ON_TRACK),
    ],
)
def test_the_scale_turns_exactly_at_its_steps(actual: Decimal, mark: Mark) -> None:
    assert progress(replace(K406, baseline=None), {R2: 0, R3: 0, R4: actual}, R4).mark is mark


def test_a_third_of_the_plan_is_no_rounding_error() -> None:
    three_years = IndicatorTerms(Basis.PERIOD_SUM, R2, R4, target=10)
    assert progress(three_years, {R2: Decimal(10) / 3}, R2).mark is Mark.MOSTLY
    assert progress(replace(three_years, target=9), {R2: 3}, R2).mark is Mark.ON_TRACK
    assert progress(replace(three_years, target=Decimal("0.3")), {R2: Decimal("0.1")}, R2).mark is Mark.ON_TRACK


def test_the_scale_can_be_set() -> None:
    strict = Scale(on_track=Decimal("0.8"), mostly=Decimal("0.7"))
    assert progress(K406, {R2: 1, R3: 2, R4: 2}, R4, scale=strict).mark is Mark.ON_TRACK


def test_a_pace_just_below_a_step_is_not_printed_as_if_it_had_reached_it() -> None:
    result = progress(replace(K406, target=1000), {R2: 199}, R2)
    assert (result.pace.percent, result.pace.percent_reached, result.mark) == (100, 99, Mark.MOSTLY)


@pytest.mark.parametrize(
    ("terms", "values", "year", "blanks"),
    [
        (K406, {}, R2, {"actual": "no_actual", "progress": "no_actual", "achievement": "no_actual", "pace": "no_actual"}),
        (
            replace(K406, target=None),
            {R2: 1},
            R2,
            {"expected": "no_target", "progress": "no_target", "achievement": "no_target", "pace": "no_target"},
        ),
        (replace(K406, target=0), {R2: 1}, R2, {"progress": "no_distance", "achievement": "target_is_zero",
                                                "pace": "no_distance"}),
        (replace(K209, target=6311), {R2: 6000}, R2, {"progress": "no_distance", "pace": "no_distance"}),
        (K209, {H30: 6311}, H30, {"pace": "not_due_yet"}),
    ],
)  # fmt: skip
def test_what_cannot_be_computed_says_why_and_is_never_nothing(
    terms: IndicatorTerms, values: Mapping[FiscalYear, int], year: FiscalYear, blanks: Mapping[str, str]
) -> None:
    result = progress(terms, values, year)
    names = ("actual", "expected", "progress", "achievement", "pace")
    assert {name: reading.blank for name in names if (reading := getattr(result, name)).blank} == blanks
    assert all((getattr(result, name).value is None) == (name in blanks) for name in names)
    assert result.mark is None
    assert all(getattr(result, name).blank.label for name in blanks)


def test_a_milestone_has_no_ratio() -> None:
    milestone = IndicatorTerms(Basis.MILESTONE, R2, R6, target=None)
    result = progress(milestone, {}, R4)
    readings = (result.start, result.actual, result.expected, result.progress, result.achievement, result.pace)
    assert {reading.blank for reading in readings} == {Blank.MILESTONE}
    assert (result.mark, result.left) == (None, None)
    assert actual_of(milestone, {R4: 1}, R4).blank is Blank.MILESTONE


def test_a_period_sum_prints_its_baseline_as_a_reference() -> None:
    told = baseline_sentence(K406)
    assert told.text % told.params == "参考：H30 5件（単年度）"
    told = baseline_sentence(K209)
    assert told.text % told.params == "基準：H30 6,311人"
    told = baseline_sentence(replace(K209, baseline=Decimal("1.480"), unit=""))
    assert told.text % told.params == "基準：H30 1.480"
    assert baseline_sentence(replace(K209, baseline=None)).text == "未実施"


def test_a_year_has_one_figure_reported_or_counted() -> None:
    reported = {R2: 1, R3: 9, R4: 9}
    counted = {R2: 7, R3: 2, R4: 3}
    assert one_figure_a_year(reported, counted, first_counted=R3) == {R2: 1, R3: 2, R4: 3}
    assert one_figure_a_year(reported, {}, first_counted=R3) == {R2: 1}


def test_terms_that_contradict_themselves_are_refused() -> None:
    with pytest.raises(ValueError, match="ends before"):
        replace(K406, last=H30)
    with pytest.raises(ValueError, match="year"):
        replace(K406, baseline_year=None)


# Purity


def test_the_rules_know_nothing_but_the_calendar_and_words() -> None:
    known = {"matchbox.core.words", "matchbox.core.years"}
    assert matchbox.kpi.rules.__file__ is not None
    modules = sorted(Path(matchbox.kpi.rules.__file__).parent.glob("*.py"))
    assert len(modules) > 5
    for module in modules:
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            assert not isinstance(node, ast.Import), f"{module.name} imports a whole module"
            if isinstance(node, ast.ImportFrom):
                name = node.module or ""
                pure = name.startswith("matchbox.kpi.rules.") or name in known or name in sys.stdlib_module_names
                assert pure or name == "collections.abc", f"{module.name} imports {name}"
