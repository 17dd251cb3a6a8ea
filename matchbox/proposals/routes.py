"""The pages of proposals."""

from flask import Blueprint

bp = Blueprint("proposals", __name__)


@bp.route("/proposals/<int:proposal_id>", methods=["GET"])
def show(**url):
    return "to be written"


@bp.route("/issues/<int:issue_id>/propose", methods=["GET", "POST"])
def write(**url):
    return "to be written"


@bp.route("/proposals/<int:proposal_id>/edit", methods=["GET", "POST"])
def edit(**url):
    return "to be written"


@bp.route("/proposals/<int:proposal_id>/decide", methods=["GET", "POST"])
def decide(**url):
    return "to be written"


@bp.route("/proposals/<int:proposal_id>/withdraw", methods=["GET", "POST"])
def withdraw(**url):
    return "to be written"
