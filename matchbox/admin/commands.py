"""What an operator types to prepare, serve and look after an installation."""

import os
import subprocess
import sys
from typing import Any

import click
import waitress
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy import func, select

from matchbox.accounts.models import User
from matchbox.admin import actions, queries
from matchbox.admin.actions import demonstration
from matchbox.config import DEFAULTS
from matchbox.core.database import db
from matchbox.core.permissions import SYSTEM
from matchbox.web.migrations import migrate, newest, revision_of
from matchbox.web.transactions import writing
from matchbox.web.worker import work

THREADS = 8


def prepare(app: Flask, *, demo: bool) -> bool:
    """Tables, starting data and, on the very first start, the demonstration city. True if the city was brought in."""
    with app.app_context():
        if revision_of(db.engine) != newest():
            click.echo("Preparing the database …")
            migrate(db.engine)
        is_first_start = not db.session.scalar(select(func.count()).select_from(User))
        with writing():
            actions.load_starting_data(SYSTEM, None)
        if not demo or not is_first_start or app.config["PRODUCTION"]:
            return False
        click.echo("Bringing in the demonstration city …")
        with writing():
            demonstration.load(SYSTEM, None)
        return True


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@with_appcontext
def serve(host: str, port: int) -> None:
    """Serve the site, with the worker beside it."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    server = _server(app, host, port)
    environment = dict(os.environ)
    if app.config["BASE_URL"] == DEFAULTS["BASE_URL"]:
        environment["MATCHBOX_BASE_URL"] = f"http://{host}:{port}"  # where links in letters lead
    arguments = [sys.executable, "-c", "from matchbox.app import main; main()", "worker"]
    worker = subprocess.Popen(arguments, env=environment)
    try:
        if app.config["DEMONSTRATION"]:
            click.echo(_sign_ins())
        click.echo(f"Matchbox answers at http://{host}:{port} – Ctrl-C stops it.")
        server.run()
    finally:
        worker.terminate()
        worker.wait(timeout=10)


def _sign_ins() -> str:
    """Who lives in the demonstration city, and how to become one of them."""
    known = queries.demonstration_sign_ins()
    db.session.remove()  # nobody reads while the server runs: an open reader keeps SQLite's log from shrinking
    width = max((len(each.email) for each in known), default=0)
    lines = (
        f"  {each.email:<{width}}  {queries.DEMONSTRATION_PASSWORD}  {each.roles}：{each.name}" for each in known
    )
    return "\n".join(["This is a demonstration city. Sign in as one of these people:", *lines])


def _server(app: Flask, host: str, port: int) -> Any:
    try:
        # What proxies say is kept: ProxyFix believes as many of them as TRUSTED_PROXIES says, none by default.
        return waitress.create_server(
            app, host=host, port=port, threads=THREADS, ident=None, clear_untrusted_proxy_headers=False
        )
    except OSError as error:
        raise click.ClickException(
            f"http://{host}:{port} cannot be used ({error.strerror}). Is Matchbox running? PORT=8001 takes another."
        ) from error


@click.command()
@with_appcontext
def worker() -> None:
    """Carry out what the outbox holds: letters, the search index."""
    parent = os.getppid()
    work(current_app._get_current_object(), enough=lambda: os.getppid() != parent)  # type: ignore[attr-defined]


COMMANDS = (serve, worker)
