"""Who faces whom, what is missing, which policies may be tagged."""

from datetime import date

import pytest

from matchbox.matching.rules import (
    PartyRole,
    PlanChoices,
    Standing,
    days_late,
    different_parties,
    joins_two,
    policies_complaint,
    policy_needed,
    set_of_parties,
    what_is_missing,
)

NEEDING, HELPING, SUPPORTING = PartyRole


def group(key, role=HELPING):
    return Standing(role, f"org:{key}", is_organisation=True)


def person(key, role=NEEDING, sides=(), of_centre=False):
    return Standing(role, f"user:{key}", is_organisation=False, sides=frozenset(sides), of_centre=of_centre)


@pytest.mark.parametrize(
    "case, standings, number",
    [
        ("a resident and a group", [person(1), group(1)], 2),
        ("two groups", [group(1, NEEDING), group(2)], 2),
        ("three parties", [group(1, NEEDING), group(2), group(3)], 3),
        ("the same group on both sides", [group(1, NEEDING), group(1)], 1),
        ("the head of a 町会 and her own 町会", [person(1, sides={"org:1"}), group(1)], 1),
        ("a member of a group that is not in it", [person(1, sides={"org:9"}), group(1)], 2),
        ("two residents", [person(1), person(2, HELPING)], 2),
        ("a sponsor is listed, not compared", [person(1), group(1, SUPPORTING)], 1),
        ("a member of the sponsor stands for herself", [person(1, sides={"org:2"}), group(1), group(2, SUPPORTING)], 2),
        ("the staff of the centre are never a party", [person(1, of_centre=True), group(1)], 1),
        ("nobody", [], 0),
    ],
)
def test_who_really_faces_whom(case, standings, number):
    assert len(different_parties(standings)) == number
    assert joins_two(standings) is (number >= 2)


def test_the_set_of_parties_has_one_spelling_without_supporters():
    keys = [(HELPING, "org:2"), (NEEDING, "user:7"), (SUPPORTING, "org:9"), (NEEDING, "org:2")]
    assert set_of_parties(keys) == set_of_parties(reversed(keys)) == "org:2|user:7"
    assert set_of_parties([]) == ""


@pytest.mark.parametrize(
    "verb, asked, accepted, activities, first",
    [
        ("approach", 0, 0, 0, "打診を1件"),
        ("approach", 1, 0, 0, ""),
        ("meet", 3, 0, 0, "「受ける」"),
        ("meet", 3, 1, 0, ""),
        ("complete", 1, 1, 0, "活動を1件"),
        ("complete", 1, 1, 1, ""),
        ("start", 0, 0, 0, ""),
    ],
)
def test_what_has_to_be_recorded_before_a_step(verb, asked, accepted, activities, first):
    sentence = what_is_missing(verb, asked=asked, accepted=accepted, activities=activities)
    assert first in sentence and bool(first) is bool(sentence)


@pytest.mark.parametrize(
    "due_on, days", [(None, 0), (date(2026, 11, 24), 0), (date(2026, 11, 25), 0), (date(2026, 11, 21), 3)]
)
def test_how_late_it_is(due_on, days):
    assert days_late(due_on, date(2026, 11, 24)) == days


REQUIRED = PlanChoices(1, "協働2026", True, frozenset({11, 12, 13}))
SDGS = PlanChoices(2, "SDGs", False, frozenset({21, 22}))


@pytest.mark.parametrize(
    "primary, others, complete, field, words",
    [
        ({11}, (), True, None, None),
        ({11}, {12}, True, None, None),
        ({11, 21}, {12, 22}, True, None, None),
        ((), (), False, None, None),
        ((), (), True, "primary_1", "先に「協働2026」の施策を付けてください。"),
        ({21}, (), True, "primary_1", "先に「協働2026」の施策を付けてください。"),
        ((), {12}, False, "primary_1", "「協働2026」に、主に関わるものを1つえらんでください。"),
        ((), {12}, True, "primary_1", "「協働2026」に、主に関わるものを1つえらんでください。"),
        ({11, 12}, (), True, "primary_1", "「協働2026」に、主に関わるものを1つえらんでください。"),
        ({11}, {22}, True, "primary_2", "「SDGs」に、主に関わるものを1つえらんでください。"),
        ({11, 99}, (), True, "policies", "この年度には使えない施策"),
        ({11}, {99}, False, "policies", "この年度には使えない施策"),
    ],
)
def test_which_policies_may_be_tagged(primary, others, complete, field, words):
    complaint = policies_complaint([REQUIRED, SDGS], primary, others, complete=complete)
    if field is None:
        assert complaint is None
    else:
        assert complaint.field == field and words in complaint.sentence


def test_a_year_without_required_plans_needs_no_tag():
    assert policies_complaint([SDGS], (), (), complete=True) is None


def test_a_refusal_names_the_plan_as_it_is_titled():
    assert policy_needed("100%プラン<案>") == "先に「100%プラン<案>」の施策を付けてください。"
