"""The pages of kpi."""

from flask import Blueprint

bp = Blueprint("kpi", __name__)
