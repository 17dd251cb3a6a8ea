"""Putting rows into the database of a test."""

from matchbox.core.database import db
from matchbox.web.transactions import writing


def saved(row):
    """Save a row with what hangs on it, and hand it back."""
    with writing():
        db.session.add(row)
    return row
