"""What the pages of matching hang on."""

from flask import Blueprint, request

from matchbox.matching.workflow import MATCH

bp = Blueprint("matching", __name__)


def must_be_open(match, verb):
    """A page about a step that is not open says so at once; what was sent is judged by the deed."""
    if request.method == "GET":
        MATCH.after(match.state, verb)
