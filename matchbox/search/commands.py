"""What an operator can type about the search index."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from flask import Flask
from flask.cli import AppGroup

from matchbox.search import documents, queries
from matchbox.search.queries import Kind, words
from matchbox.tools.fulltext import Document, Engine, FullText, measuring
from matchbox.tools.fulltext.installed import engine
from matchbox.web.transactions import writing

group = AppGroup("search", help="The search index: build it anew, check it, ask it.")


def refresh(app: Flask, *, anew: bool = False) -> None:
    """Build the index if there is none that can be used, or if it must be built `anew`; else mend what is missing."""
    with app.app_context():
        if anew or engine().needs_rebuild:
            click.echo("Building the search index …")
            documents.rebuild()
        else:
            with writing():
                documents.repair()


@group.command()
def rebuild() -> None:
    """Build the index anew; searching goes on meanwhile."""
    documents.rebuild()
    click.echo(f"{len(queries.indexed())} documents are in the index.")


@group.command()
def check() -> None:
    """Compare the index with the database; ends with 1 when they differ."""
    public, indexed = queries.public_keys(), queries.indexed()
    click.echo(f"{len(public)} public, {len(indexed)} in the index")
    for key in sorted(public - indexed):
        click.echo(f"missing from the index: {key}")
    for key in sorted(indexed - public):
        click.echo(f"should not be in the index: {key}")
    if public != indexed:
        raise SystemExit(1)


@group.command()
@click.argument("text")
@click.option("--kind", type=click.Choice([kind.value for kind in Kind]), default=Kind.ISSUE.value, show_default=True)
def query(text: str, kind: str) -> None:
    """Ask the index as a visitor would."""
    for line in queries.lines(Kind.of(kind), queries.everything(text).kinds[Kind.of(kind)]):
        click.echo(f"{line.id}\t{line.title}")


@group.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def evaluate(folder: Path) -> None:
    """How well does it find what people mean? FOLDER holds queries.json: text, relevant {key: grade 1–3}.

    With a documents.json (id, kind, title, body, tags) beside it, those are searched; without, the things of this site,
    whose keys look like "issue:12".
    """
    questions = json.loads((folder / "queries.json").read_text(encoding="utf-8"))
    with _searched(folder / "documents.json") as (searched, kinds):
        scores = []
        for question in questions:
            found = [hit.key for hit in searched.search(question["text"], kinds, measuring.FIRST).hits]
            grades = question["relevant"]
            scores.append((measuring.ndcg(found, grades), measuring.recall(found, grades)))
    for name, values in zip(("nDCG@10", "recall@10"), zip(*scores, strict=True), strict=True):
        click.echo(f"{name} {sum(values) / len(values):.4f}")


@contextmanager
def _searched(file: Path) -> Iterator[tuple[FullText, Sequence[str]]]:
    if not file.exists():
        yield engine(), [kind.value for kind in Kind]
        return
    rows = json.loads(file.read_text(encoding="utf-8"))
    given = [Document(row["id"], row["kind"], row["title"], row["body"], tuple(row["tags"])) for row in rows]
    with TemporaryDirectory() as place:
        index = Engine.open(Path(place), words.current)
        index.rebuild(given)
        yield index, sorted({document.kind for document in given})
        index.close()


COMMANDS = (group,)
