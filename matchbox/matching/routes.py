"""The pages of matching."""

from flask import Blueprint

bp = Blueprint("matching", __name__)


@bp.route("/matches", methods=["GET"])
def index(**url):
    return "to be written"


@bp.route("/matches/<int:match_id>", methods=["GET"])
def show(**url):
    return "to be written"


@bp.route("/matches/new", methods=["GET", "POST"])
def begin(**url):
    return "to be written"


@bp.route("/board", methods=["GET"])
def board(**url):
    return "to be written"


@bp.route("/matches/<int:match_id>/move", methods=["POST"])
def move(**url):
    return "to be written"


@bp.route("/matches/<int:match_id>/agree", methods=["GET", "POST"])
def agree(**url):
    return "to be written"


@bp.route("/matches/<int:match_id>/step-back", methods=["GET", "POST"])
def step_back(**url):
    return "to be written"


@bp.route("/matches/<int:match_id>/give-up", methods=["GET", "POST"])
def give_up(**url):
    return "to be written"


@bp.route("/matches/<int:match_id>/break-off", methods=["GET", "POST"])
def break_off(**url):
    return "to be written"


@bp.route("/matches/<int:match_id>/ask", methods=["GET", "POST"])
def ask(**url):
    return "to be written"


@bp.route("/outreaches/<int:outreach_id>/answer", methods=["GET", "POST"])
def answer(**url):
    return "to be written"


@bp.route("/matches/<int:match_id>/parties", methods=["GET", "POST"])
def parties(**url):
    return "to be written"


@bp.route("/matches/<int:match_id>/tags", methods=["GET", "POST"])
def tags(**url):
    return "to be written"


@bp.route("/matches/<int:match_id>/activities/new", methods=["GET", "POST"])
def log_activity(**url):
    return "to be written"


@bp.route("/matches/<int:match_id>/next-step", methods=["GET", "POST"])
def next_step(**url):
    return "to be written"
