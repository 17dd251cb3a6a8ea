"""Typed parts of URLs."""

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

LARGEST_ID = 2**31 - 1


class RowNumber(IntegerConverter):
    """An id that a database column can hold; a longer number is a page that does not exist, not an error."""

    def __init__(self, map: Map) -> None:
        super().__init__(map, max=LARGEST_ID)


def init_app(app: Flask) -> None:
    app.url_map.converters["int"] = RowNumber
