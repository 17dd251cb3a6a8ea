"""The pages of the office."""

from pathlib import Path

from flask import Blueprint, abort, current_app, render_template, request, url_for
from flask_login import current_user
from sqlalchemy import func, select

from matchbox.admin import actions, policy, queries
from matchbox.core import clock
from matchbox.core.database import db
from matchbox.core.outbox import Envelope
from matchbox.core.words import N_
from matchbox.issues import policy as issue_policy
from matchbox.search import queries as search
from matchbox.tools import mail
from matchbox.web.access import opens
from matchbox.web.deeds import press
from matchbox.web.forms import Button
from matchbox.web.paging import pages

bp = Blueprint("admin", __name__)


def _counted(rows):
    """The first rows of a list of the desk, and how many there are."""
    total = db.session.scalar(select(func.count()).select_from(rows.order_by(None).subquery()))
    return db.session.scalars(rows.limit(queries.SHOWN)).all(), total


@bp.get("/desk")
@opens(policy.DESK)
def desk():
    day = clock.today()
    lists = {
        "posts": _counted(queries.issues_to_check()),
        "by_phone": _counted(queries.posts_to_confirm_by_phone()),
        "answers": _counted(queries.answers_awaited()),
        "steps": _counted(queries.next_steps_due(day)),
        "proposals": _counted(queries.open_proposals()),
        "groups": _counted(queries.groups_to_verify()),
        "unassigned": _counted(queries.issues_without_coordinator()),
    }
    now = clock.now()
    return render_template(
        "admin/desk.html",
        lists=lists,
        health=queries.health(now),
        behind=search.behind(now),
        now=now,
        record=issue_policy.RECORD,
    )


def _letters_folder():
    return Path(current_app.instance_path) / "letters"


@bp.get("/admin/letters")
@opens(policy.OPERATE)
def letters():
    kept = mail.kept(_letters_folder())
    shown = pages(len(kept))
    part = kept[shown.offset : shown.offset + shown.per_page]
    return render_template("admin/letters.html", letters=part, pages=shown, server=current_app.config["MAIL_SERVER"])


@bp.get("/admin/letters/<name>")
@opens(policy.OPERATE)
def letter(name):
    found = mail.read(_letters_folder(), name)
    return render_template("admin/letter.html", letter=found) if found else abort(404)


@bp.get("/admin/outbox")
@opens(policy.OPERATE)
def outbox():
    rows = queries.envelopes()
    shown = pages(db.session.scalar(select(func.count()).select_from(rows.order_by(None).subquery())) or 0)
    part = db.session.scalars(rows.offset(shown.offset).limit(shown.per_page)).all()
    now = clock.now()
    return render_template(
        "admin/outbox.html",
        envelopes=part,
        pages=shown,
        health=queries.health(now),
        behind=search.behind(now),
        again=Button(),
    )


@bp.post("/admin/outbox/<int:envelope_id>/retry")
@opens(policy.OPERATE, Envelope, "envelope_id", among=lambda viewer: select(Envelope))
def retry(envelope):
    here = url_for(".outbox", page=request.args.get("page"))
    return press(
        Button(),
        lambda: actions.retry(current_user, envelope),
        to=lambda _: here,
        back=here,
        say=N_("もう一度行うようにしました。"),
    )
