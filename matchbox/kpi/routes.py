"""The pages of kpi."""

from flask import Blueprint

bp = Blueprint("kpi", __name__)


@bp.route("/plans/<plan_code>/matches", methods=["GET"])
def rows(**url):
    return "to be written"


@bp.route("/plans/<plan_code>/indicators/<indicator_code>", methods=["GET"])
def indicator(**url):
    return "to be written"
