"""A request reads. One write transaction per deed is opened at the border (pages, worker, commands): `writing()`."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, Response, current_app, g, has_request_context, request

from matchbox.core.database import db, my_turn_to_write


@contextmanager
def writing() -> Iterator[None]:
    """End reading, begin writing, commit at the end; a refusal rolls everything back.

    Loaded rows expire, so the deed judges its subject as it is now, not as the page found it. Raises RuntimeError
    inside another `writing()`, and in a request whose form token nobody has checked (`web.forms.Form` does).
    """
    if db.session.connection().get_execution_options().get("writes"):
        raise RuntimeError("writing() inside writing(): only the border opens a write transaction")
    if has_request_context() and current_app.config["WTF_CSRF_ENABLED"] and not g.get("token_checked"):
        raise RuntimeError(f"{request.path} writes without a form whose token was checked")
    db.session.flush()  # a change made while reading fails here instead of vanishing
    db.session.rollback()
    with my_turn_to_write(db.engine):
        db.session.connection(execution_options={"writes": True})
        try:
            yield
            db.session.commit()
        finally:
            db.session.rollback()


def init_app(app: Flask) -> None:
    @app.after_request
    def nothing_changed_while_reading(response: Response) -> Response:
        if db.session.registry.has() and (db.session.new or db.session.dirty or db.session.deleted):
            db.session.flush()
        return response
