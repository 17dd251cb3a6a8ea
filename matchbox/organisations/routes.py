"""The pages of organisations."""

from flask import Blueprint

bp = Blueprint("organisations", __name__)
