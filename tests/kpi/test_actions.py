"""Closing a fiscal year: who, when, once, and what is frozen."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from sqlalchemy import select

from matchbox.core import clock
from matchbox.core.database import db
from matchbox.core.errors import Forbidden, NotNow
from matchbox.core.journal import JournalEntry
from matchbox.core.permissions import SYSTEM, Visitor
from matchbox.core.years import FiscalYear
from matchbox.kpi import actions, queries
from matchbox.kpi.models import YearClose
from matchbox.web.transactions import writing
from tests.given.people import a_coordinator, a_person, an_administrator, an_analyst
from tests.given.words import a_policy
from tests.kpi.agreements import NEW, OLD, R7, R8, SDGS, STRATEGY, agreed, close


def test_a_close_freezes_every_counted_match_with_its_places(app):
    match = agreed(date(2025, 6, 1), policies=[a_policy("2", OLD), a_policy("4", SDGS)])
    agreed(date(2025, 6, 2), policies=[])
    agreed(date(2026, 4, 1))
    closed = close(R7)
    assert closed.figures["matches"] == {
        str(match.id): [["kanazawa-kyodo-2021", ""], ["kanazawa-kyodo-2021", "2"], [SDGS, ""], [SDGS, "4"]]
    }
    assert closed.figures["rule"] == 1
    assert (closed.fiscal_year, closed.closed_on, closed.closed_by_id) == (2025, date(2026, 5, 8), None)
    assert queries.closed_years() == {2025}


def test_a_close_freezes_the_indicators_of_the_year(app):
    pact, other = agreed(date(2024, 6, 1), is_pact=True), agreed(date(2024, 6, 2))
    early = agreed(date(2019, 6, 1), is_pact=True)
    with_plan, before_it, after_it = (close(FiscalYear(year)) for year in (2024, 2019, 2025))
    assert with_plan.figures["indicators"] == {STRATEGY: {"K208": [pact.id], "K406": [pact.id, other.id]}}
    assert before_it.figures["indicators"] == {STRATEGY: {"K208": [early.id]}}
    assert after_it.figures["indicators"] == {}


@pytest.mark.parametrize(
    ("moment", "is_over"),
    [
        (datetime(2026, 3, 31, 14, 59, tzinfo=UTC), False),
        (datetime(2026, 3, 31, 15, 0, tzinfo=UTC), True),
    ],
)
def test_a_year_is_closed_when_it_is_over_in_japan(app, moment, is_over):
    with time_machine.travel(moment, tick=False):
        if is_over:
            assert close(R7, clock.now()).fiscal_year == 2025
        else:
            with pytest.raises(NotNow, match="まだ終わっていません"):
                close(R7, clock.now())
    assert bool(queries.closed_years()) == is_over


def test_a_year_is_closed_once(app):
    close(R7)
    with pytest.raises(NotNow, match="もう締めてあります"):
        close(R7)
    assert len(db.session.scalars(select(YearClose)).all()) == 1


def test_the_analyst_closes_and_the_journal_tells_everybody(app):
    analyst = an_analyst()
    with clock.set_to(datetime(2026, 5, 8, 3, tzinfo=UTC)), writing():
        closed = actions.close_year(analyst, None, year=2025)
    assert closed.closed_by_id == analyst.id
    entry = db.session.scalars(select(JournalEntry).where(JournalEntry.kind == "YearClosed")).one()
    assert (entry.subject_id, entry.actor_id, entry.audience.value) == (closed.id, analyst.id, "public")
    assert entry.facts == {"label": "令和7（2025）年度"}


@pytest.mark.parametrize("somebody", [a_person, a_coordinator, an_administrator, Visitor])
def test_nobody_else_closes_a_year(app, somebody):
    with pytest.raises(Forbidden):
        actions.close_year(somebody(), None, year=2020)


def test_the_close_of_one_year_leaves_the_others_open(app):
    agreed(date(2026, 4, 1))
    close(R7)
    reckoning = queries.reckon([R7, R8])
    assert list(reckoning.closes) == [R7]
    assert reckoning.counted_in(R8).frozen is None
    assert NEW in reckoning.plans and SYSTEM.id is None
