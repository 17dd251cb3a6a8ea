"""The pages of issues."""

from flask import Blueprint

bp = Blueprint("issues", __name__)


@bp.route("/issues", methods=["GET"])
def index(**url):
    return "to be written"


@bp.route("/issues/<int:issue_id>", methods=["GET"])
def show(**url):
    return "to be written"


@bp.route("/issues/new", methods=["GET", "POST"])
def post(**url):
    return "to be written"


@bp.route("/issues/posted/<token>", methods=["GET"])
def posted(**url):
    return "to be written"


@bp.route("/issues/confirm/<token>", methods=["GET", "POST"])
def confirm(**url):
    return "to be written"


@bp.route("/issues/<int:issue_id>/edit", methods=["GET", "POST"])
def edit(**url):
    return "to be written"


@bp.route("/issues/<int:issue_id>/check", methods=["GET", "POST"])
def check(**url):
    return "to be written"


@bp.route("/issues/<int:issue_id>/end", methods=["GET", "POST"])
def end(**url):
    return "to be written"
