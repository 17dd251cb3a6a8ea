"""The blueprint of the pages for finding things."""

from flask import Blueprint

bp = Blueprint("search", __name__)
