"""What an operator can type about the search index."""

import click
from flask import Flask
from flask.cli import AppGroup

from matchbox.core.database import db
from matchbox.issues.models import Issue
from matchbox.search import documents, queries
from matchbox.tools.fulltext.installed import engine

group = AppGroup("search", help="The search index: build it anew, check it, ask it.")


def refresh(app: Flask, *, anew: bool = False) -> None:
    """Build the index if there is none that can be used, or if it must be built `anew`."""
    with app.app_context():
        if anew or engine().needs_rebuild:
            click.echo("Building the search index …")
            engine().rebuild(documents.everything())


@group.command()
def rebuild() -> None:
    """Build the index anew; searching goes on meanwhile."""
    engine().rebuild(documents.everything())
    click.echo(f"{len(queries.indexed())} documents are in the index.")


@group.command()
def check() -> None:
    """Compare the index with the database; ends with 1 when they differ."""
    ids = db.session.scalars(documents.findable().with_only_columns(Issue.id))
    public = {queries.key_of("issue", id_) for id_ in ids}
    indexed = queries.indexed()
    click.echo(f"{len(public)} public, {len(indexed)} in the index")
    for key in sorted(public - indexed):
        click.echo(f"missing from the index: {key}")
    for key in sorted(indexed - public):
        click.echo(f"should not be in the index: {key}")
    if public != indexed:
        raise SystemExit(1)


@group.command()
@click.argument("text")
def query(text: str) -> None:
    """Ask the index as a visitor would."""
    for id_ in queries.find(text) or []:
        click.echo(f"{id_}\t{db.session.get_one(Issue, id_).title}")


COMMANDS = (group,)
