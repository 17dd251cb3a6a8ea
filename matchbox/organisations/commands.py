"""What an operator can type about groups."""

import click
from flask.cli import AppGroup

from matchbox.core import clock
from matchbox.core.permissions import SYSTEM
from matchbox.organisations import actions, queries
from matchbox.web.transactions import writing

group = AppGroup("organisations", help="Groups: the yearly renewal of their verification.")


@group.command()
@click.option("--dry-run", is_flag=True, help="Only say which groups would change.")
def advance(dry_run: bool) -> None:
    """Let verifications fall due and expire as of today. Meant to run once a day."""
    day = clock.today()
    if dry_run:
        for organisation in queries.advancing(day):
            click.echo(f"{organisation.id}\t{organisation.name}\t{organisation.verified_until}")
        return
    with writing():
        changed = actions.advance_verifications(SYSTEM, None, day=day)
    click.echo(f"{changed} groups changed.")


COMMANDS = (group,)
