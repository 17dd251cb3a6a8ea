"""What an operator can type about accounts."""

import secrets
from datetime import date, datetime
from typing import Any

import click
from flask.cli import AppGroup

from matchbox.accounts import actions, queries, rules
from matchbox.accounts.models import Role, User
from matchbox.core import clock
from matchbox.core.errors import Refused
from matchbox.core.permissions import SYSTEM
from matchbox.tools import passwords
from matchbox.web.transactions import writing

accounts = AppGroup("accounts", help="Staff accounts and their roles.")

ROLES = click.Choice([role.value for role in Role])
DAY = click.DateTime(["%Y-%m-%d"])


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


@accounts.command("create-staff")
@click.option("--email", required=True, help="The address to sign in with.")
@click.option("--name", required=True, help="The name that the public reads.")
@click.option("--role", required=True, type=ROLES)
@click.option("--until", type=DAY, help="The last day of the role; without it, it has no end.")
@click.option("--ask-password", is_flag=True, help="Ask for the password instead of making one up.")
def create_staff(email: str, name: str, role: str, until: datetime | None, ask_password: bool) -> None:
    """Make an account with a role from today on; a password that was made up is shown once."""
    if complaint := rules.email_complaint(email):
        raise click.ClickException(complaint)
    password = _asked(email, name) if ask_password else secrets.token_urlsafe(15)
    password_hash = passwords.hashed(password)
    with _refusing(), writing():
        person = actions.enrol(SYSTEM, None, email=email, name=name, password_hash=password_hash)
        actions.grant_role(SYSTEM, person, role=Role.of(role), until_on=_day(until))
    click.echo(f"{email} is {role}.")
    if not ask_password:
        click.echo(f"Password, shown only now: {password}")


@accounts.command("grant")
@click.option("--email", required=True)
@click.option("--role", required=True, type=ROLES)
@click.option("--from", "first", type=DAY, help="The first day; without it, today.")
@click.option("--until", type=DAY, help="The last day; without it, the role has no end.")
def grant(email: str, role: str, first: datetime | None, until: datetime | None) -> None:
    """Give somebody who has an account a role for a term."""
    person = _known(email)
    with _refusing(), writing():
        actions.grant_role(SYSTEM, person, role=Role.of(role), from_on=_day(first), until_on=_day(until))
    click.echo(f"{email} is {role}.")


@accounts.command("end-role")
@click.option("--email", required=True)
@click.option("--role", required=True, type=ROLES)
@click.option("--last-day", type=DAY, help="Still belongs to the term; without it, today.")
def end_role(email: str, role: str, last_day: datetime | None) -> None:
    """End the role that somebody holds."""
    day = clock.today()
    running = [held for held in _known(email).grants if held.role.value == role and held.runs_on(day)]
    if not running:
        raise click.ClickException(f"{email} does not hold the role {role} today.")
    with _refusing(), writing():
        actions.end_role(SYSTEM, running[0], last_day=_day(last_day))
    click.echo(f"{email} is {role} until {running[0].until_on}.")


class _refusing:
    """A refusal of the domain is told on the terminal, without a traceback."""

    def __enter__(self) -> None: ...

    def __exit__(self, kind: Any, refusal: BaseException | None, trace: Any) -> None:
        if isinstance(refusal, Refused):
            raise click.ClickException(str(refusal)) from refusal


def _asked(email: str, name: str) -> str:
    password: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    if complaint := rules.password_complaint(password, (email, name), is_staff=True):
        raise click.ClickException(complaint)
    return password


def _known(email: str) -> User:
    person = queries.by_email(email)
    if person is None:
        raise click.ClickException(f"Nobody has an account with the address {email}.")
    return person


COMMANDS = (accounts,)
