"""The home page."""

from flask import render_template

from matchbox.pages import policy, queries
from matchbox.pages.routes.blueprint import bp
from matchbox.web.access import opens


@bp.get("/")
@opens(policy.READ)
def home():
    return render_template("pages/home.html", front=queries.front())
