"""What an operator can type about figures."""

import json
from typing import Any

import click
from flask.cli import AppGroup
from sqlalchemy import select

from matchbox.core.database import db
from matchbox.core.errors import NotNow
from matchbox.core.permissions import SYSTEM
from matchbox.core.years import FiscalYear
from matchbox.kpi import actions, queries
from matchbox.plans.models import Plan
from matchbox.web.transactions import writing

kpi = AppGroup("kpi", help="The figures of the plans: count a fiscal year, close it.")

YEAR = click.IntRange(1900, 2200)


@kpi.command()
@click.option("--plan", "plan_code", required=True, help="The code of a plan, such as kanazawa-kyodo-2026.")
@click.option("--year", required=True, type=YEAR, help="The fiscal year, by the year of its April.")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def count(plan_code: str, year: int, as_json: bool) -> None:
    """What a plan counts in a fiscal year, by policy, with every match of the year."""
    plan = db.session.scalar(select(Plan).where(Plan.code == plan_code))
    if plan is None:
        raise click.BadParameter(f"no plan has the code {plan_code}", param_hint="--plan")
    counted = queries.count_of(plan, FiscalYear(year))
    click.echo(json.dumps(counted, ensure_ascii=False, indent=2) if as_json else _table(counted))


@kpi.command()
@click.option("--year", required=True, type=YEAR, help="The fiscal year, by the year of its April.")
def close(year: int) -> None:
    """Freeze what counts in a fiscal year that is over, for all plans and indicators."""
    try:
        with writing():
            closed = actions.close_year(SYSTEM, None, year=year)
            counted = len(closed.figures["matches"])
    except NotNow as refusal:
        raise click.ClickException(refusal.first) from refusal
    click.echo(f"{FiscalYear(year).label}: {counted}件で締めました。")


def _table(counted: dict[str, Any]) -> str:
    lines = [f"{counted['plan']}  {FiscalYear(counted['year']).label}"]
    adjustment = counted["adjusted"] - counted["total"]
    after = f"（その後の増減 {adjustment:+d} → {counted['adjusted']}件）" if adjustment else ""
    lines.append(f"合計 {counted['total']}件{after}")
    lines += [f"{node:>10}  {figure:>5}" for node, figure in counted["policies"].items()]
    for match in counted["matches"]:
        mark = "計上" if match["counted"] else "―　"
        lines.append(f"{match['id']:>6}  {mark}  {'・'.join(match['policies'])}{match['reason'] or ''}")
    return "\n".join(lines)


COMMANDS = (kpi,)
