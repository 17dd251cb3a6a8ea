"""The pages of pages."""

from flask import Blueprint

bp = Blueprint("pages", __name__)


@bp.route("/", methods=["GET"])
def home(**url):
    return "to be written"


@bp.route("/about", methods=["GET"])
def about(**url):
    return "to be written"


@bp.route("/about/how", methods=["GET"])
def how(**url):
    return "to be written"


@bp.route("/about/privacy", methods=["GET"])
def privacy(**url):
    return "to be written"


@bp.route("/about/accessibility", methods=["GET"])
def accessibility(**url):
    return "to be written"


@bp.route("/about/permissions", methods=["GET"])
def permissions(**url):
    return "to be written"
