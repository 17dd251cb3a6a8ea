"""Figures of plans and indicators, the matches behind them, and sums that must agree."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchbox.kpi.rules import (
    KINDS,
    TOTAL,
    HintKind,
    MatchRow,
    PactFilter,
    PartyRow,
    PlanFilter,
    check_tags,
    compare,
    count_indicator,
    count_pacts,
    differing_marks,
    figures,
    hints,
    judge,
    matches_of_indicator,
    pacts_of_indicator,
    parties_of,
    snapshot,
    why_not,
)
from tests.kpi.given import (
    A_MATCH,
    HELPING,
    NEEDING,
    PLAN,
    POSTER,
    R8,
    R9,
    SIDE_PLAN,
    SMALL_PLANS,
    tags,
)

# Figures and filters


def test_a_parent_shows_different_matches_and_not_the_sum_of_its_rows() -> None:
    rows = (
        replace(A_MATCH, tags=tags("2-1", "2-2")),
        replace(A_MATCH, id=2, issue=8, tags=tags("2-2")),
        replace(A_MATCH, id=3, issue=9, tags=tags("1-1", "2-3")),
        replace(A_MATCH, id=4, issue=10, broken_off=True),
        replace(A_MATCH, id=5, issue=11, agreed_on=date(2027, 4, 1)),
    )
    shown = figures(rows, judge(rows, SMALL_PLANS), PLAN, R8)
    assert {node: shown.of(node) for node in PLAN.parents} == {"1": 1, "1-1": 1, "2": 3, "2-1": 1, "2-2": 2, "2-3": 1}
    assert shown.total == 3
    assert shown.matches["2-2"] == {1, 2}


def test_tags_of_a_plan_that_is_not_in_force_count_nowhere() -> None:
    row = replace(A_MATCH, agreed_on=date(2027, 4, 1), tags=tags("2-1") | {("side", "1")})
    assert figures([row], judge([row], SMALL_PLANS), SIDE_PLAN, R9).total == 0
    assert figures([row], judge([row], SMALL_PLANS), PLAN, R9).total == 1


def test_an_indicator_filters_by_kind_by_policy_and_by_kind_of_party() -> None:
    rows = [
        A_MATCH,
        replace(A_MATCH, id=2, issue=8, kind="cooperation", tags=tags("2-2")),
        replace(A_MATCH, id=3, issue=9, tags=tags("1-1"), parties=(POSTER, NEEDING)),
        replace(A_MATCH, id=4, issue=10, tags=tags("1-1"), parties=(NEEDING, replace(NEEDING, key="org:9"),
                                                                    replace(HELPING, role="supporting"))),
    ]  # fmt: skip
    verdicts = judge(rows, SMALL_PLANS)
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
    assert count_pacts([row], judge([row], SMALL_PLANS), R8, BETWEEN) == concluded


def test_an_organisation_merged_of_both_kinds_is_not_its_own_other_party() -> None:
    merged = replace(HELPING, key=NEEDING.key)
    company = replace(HELPING, key="org:3", kind="企業・事業者")
    row = replace(A_PACT, parties=(NEEDING, merged, company))
    verdicts = judge([row], SMALL_PLANS)
    assert verdicts[1].counted
    assert count_pacts([row], verdicts, R8, BETWEEN) == 0


def test_two_agreements_of_one_year_are_both_concluded() -> None:
    rows = [replace(A_PACT, broken_off=True), replace(A_PACT, id=2), replace(A_PACT, id=3)]
    assert pacts_of_indicator(rows, judge(rows, SMALL_PLANS), R8, BETWEEN) == {1, 2, 3}


def test_tags_are_sorted_into_those_that_stand_and_those_that_fall() -> None:
    given_tags = tags("2-1", "2", "9-9") | {("side", "1"), ("unknown", "1")}
    check = check_tags(given_tags, SMALL_PLANS, R9)
    assert check.valid == tags("2-1")
    assert check.too_high == tags("2")
    assert check.fallen == tags("9-9") | {("side", "1"), ("unknown", "1")}
    assert check.missing == ()
    assert not check.complete
    assert check_tags(tags("2-1") | {("side", "1")}, SMALL_PLANS, R8).complete


# Hints


def test_overlapping_sets_are_close_until_the_sixtieth_day() -> None:
    third = replace(HELPING, key="org:3")
    wide = replace(A_MATCH, parties=(NEEDING, HELPING, third))
    for day, listed in ((date(2026, 7, 4), 1), (date(2026, 7, 5), 0)):
        rows = [wide, replace(A_MATCH, id=2, agreed_on=day)]
        assert len(hints(rows, judge(rows, SMALL_PLANS))) == listed


def test_a_double_of_the_same_kind_needs_no_second_look() -> None:
    rows = [A_MATCH, replace(A_MATCH, id=2)]
    assert hints(rows, judge(rows, SMALL_PLANS)) == ()


def test_the_poster_alone_is_no_overlap() -> None:
    rows = [A_MATCH, replace(A_MATCH, id=2, parties=(NEEDING, replace(HELPING, key="org:3")))]
    assert hints(rows, judge(rows, SMALL_PLANS)) == ()


def test_overlapping_sets_are_listed_across_the_turn_of_the_year_and_only_when_both_count() -> None:
    wide = replace(A_MATCH, agreed_on=date(2027, 3, 20), parties=(NEEDING, HELPING, replace(HELPING, key="org:3")))
    later = replace(A_MATCH, id=2, agreed_on=date(2027, 4, 10))
    assert [hint.kind for hint in hints([later, wide], judge([later, wide], SMALL_PLANS))] == [HintKind.OVERLAPPING]
    ended = replace(later, broken_off=True)
    assert hints([ended, wide], judge([ended, wide], SMALL_PLANS)) == ()


def test_imported_marks_that_differ_from_the_rule_are_listed() -> None:
    rows = [A_MATCH, replace(A_MATCH, id=2), replace(A_MATCH, id=3, issue=9)]
    assert differing_marks({1: True, 2: True, 3: False}, judge(rows, SMALL_PLANS)) == {2, 3}


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
    verdicts = [judge(rows, SMALL_PLANS) for rows in stages]
    frozen, halfway, live = (
        snapshot(rows, judged, SMALL_PLANS, R8) for rows, judged in zip(stages, verdicts, strict=True)
    )
    whole = compare(frozen, live)
    assert whole.closed == count_indicator(stages[0], verdicts[0], R8, KINDS)
    assert whole.adjusted == count_indicator(stages[2], verdicts[2], R8, KINDS)
    steps = compare(frozen, halfway), compare(halfway, live)
    assert sum(change.total for step in steps for change in step.changes) == whole.adjusted - whole.closed
    for plan in SMALL_PLANS:
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
    assert judge(shuffled, SMALL_PLANS) == judge(rows, SMALL_PLANS)


@given(st.lists(FACTS, max_size=10))
def test_what_counts_names_no_reason_and_what_does_not_names_one(facts: list[dict[str, object]]) -> None:
    rows = rows_of(facts)
    verdicts = judge(rows, SMALL_PLANS)
    for row in rows:
        verdict = verdicts[row.id]
        assert verdict.counted == (verdict.reasons == ()) == (why_not(verdict) == ())
        assert verdict.double_of is None or verdicts[verdict.double_of].counted
    counted = [row for row in rows if verdicts[row.id].counted and row.issue is not None]
    assert len(counted) == len({(row.year, row.issue, parties_of(row)) for row in counted})


def test_comparing_a_year_with_itself_changes_nothing() -> None:
    frozen = snapshot([A_MATCH], judge([A_MATCH], SMALL_PLANS), SMALL_PLANS, R8)
    assert frozen == {1: frozenset({("plan", "2-1"), ("plan", "2"), ("plan", TOTAL)})}
    result = compare(frozen, frozen)
    assert (result.closed, result.adjusted, result.changes) == (1, 1, ())
