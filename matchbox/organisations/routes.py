"""The pages of organisations."""

from flask import Blueprint

bp = Blueprint("organisations", __name__)


@bp.route("/organisations", methods=["GET"])
def index(**url):
    return "to be written"


@bp.route("/organisations/<int:organisation_id>", methods=["GET"])
def show(**url):
    return "to be written"


@bp.route("/organisations/apply", methods=["GET", "POST"])
def apply(**url):
    return "to be written"


@bp.route("/organisations/<int:organisation_id>/edit", methods=["GET", "POST"])
def edit(**url):
    return "to be written"


@bp.route("/organisations/<int:organisation_id>/members", methods=["GET", "POST"])
def members(**url):
    return "to be written"


@bp.route("/memberships/<int:membership_id>/end", methods=["POST"])
def end_membership(**url):
    return "to be written"


@bp.route("/organisations/<int:organisation_id>/offers/new", methods=["GET", "POST"])
def offer(**url):
    return "to be written"


@bp.route("/offers/<int:offer_id>/edit", methods=["GET", "POST"])
def edit_offer(**url):
    return "to be written"


@bp.route("/offers/<int:offer_id>/withdraw", methods=["POST"])
def withdraw_offer(**url):
    return "to be written"


@bp.route("/organisations/<int:organisation_id>/verify", methods=["GET", "POST"])
def verify(**url):
    return "to be written"
