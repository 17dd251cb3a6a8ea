"""The pages of plans."""

from flask import Blueprint

bp = Blueprint("plans", __name__)


@bp.route("/plans", methods=["GET"])
def index(**url):
    return "to be written"


@bp.route("/plans/<plan_code>", methods=["GET"])
def show(**url):
    return "to be written"
