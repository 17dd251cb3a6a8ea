"""The pages on which issues are voiced and put right."""

from typing import Any

from flask import abort, current_app, redirect, render_template, request, url_for
from flask_login import current_user

from matchbox.accounts import actions as people
from matchbox.accounts.models import KeyPurpose
from matchbox.accounts.queries import key_of
from matchbox.accounts.rules import folded_email
from matchbox.core import clock
from matchbox.core.database import db
from matchbox.core.permissions import can
from matchbox.core.publication import Publication
from matchbox.core.words import N_
from matchbox.issues import actions, forms, policy, queries
from matchbox.issues.models import Issue
from matchbox.issues.routes.blueprint import bp
from matchbox.organisations import queries as organisations
from matchbox.places import queries as places
from matchbox.search import queries as search
from matchbox.tools.signatures import number_in, signed
from matchbox.vocabulary import queries as vocabulary
from matchbox.vocabulary.models import Vocabulary
from matchbox.web import throttle
from matchbox.web.access import opens
from matchbox.web.deeds import carry_out
from matchbox.web.forms import Button

RECEIPT = "receipt"
HOUR, GONE = 60 * 60, 410
SAVED, HANDED_IN = N_("下書きを保存しました。"), N_("投稿を受け付けました。")


@bp.route("/issues/new", methods=["GET", "POST"])
@opens(policy.POST)
def post():
    form = _post_form()
    if "look" in request.form:
        return _draw_post(form, search.issues_like(form.title.data or "", form.body.data or ""))
    if request.method == "POST" and not _may_try(form):
        return _draw_post(form)
    drafted = form.is_draft
    done = carry_out(
        form,
        lambda: _save_draft(form) if drafted else _post(form),
        to=lambda issue: url_for(".edit", issue_id=issue.id) if drafted else _receipt(issue),
        say=SAVED if drafted else "",
    )
    return done or _draw_post(form)


def _draw_post(form, similar=None):
    may_record = can(current_user, policy.RECORD)
    page = render_template("issues/post.html", form=form, may_record=may_record, similar=similar)
    return page, form.status


@bp.post("/issues/similar")
@opens(policy.POST)
def similar():
    """Issues like what is being typed, as a piece of the page; nothing is kept."""
    form = forms.SimilarForm()
    found = search.issues_like(form.title.data or "", form.body.data or "") if form.validate() else []
    return render_template("issues/_similar.html", similar=found), form.status


def _post_form():
    if not current_user.is_authenticated:
        return _offer(forms.VisitorPostForm())
    groups = organisations.of_member(current_user)
    form = _offer(forms.PostForm(data={"display_name": current_user.name}))
    form.organisation_id.choices = [("", N_("自分")), *((group.id, group.name) for group in groups)]
    if not groups:
        del form.organisation_id
    return form


def _may_try(form):
    """Visitors do not post too often, nor have many letters sent to one address."""
    if current_user.is_authenticated:
        return True
    wait = throttle.hit("post.place", throttle.here(), 20, HOUR)
    if not wait and form.contact_email.data:
        wait = throttle.hit("post.letter", folded_email(form.contact_email.data), 10, HOUR)
    if wait:
        throttle.refuse(form, wait)
    return not wait


def _offer(form, issue=None):
    """Fill in the choices; words that were retired stay for an issue that has them."""
    lists: dict[str, list[Any]] = {
        "categories": [*vocabulary.choices(Vocabulary.ISSUE_CATEGORY)],
        "areas": [*places.choices()],
        "kinds": [*vocabulary.choices(Vocabulary.NEED_KIND)],
    }
    if issue is not None:
        kept = {"categories": [issue.category], "kinds": [need.kind for need in issue.needs]}
        for name, terms in kept.items():
            known = {id_ for id_, _ in lists[name]}
            lists[name] += [(term.id, term.label) for term in terms if term.id not in known]
        if issue.area and issue.area.retired:
            lists["areas"].append((issue.area.id, issue.area.name))
    form.offer(**lists)
    return form


def _save_draft(form):
    return actions.save_draft(current_user, None, content=form.content, **form.names)


def _post(form):
    return actions.post_issue(current_user, None, content=form.content, **form.names, reply_days=_reply_days())


def _reply_days():
    return current_app.config["REPLY_DAYS"]


def _receipt(issue):
    return url_for(".posted", token=signed(issue.id, RECEIPT))


@bp.get("/issues/posted/<token>")
@opens(policy.POST)
def posted(token):
    issue = db.session.get(Issue, number_in(token, RECEIPT) or 0) or abort(404)
    return render_template("issues/posted.html", issue=issue, mine=policy.posting_side.includes(current_user, issue))


@bp.route("/issues/confirm/<token>", methods=["GET", "POST"])
@opens(policy.POST)
def confirm(token):
    key = key_of(token, KeyPurpose.POST) or abort(404)
    issue = db.session.get(Issue, key.subject_id or 0) or abort(404)
    form = Button()
    if not (key.is_good(clock.now()) and issue.awaits_confirmation):
        # The second press of a double click comes here too: it is led to the receipt of the first.
        if request.method == "POST" and issue.submitted_at is not None:
            return redirect(_receipt(issue), 303)
        return render_template("issues/link_is_over.html", issue=issue), GONE
    done = carry_out(form, lambda: _confirm(key, issue), to=_receipt, say=HANDED_IN)
    return done or (render_template("issues/confirm.html", form=form, issue=issue), form.status)


def _confirm(key, issue):
    return actions.confirm_issue(people.use_key(current_user, key), issue, reply_days=_reply_days())


@bp.route("/issues/record", methods=["GET", "POST"])
@opens(policy.RECORD)
def record():
    form = _offer(forms.RecordForm())
    form.channel_id.choices = [forms.CHOOSE, *vocabulary.choices(Vocabulary.INTAKE_CHANNEL)]
    asked = ("channel_id", "person", "consented")
    done = carry_out(
        form,
        lambda: actions.record_issue(
            current_user, None, content=form.content, reply_days=_reply_days(), **form.names,
            **{name: form[name].data for name in asked},
        ),
        to=lambda issue: url_for(".check", issue_id=issue.id),
        say=N_("代理投稿を受け付けました。内容を確かめて、公開してください。"),
    )  # fmt: skip
    return done or (render_template("issues/record.html", form=form), form.status)


@bp.route("/issues/<int:issue_id>/edit", methods=["GET", "POST"])
@opens(policy.EDIT, Issue, "issue_id", among=queries.visible_to)
def edit(issue):
    form = _offer(forms.EditForm.of(issue), issue)
    for name in _not_asked(issue):
        del form[name]
    only_saves = _is_for_others_to_hand_in(issue)
    done = carry_out(
        form,
        lambda: _edit(form, issue, hand_in=not (only_saves or form.is_draft)),
        to=lambda _: url_for(".edit" if form.is_draft else ".show", issue_id=issue.id),
        say=SAVED if form.is_draft else N_("内容を直しました。") if only_saves else HANDED_IN,
    )
    return done or (render_template("issues/edit.html", form=form, issue=issue, only_saves=only_saves), form.status)


def _is_for_others_to_hand_in(issue):
    """It has been handed in, or it is a draft that the office corrects: its poster has not confirmed it yet."""
    theirs = policy.posting_side.includes(current_user, issue)
    return issue.publication is Publication.WAITING or (issue.publication is Publication.DRAFT and not theirs)


def _not_asked(issue):
    if issue.organisation is not None:
        yield "display_name"
    # The address of somebody who has an account is that of the account.
    if issue.poster_id is not None or not can(current_user, policy.SEE_CONTACT, issue):
        yield from ("contact_email", "contact_phone")


def _edit(form, issue, hand_in):
    actions.edit_issue(current_user, issue, content=form.content, **form.names)
    if hand_in:
        actions.submit_issue(current_user, issue, reply_days=_reply_days())
    return issue
