"""The pages of accounts."""

from flask import Blueprint

bp = Blueprint("accounts", __name__)


@bp.route("/sign-in", methods=["GET", "POST"])
def sign_in(**url):
    return "to be written"


@bp.route("/sign-out", methods=["POST"])
def sign_out(**url):
    return "to be written"


@bp.route("/register", methods=["GET", "POST"])
def register(**url):
    return "to be written"


@bp.route("/confirm/<token>", methods=["GET", "POST"])
def confirm(**url):
    return "to be written"


@bp.route("/forgot-password", methods=["GET", "POST"])
def forgot_password(**url):
    return "to be written"


@bp.route("/reset-password/<token>", methods=["GET", "POST"])
def reset_password(**url):
    return "to be written"


@bp.route("/profile", methods=["GET", "POST"])
def profile(**url):
    return "to be written"


@bp.route("/profile/password", methods=["GET", "POST"])
def password(**url):
    return "to be written"


@bp.route("/profile/devices", methods=["GET", "POST"])
def devices(**url):
    return "to be written"
