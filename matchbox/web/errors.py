"""Refusals and HTTP errors as pages."""

import logging
from uuid import uuid4

from flask import Flask, g, render_template
from werkzeug.exceptions import BadRequest, MethodNotAllowed, NotFound, RequestEntityTooLarge

from matchbox.core.database import db
from matchbox.core.errors import Forbidden, Invalid, NotNow
from matchbox.core.permissions import Visitor

log = logging.getLogger(__name__)


def init_app(app: Flask) -> None:
    @app.errorhandler(Forbidden)
    def forbidden(refusal: Forbidden) -> tuple[str, int]:
        return render_template("errors/403.html", refusal=refusal), 403

    @app.errorhandler(NotFound)
    def not_found(error: NotFound) -> tuple[str, int]:
        return render_template("errors/404.html"), 404

    @app.errorhandler(NotNow)
    def not_now(refusal: NotNow) -> tuple[str, int]:
        return render_template("errors/409.html", sentence=refusal.first), 409

    @app.errorhandler(Invalid)
    def invalid(refusal: Invalid) -> tuple[str, int]:
        return render_template("errors/409.html", sentence=refusal.sentence), 422

    @app.errorhandler(RequestEntityTooLarge)
    def too_large(error: RequestEntityTooLarge) -> tuple[str, int]:
        return render_template("errors/413.html"), 413

    @app.errorhandler(BadRequest)
    def bad_request(error: BadRequest) -> tuple[str, int]:
        return render_template("errors/400.html"), 400

    @app.errorhandler(MethodNotAllowed)
    def not_this_way(error: MethodNotAllowed) -> tuple[str, int]:
        return render_template("errors/404.html"), 405

    @app.errorhandler(500)
    def broken(error: Exception) -> tuple[str, int]:
        db.session.rollback()
        g._login_user = Visitor()  # who is signed in cannot be asked of a database that is away
        number = uuid4().hex[:8].upper()
        log.error("error number %s", number, exc_info=getattr(error, "original_exception", None) or error)
        return render_template("errors/500.html", number=number), 500
