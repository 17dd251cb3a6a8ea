"""The pages of discussion."""

from flask import Blueprint

bp = Blueprint("discussion", __name__)


@bp.route("/threads/<int:thread_id>/comments", methods=["POST"])
def write(**url):
    return "to be written"


@bp.route("/comments/<int:comment_id>/delete", methods=["POST"])
def delete(**url):
    return "to be written"
