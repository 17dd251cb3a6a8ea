"""The policies that a match serves: given – when – then."""

from datetime import date

import pytest
from sqlalchemy import select

from matchbox.core.database import db
from matchbox.core.errors import Forbidden, Invalid, NotNow
from matchbox.matching import actions
from matchbox.matching.models import Tag
from matchbox.matching.workflow import AGREED_ON, BEFORE_AGREEMENT, MatchState
from tests.given.matches import a_match, done, tags
from tests.given.people import a_coordinator, a_person
from tests.given.words import a_plan, a_policy
from tests.matching.deeds import IN_2021, IN_2026, agreed, codes, corrected, kinds, last

SDGS = "kanazawa-sdgs"


def tagged(match, *primary, others=()):
    return done(actions.tag, a_coordinator(), match, primary_ids=[*primary], other_ids=[*others])


def test_the_policies_of_the_year_of_the_agreement_are_required_by_name(app):
    match = a_match(MatchState.MEETING)
    with pytest.raises(Invalid, match="先に「金沢市協働推進計画2026") as refusal:
        agreed(match, primary_ids=[])
    assert refusal.value.field == f"primary_{a_plan(IN_2026).id}"
    with pytest.raises(Invalid, match="先に「金沢市協働推進計画2021」"):
        agreed(match, primary_ids=[], agreed_on=date(2026, 3, 31))
    assert match.state is MatchState.MEETING


def test_tags_given_before_count_if_they_hold_in_the_year(app):
    match = a_match(MatchState.MEETING, tags=tags(a_policy("2-3")))
    agreed(match, primary_ids=None)
    assert codes(match) == {(IN_2026, "2-3", True)}
    assert kinds(match) == ["MatchAgreed"]


def test_tagged_in_march_and_agreed_in_april_is_refused_until_tagged_anew(app):
    match = a_match(MatchState.MEETING, tags=tags(a_policy("2", IN_2021)))
    with pytest.raises(Invalid, match="先に「金沢市協働推進計画2026"):
        agreed(match, primary_ids=None, agreed_on=date(2026, 4, 1))
    agreed(match, agreed_on=date(2026, 4, 1))
    assert codes(match) == {(IN_2026, "2-1", True)}


def test_in_a_year_before_all_required_plans_no_tag_is_needed(app):
    match = a_match(MatchState.MEETING)
    agreed(match, primary_ids=[], agreed_on=date(2020, 5, 1), period_from=date(2020, 5, 1))
    assert match.tags == []


def test_a_policy_of_another_year_or_above_the_lowest_level_is_refused(app):
    match = a_match(MatchState.MEETING)
    for wrong in (a_policy("2", IN_2021), a_policy("2", IN_2026)):
        with pytest.raises(Invalid, match="この年度には使えない施策"):
            tagged(match, a_policy().id, wrong.id)
    assert match.tags == []


def test_in_the_plan_of_2021_the_basic_policies_are_the_lowest_level(app):
    match = a_match(MatchState.AGREED, agreed_on=date(2026, 3, 31), tags=tags(a_policy("1", IN_2021)))
    tagged(match, a_policy("2", IN_2021).id, others=[a_policy("3", IN_2021).id])
    assert codes(match) == {(IN_2021, "2", True), (IN_2021, "3", False)}


def test_each_plan_has_one_primary_policy_and_any_number_of_others(app):
    match = a_match(MatchState.CANDIDATE)
    two = [a_policy("2-1").id, a_policy("2-2").id]
    with pytest.raises(Invalid, match="主に関わるものを1つ"):
        tagged(match, *two)
    with pytest.raises(Invalid, match="主に関わるものを1つ"):
        tagged(match, others=two)
    tagged(match, two[0], a_policy("4", SDGS).id, others=[two[1], a_policy("1", SDGS).id])
    assert codes(match) == {
        (IN_2026, "2-1", True), (IN_2026, "2-2", False), (SDGS, "4", True), (SDGS, "1", False),
    }  # fmt: skip


def test_retagging_keeps_what_stays_and_tells_it_in_words(app):
    match = a_match(MatchState.AGREED)
    (kept,) = match.tags
    tagged(match, a_policy("2-3").id, others=[kept.node_id])
    assert codes(match) == {(IN_2026, "2-3", True), (IN_2026, "2-1", False)}
    assert kept in match.tags
    assert last("MatchTagged").facts["policies"] == (
        "金沢市協働推進計画2026（仮称） 施策2-3、金沢市協働推進計画2026（仮称） 施策2-1"
    )
    assert len(db.session.scalars(select(Tag)).all()) == 2


@pytest.mark.parametrize("state", BEFORE_AGREEMENT)
def test_before_the_agreement_tags_are_provisional_and_may_be_none(app, state):
    match = a_match(state, tags=tags(a_policy()))
    tagged(match)
    assert match.tags == []


@pytest.mark.parametrize("state", AGREED_ON)
def test_after_the_agreement_a_required_plan_stays_tagged(app, state):
    match = a_match(state)
    with pytest.raises(Invalid, match="先に「金沢市協働推進計画2026"):
        tagged(match)
    assert codes(match) == {(IN_2026, "2-1", True)}


@pytest.mark.parametrize("state", [MatchState.NOT_AGREED, MatchState.BROKEN_OFF])
def test_what_has_ended_is_not_tagged_any_more(app, state):
    with pytest.raises(NotNow):
        tagged(a_match(state), a_policy().id)


def test_only_coordinators_tag(app):
    with pytest.raises(Forbidden):
        done(actions.tag, a_person(), a_match(), primary_ids=[a_policy().id])


@pytest.mark.parametrize("state", AGREED_ON)
def test_a_correction_keeps_the_stage_and_tells_both_days(app, state):
    match = a_match(state, agreed_on=date(2026, 5, 1))
    corrected(match, agreed_on=date(2026, 5, 8), purpose="書きなおした目的")
    assert (match.state, match.agreed_on, match.purpose) == (state, date(2026, 5, 8), "書きなおした目的")
    entry = last("AgreementCorrected")
    assert (entry.facts["before"], entry.facts["after"]) == ("2026-05-01", "2026-05-08")
    assert codes(match) == {(IN_2026, "2-1", True)}


def test_moving_the_day_into_another_fiscal_year_drops_the_old_tags_and_asks_for_new_ones(app):
    held = tags(a_policy("1", IN_2021), a_policy("4", SDGS))
    match = a_match(MatchState.ACTIVE, agreed_on=date(2026, 3, 31), tags=held)
    with pytest.raises(Invalid, match="先に「金沢市協働推進計画2026") as refusal:
        corrected(match, agreed_on=date(2026, 4, 1))
    assert refusal.value.field == f"primary_{a_plan(IN_2026).id}"
    assert match.agreed_on == date(2026, 3, 31) and len(match.tags) == 2
    corrected(match, agreed_on=date(2026, 4, 1), primary_ids=[a_policy("2-1").id, a_policy("4", SDGS).id])
    assert match.agreed_on == date(2026, 4, 1)
    assert codes(match) == {(IN_2026, "2-1", True), (SDGS, "4", True)}
