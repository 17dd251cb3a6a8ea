"""The one engine of an application, made at its start; who searches or indexes asks for it here."""

from pathlib import Path

from flask import Flask, current_app

from matchbox.tools.fulltext.interface import FullText
from matchbox.tools.fulltext.whoosh_engine import Engine


def install(app: Flask, synonyms: list[list[str]]) -> None:
    """The index lies in instance/fulltext/; it is opened when somebody first asks, so each process opens its own."""
    folder = Path(app.instance_path) / "fulltext"
    app.extensions["fulltext"] = _Lazy(folder, synonyms)


def engine() -> FullText:
    """The engine of the running application."""
    lazy: _Lazy = current_app.extensions["fulltext"]
    return lazy.engine()


class _Lazy:
    def __init__(self, folder: Path, synonyms: list[list[str]]) -> None:
        self.folder, self.synonyms = folder, synonyms
        self.opened: FullText | None = None

    def engine(self) -> FullText:
        if self.opened is None:
            self.opened = Engine.open(self.folder, synonyms=self.synonyms)
        return self.opened
