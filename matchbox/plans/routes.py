"""The pages of plans: all of them, and one with its policies, figures and printed lines."""

from flask import Blueprint, render_template

from matchbox.core import clock
from matchbox.core.years import FiscalYear
from matchbox.kpi import policy as kpi_policy
from matchbox.kpi import queries as kpi
from matchbox.plans import policy, queries
from matchbox.plans.models import Plan, Source
from matchbox.web import charts
from matchbox.web.access import opens

bp = Blueprint("plans", __name__)

LABELS_THAT_FIT = 6


@bp.get("/plans")
@opens(policy.VIEW)
def index():
    today = clock.today()
    year = FiscalYear.of(today)
    by_time = queries.by_time(year.year)
    plans = [plan for found in by_time.values() for plan in found]
    courses = kpi.courses(queries.counted_indicators(), today)
    return render_template(
        "plans/index.html",
        by_time=by_time,
        status={plan.id: queries.status_in(plan, year.year) for plan in plans},
        span={plan.id: kpi.years_of(plan) for plan in plans},
        totals=kpi.totals(plans, year),
        year=year,
        courses=sorted(courses.values(), key=lambda course: course.indicator.source is not Source.MATCHES),
        charts=charts,
    )


@bp.get("/plans/<plan_code>")
@opens(policy.VIEW, Plan, "plan_code", among=queries.visible_to)
def show(plan):
    today = clock.today()
    year = FiscalYear.of(today)
    lines = queries.indicators_of(plan)
    counted = [line for line in lines if queries.is_counted(line)]
    years = {year for line in counted for year in kpi.years_counted(line, today)}
    reckoning = kpi.reckon(years.union(kpi.years_of(plan)))
    figures = kpi.figures_of(plan, reckoning)
    return render_template(
        "plans/show.html",
        plan=plan,
        status=queries.status_in(plan, year.year),
        parent=queries.named(plan.parent_code),
        successor=queries.named(plan.successor_code),
        year=year,
        figures=figures,
        has_figures=any(of_year.total.value or of_year.has_changed for of_year in figures.values()),
        drawing=charts.bars(_bars(figures, year)),
        branches=queries.tree(plan, lines) if lines else [],
        printed={line.id: kpi.printed(line) for line in lines},
        courses=kpi.courses(counted, today, reckoning),
        review=kpi_policy.REVIEW,
        charts=charts,
    )


def _bars(figures, now):
    """A year that has not begun has no bar."""
    return [
        (
            year.plain if len(figures) <= LABELS_THAT_FIT else year.short,
            of_year.total.adjusted if year <= now else None,
            None,
            year == now,
        )
        for year, of_year in figures.items()
    ]
