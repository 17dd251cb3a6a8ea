"""The blueprint of the pages for everybody."""

from flask import Blueprint

bp = Blueprint("pages", __name__)
