"""Finding plans: by time, by code, with their trees and lines."""

import pytest

from matchbox.core.database import db
from matchbox.core.permissions import Visitor
from matchbox.plans import queries
from matchbox.plans.models import PlanStatus, Source
from matchbox.plans.rules import Time
from tests.given.issues import selects
from tests.given.words import a_plan


def codes(plans):
    return [plan.code for plan in plans]


def test_the_running_plans_come_first_and_among_them_the_required_one(app):
    by_time = queries.by_time(2026)
    assert list(by_time) == [Time.RUNNING, Time.OVER]
    assert codes(by_time[Time.RUNNING])[0] == "kanazawa-kyodo-2026"
    assert set(codes(by_time[Time.OVER])) == {"kanazawa-kyodo-2021", "kanazawa-strategy-2"}
    assert codes(queries.by_time(2025)[Time.COMING]) == ["kanazawa-kyodo-2026"]


@pytest.mark.parametrize(
    ("code", "year", "status"),
    [
        ("kanazawa-kyodo-2021", 2025, PlanStatus.ADOPTED),
        ("kanazawa-kyodo-2021", 2026, PlanStatus.CLOSED),
        ("kanazawa-kyodo-2026", 2026, PlanStatus.DRAFT),
        ("kanazawa-strategy-2", 2026, PlanStatus.CLOSED),
    ],
)
def test_an_adopted_plan_is_closed_once_its_years_are_over(app, code, year, status):
    assert queries.status_in(a_plan(code), year) is status


def test_every_plan_is_public(app):
    seen = db.session.scalars(queries.visible_to(Visitor())).all()
    assert len(seen) == len(queries.all_plans()) == 6


def test_a_plan_is_found_by_its_code_or_not_at_all(app):
    assert queries.named("kanazawa-sdgs").title.startswith("金沢SDGs")
    assert queries.named("unknown") is None and queries.named("") is None


def test_a_line_is_found_by_its_code_within_its_plan(app):
    strategy = a_plan("kanazawa-strategy-2")
    assert queries.line_of(strategy, "K406").source is Source.MATCHES
    assert queries.line_of(strategy, "K999") is None
    assert queries.line_of(a_plan("kanazawa-sdgs"), "K406") is None


def test_this_site_counts_two_lines(app):
    assert [line.code for line in queries.counted_indicators()] == ["K208", "K406"]


def test_a_tree_carries_its_lines_in_a_constant_number_of_statements(app):
    plan = a_plan("kanazawa-strategy-2")
    with selects() as seen:
        tree = queries.tree(plan, queries.indicators_of(plan))
    assert len(seen) <= 3
    goal = tree[3]
    assert [line.code for line in goal.indicators] == ["G5"]
    assert [line.code for line in goal.below[2].below[0].indicators] == ["K406"]
    assert queries.tree(a_plan("kanazawa-community-2023"), []) == []
