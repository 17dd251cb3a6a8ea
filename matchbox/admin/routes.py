"""The pages of admin."""

from flask import Blueprint

bp = Blueprint("admin", __name__)


@bp.route("/desk", methods=["GET"])
def desk(**url):
    return "to be written"


@bp.route("/admin/letters", methods=["GET"])
def letters(**url):
    return "to be written"


@bp.route("/admin/letters/<name>", methods=["GET"])
def letter(**url):
    return "to be written"


@bp.route("/admin/outbox", methods=["GET"])
def outbox(**url):
    return "to be written"
