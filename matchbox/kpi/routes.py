"""The pages behind the figures: the matches of a figure, and the course of an indicator."""

from itertools import groupby
from typing import NamedTuple

from flask import Blueprint, abort, current_app, render_template, request
from flask_login import current_user

from matchbox.core import clock
from matchbox.core.permissions import require
from matchbox.core.years import FiscalYear
from matchbox.kpi import policy, queries
from matchbox.plans import queries as plans
from matchbox.plans.models import Indicator, Node, Plan
from matchbox.web import charts
from matchbox.web.access import opens
from matchbox.web.paging import asked_number, pages

bp = Blueprint("kpi", __name__)

ROWS_OF_A_PAGE = 100


class Asked(NamedTuple):
    """Which figure the address names. Without a policy and an indicator it is that of the whole plan."""

    year: FiscalYear
    node: Node | None
    indicator: Indicator | None


@bp.get("/plans/<plan_code>/matches")
@opens(policy.VIEW, Plan, "plan_code", among=plans.visible_to)
def rows(plan):
    year, node, indicator = _asked(plan)
    left_out = request.args.get("counted") == "no"
    if left_out:
        if not current_user.is_authenticated:
            return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
        require(current_user, policy.REVIEW)
        lines = queries.not_counted(plan, year)
    else:
        lines = queries.rows_behind(plan, year, node.code if node else None, indicator)
    shown = pages(len(lines), ROWS_OF_A_PAGE)
    part = lines[shown.offset : shown.offset + shown.per_page]
    return render_template(
        "kpi/rows.html",
        plan=plan, year=year, node=node, indicator=indicator, left_out=left_out, now=FiscalYear.of(clock.today()),
        terms=queries.terms_of_plan(plan), review=policy.REVIEW,
        closed=year.year in queries.closed_years(),
        sizes={group: sum(line.group is group for line in lines) for group in queries.Group},
        groups=[(group, list(of_group)) for group, of_group in groupby(part, key=lambda line: line.group)],
        faces=queries.faces(current_user, {line.match for line in part}),
        pages=shown,
    )  # fmt: skip


@bp.get("/plans/<plan_code>/indicators/<indicator_code>")
@opens(policy.VIEW, Plan, "plan_code", among=plans.visible_to)
def indicator(plan, indicator_code):
    line = plans.line_of(plan, indicator_code) or abort(404)
    course = queries.course_of(line, clock.today()) if plans.is_counted(line) else None
    return render_template(
        "kpi/indicator.html",
        plan=plan,
        line=line,
        printed=queries.printed(line),
        course=course,
        now=FiscalYear.of(clock.today()),
        closed=queries.closed_years(),
        review=policy.REVIEW,
        **(_drawings(course) if course else {}),
    )


def _drawings(course):
    steps, now = course.steps, FiscalYear.of(clock.today())
    known = [step for step in steps if step.figure]
    return {
        "year_bars": charts.bars([(step.year.plain, step.figure.adjusted, None, step.year == now) for step in known]),
        "way": charts.lines(
            [step.year.short for step in steps],
            [_number(step.so_far) for step in known],
            [_number(step.expected) for step in steps],
        ),
    }


def _number(reading):
    return None if reading.value is None else float(reading.value)


def _asked(plan: Plan) -> Asked:
    """An address that names what this plan does not have is a page that does not exist."""
    indicator = node = None
    if code := request.args.get("indicator"):
        indicator = plans.line_of(plan, code)
        if indicator is None or not plans.is_counted(indicator):
            abort(404)
    elif code := request.args.get("policy"):
        node = next((node for node in plan.nodes if node.code == code), None) or abort(404)
    now = FiscalYear.of(clock.today())
    years = queries.years_counted(indicator, clock.today()) if indicator else queries.years_of(plan)
    if not years:
        abort(404)
    if not request.args.get("year"):
        return Asked(max(years[0], min(now, years[-1])), node, indicator)
    number = asked_number("year")
    return Asked(next((year for year in years if year.year == number), None) or abort(404), node, indicator)
