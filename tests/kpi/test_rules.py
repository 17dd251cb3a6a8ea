"""Does a match count: every reason alone, parties, doubles and versions of the rule."""

import ast
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import matchbox.kpi.rules
from matchbox.core.years import FiscalYear
from matchbox.kpi.rules import (
    Reason,
    RuleVersion,
    counted_as,
    judge,
    parties_of,
    rule_of,
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

# Reasons


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"agreed_on": None, "state": "meeting"}, "まだ成立していません"),
        ({"agreed_on": None, "state": "not_agreed"}, "不成立で終わりました"),
        ({"state": "meeting"}, "まだ成立していません"),
        ({"state": "not_agreed"}, "不成立で終わりました"),
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
    assert judge([A_MATCH], SMALL_PLANS)[1].counted
    verdict = judge([replace(A_MATCH, **changes)], SMALL_PLANS)[1]  # type: ignore[arg-type]
    assert not verdict.counted
    assert [told.text % told.params for told in why_not(verdict)] == [sentence]


def test_every_reason_is_named_the_weightiest_first() -> None:
    row = replace(A_MATCH, broken_off=True, brokered_by_centre=False, tags=frozenset(), recorded_by_staff=False)
    verdict = judge([row], SMALL_PLANS)[1]
    assert verdict.reasons == (Reason.BROKEN_OFF, Reason.NOT_BROKERED, Reason.NOT_RECORDED, Reason.TAG_MISSING)
    assert verdict.reason is Reason.BROKEN_OFF
    assert verdict.year == R8


def test_a_match_before_its_agreement_names_nothing_else() -> None:
    row = replace(A_MATCH, agreed_on=None, tags=frozenset(), has_purpose=False, kind="")
    verdict = judge([row], SMALL_PLANS)[1]
    assert (verdict.reasons, verdict.year) == ((Reason.NOT_AGREED_YET,), None)


def test_a_double_names_the_match_that_counts_instead() -> None:
    with_issue = judge([A_MATCH, replace(A_MATCH, id=2)], SMALL_PLANS)[2]
    assert [told.text % told.params for told in why_not(with_issue)] == [
        "同じ課題・同じ相手のマッチング（番号1）がすでに計上されています"
    ]
    bare = replace(A_MATCH, issue=None)
    assert [told.text % told.params for told in why_not(judge([bare, replace(bare, id=2)], SMALL_PLANS)[2])] == [
        "同じ種類・同じ相手のマッチング（番号1）がすでに計上されています"
    ]


def test_a_match_that_counts_says_where() -> None:
    told = counted_as(judge([A_MATCH], SMALL_PLANS)[1], A_MATCH, SMALL_PLANS)
    assert told is not None
    assert told.text % told.params == "計上：令和8年度・施策2-1"
    several = replace(A_MATCH, tags=tags("2-3", "1-1") | {("side", "1")})
    told = counted_as(judge([several], SMALL_PLANS)[1], several, SMALL_PLANS)
    assert told is not None
    assert told.text % told.params == "計上：令和8年度・施策1-1・施策2-3"
    assert why_not(judge([A_MATCH], SMALL_PLANS)[1]) == ()


def test_a_match_that_does_not_count_says_no_place() -> None:
    row = replace(A_MATCH, broken_off=True)
    assert counted_as(judge([row], SMALL_PLANS)[1], row, SMALL_PLANS) is None


def test_every_required_plan_of_the_year_must_be_tagged_and_none_of_another_year() -> None:
    second = replace(SIDE_PLAN, required=True)
    assert judge([A_MATCH], [PLAN, second])[1].missing == ("金沢SDGs",)
    next_year = replace(A_MATCH, agreed_on=date(2027, 4, 1))
    assert judge([next_year], [PLAN, second])[1].counted


def test_a_plan_asks_in_its_first_and_in_its_last_year() -> None:
    bare = replace(A_MATCH, tags=frozenset())
    days = (date(2026, 3, 31), date(2026, 4, 1), date(2031, 3, 31), date(2031, 4, 1))
    counted = [judge([replace(bare, agreed_on=day)], SMALL_PLANS)[1].counted for day in days]
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
    assert judge([replace(A_MATCH, parties=parties)], SMALL_PLANS)[1].reasons == (Reason.NO_ORGANISATION,)


def test_the_centre_is_never_a_party() -> None:
    centre = replace(HELPING, key="org:50", of_centre=True)
    row = replace(A_MATCH, parties=(NEEDING, centre))
    assert judge([row], SMALL_PLANS)[1].reasons == (Reason.NOT_TWO_PARTIES,)
    assert parties_of(replace(A_MATCH, parties=(*A_MATCH.parties, centre))) == parties_of(A_MATCH)


def test_roles_do_not_distinguish_two_sets() -> None:
    turned = replace(A_MATCH, id=2, parties=(replace(NEEDING, role="helping"), replace(HELPING, role="needing")))
    assert judge([A_MATCH, turned], SMALL_PLANS)[2].double_of == 1


def test_a_role_or_a_kind_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="role"):
        replace(POSTER, role="課題側")
    with pytest.raises(ValueError, match="kind"):
        replace(A_MATCH, kind="交流")


# Doubles


def test_on_one_day_the_lower_number_counts() -> None:
    verdicts = judge([replace(A_MATCH, id=12), replace(A_MATCH, id=3)], SMALL_PLANS)
    assert (verdicts[3].counted, verdicts[12].double_of) == (True, 3)


def test_the_earlier_day_counts_before_the_lower_number() -> None:
    verdicts = judge([A_MATCH, replace(A_MATCH, id=12, agreed_on=date(2026, 5, 4))], SMALL_PLANS)
    assert (verdicts[12].counted, verdicts[1].double_of) == (True, 12)


def test_only_a_match_that_counts_can_shadow_a_later_one() -> None:
    for fault in ({"broken_off": True}, {"tags": frozenset()}, {"brokered_by_centre": False}, {"has_roles": False}):
        faulty = replace(A_MATCH, **fault)  # type: ignore[arg-type]
        verdicts = judge([faulty, replace(A_MATCH, id=2, agreed_on=date(2026, 6, 1))], SMALL_PLANS)
        assert (verdicts[1].counted, verdicts[2].counted, verdicts[1].double_of) == (False, True, None)


def test_a_third_match_names_the_one_that_counts_not_the_second() -> None:
    rows = [replace(A_MATCH, id=number, agreed_on=date(2026, 5, number)) for number in (1, 2, 3)]
    verdicts = judge(rows, SMALL_PLANS)
    assert [verdicts[number].double_of for number in (1, 2, 3)] == [None, 1, 1]


def test_the_same_issue_and_set_count_again_in_another_year() -> None:
    again = replace(A_MATCH, id=2, agreed_on=date(2027, 4, 1))
    verdicts = judge([A_MATCH, again], SMALL_PLANS)
    assert (verdicts[1].counts_in(R8), verdicts[2].counts_in(R9), verdicts[2].counts_in(R8)) == (True, True, False)


def test_two_issues_with_the_same_set_both_count() -> None:
    assert all(verdict.counted for verdict in judge([A_MATCH, replace(A_MATCH, id=2, issue=8)], SMALL_PLANS).values())


def test_a_match_without_an_issue_is_no_double_of_one_with_an_issue() -> None:
    assert all(
        verdict.counted for verdict in judge([A_MATCH, replace(A_MATCH, id=2, issue=None)], SMALL_PLANS).values()
    )


# Rule versions


def test_a_rule_version_holds_until_the_next_one() -> None:
    versions = (RuleVersion(2, R9), RuleVersion(1, FiscalYear(2000)), RuleVersion(3, FiscalYear(2029)))
    years = [FiscalYear(year) for year in (2000, 2026, 2027, 2028, 2029, 2040)]
    assert [rule_of(year, versions).number for year in years] == [1, 1, 2, 2, 3, 3]
    assert rule_of(FiscalYear(1990)).number == 1


def test_a_version_that_knows_no_doubles_counts_both() -> None:
    lenient = (RuleVersion(1, FiscalYear(2000), frozenset(Reason) - {Reason.DOUBLE}),)
    assert all(verdict.counted for verdict in judge([A_MATCH, replace(A_MATCH, id=2)], SMALL_PLANS, lenient).values())


def test_a_version_that_asks_for_no_tag_counts_an_untagged_match() -> None:
    lenient = (RuleVersion(1, FiscalYear(2000), frozenset(Reason) - {Reason.TAG_MISSING}),)
    assert judge([replace(A_MATCH, tags=frozenset())], SMALL_PLANS, lenient)[1].counted


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
