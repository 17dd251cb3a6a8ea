"""Carrying out what a form asks for: once, in one write transaction, and then away from the page."""

from collections.abc import Callable
from typing import TypeVar

from flask import current_app, flash, redirect, request
from sqlalchemy import func, select
from werkzeug.wrappers import Response

from matchbox.core.database import db
from matchbox.core.errors import NotNow
from matchbox.core.words import N_
from matchbox.web.forms import Form
from matchbox.web.repeats import SentForm, fingerprint, sending
from matchbox.web.transactions import writing

R = TypeVar("R")

SENT_ALREADY = N_("この画面からは、すでに別の内容を送っています。ページを開きなおして、いまの内容を確かめてください。")
EXPIRED = N_("時間がたったため、操作できませんでした。もう一度操作してください。")


def carry_out(form: Form, deed: Callable[[], R], *, to: Callable[[R], str], say: str = "") -> Response | None:
    """Do `deed` if the form was sent and is in order; the answer leads to `to(result)` with the words `say`.

    None means that the page is to be drawn (again): nothing was sent, or something was refused; `form.status` knows.
    The same form sent again gives the same answer and does nothing; with other answers it raises NotNow.
    """
    if not form.validate_on_submit():
        return None
    location, repeated = "", False
    key = sending(form.key.data or "", request.path)
    answers = fingerprint(request.form, current_app.config["SECRET_KEY"])
    with form.showing_refusals(), writing():
        _queue(key)
        sent = db.session.scalar(select(SentForm).where(SentForm.key == key))
        if sent and sent.fingerprint != answers:
            raise NotNow(SENT_ALREADY)
        if sent:
            location, repeated = sent.location, True
        else:
            result = deed()
            db.session.flush()  # `to` wants the id of what was made
            location = to(result)
            if form.key.data:
                db.session.add(SentForm(key=key, fingerprint=answers, location=location))
    if form.refused_with:
        return None
    if say and not repeated:
        flash(say, "ok")
    return redirect(location, 303)


def _queue(key: str) -> None:
    """Wait until the same form, sent a moment ago, is carried out. SQLite's writers queue anyway."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(func.hashtext(key))))


def press(form: Form, deed: Callable[[], R], *, to: Callable[[R], str], back: str, say: str = "") -> Response:
    """Like `carry_out` for a form that is only a button on somebody's page: whatever is wrong leads `back` there."""
    done = carry_out(form, deed, to=to, say=say)
    if done is not None:
        return done
    for sentence in [*form.form_errors, *(error for field in form for error in field.errors)]:
        flash(EXPIRED if not form.asks else sentence, "err")
    return redirect(back, 303)
