"""The pages on which staff say which words mean the same."""

from flask import render_template, request, url_for
from flask_login import current_user
from sqlalchemy import select

from matchbox.core.listings import Asked
from matchbox.core.words import N_
from matchbox.search import actions, policy, rules
from matchbox.search.forms import GroupForm
from matchbox.search.models import SynonymGroup
from matchbox.search.queries import words as queries
from matchbox.search.routes.blueprint import bp
from matchbox.web.access import opens
from matchbox.web.deeds import carry_out, press
from matchbox.web.forms import Button
from matchbox.web.paging import pages

SHOWN = 50


def among(viewer):
    return select(SynonymGroup)


@bp.get("/desk/synonyms")
@opens(policy.EDIT_SYNONYMS)
def synonyms():
    words = Asked.of(request.args.to_dict(flat=False), ()).q
    shows_withdrawn = request.args.get("state") == "withdrawn"
    groups = queries.with_word(queries.groups(), words)
    withdrawn = [group for group in groups if group.withdrawn_at is not None]
    in_use = [group for group in groups if group.withdrawn_at is None]
    shown = withdrawn if shows_withdrawn else in_use
    page = pages(len(shown), SHOWN)
    return render_template(
        "search/synonyms.html",
        words=words,
        state="withdrawn" if shows_withdrawn else None,
        counts=(len(in_use), len(withdrawn)),
        groups=shown[page.offset : page.offset + page.per_page],
        pages=page,
    )


@bp.route("/desk/synonyms/new", methods=["GET", "POST"])
@opens(policy.EDIT_SYNONYMS)
def add_group():
    form = GroupForm(words=request.args.get("word", "").replace("\x00", "")[: rules.LONGEST_WORD])
    done = _save(
        form,
        lambda: actions.add_group(current_user, None, **form.group),
        N_("言いかえを登録しました。すぐに検索に使われます。"),
    )
    return done or (_draw("search/add_group.html", form), form.status)


@bp.route("/desk/synonyms/<int:group_id>", methods=["GET", "POST"])
@opens(policy.EDIT_SYNONYMS, SynonymGroup, "group_id", among=among)
def change_group(group):
    form = GroupForm(words="\n".join(group.words), note=group.note)
    done = _save(
        form,
        lambda: actions.change_group(current_user, group, **form.group),
        N_("言いかえを保存しました。"),
    )
    return done or (_draw("search/change_group.html", form, group, history=queries.history(group)), form.status)


@bp.post("/desk/synonyms/<int:group_id>/withdraw")
@opens(policy.EDIT_SYNONYMS, SynonymGroup, "group_id", among=among)
def withdraw_group(group):
    return press(
        Button(),
        lambda: actions.withdraw_group(current_user, group),
        to=_page_of,
        back=_page_of(group),
        say=N_("このグループを使うのをやめました。"),
    )


@bp.post("/desk/synonyms/<int:group_id>/restore")
@opens(policy.EDIT_SYNONYMS, SynonymGroup, "group_id", among=among)
def restore_group(group):
    return press(
        Button(),
        lambda: actions.restore_group(current_user, group),
        to=_page_of,
        back=_page_of(group),
        say=N_("このグループをもう一度使うようにしました。"),
    )


def _page_of(group):
    return url_for(".change_group", group_id=group.id)


def _tries():
    """Which button was pressed: is it only a trial, which changes nothing?"""
    return request.form.get("do") == "try"


def _save(form, deed, say):
    return None if _tries() else carry_out(form, deed, to=_page_of, say=say)


def _draw(template, form, group=None, **more):
    tries = _tries() and form.validate_on_submit()
    return render_template(
        template,
        form=form,
        group=group,
        question=_question(form) if tries else "",
        trial=queries.trial(_question(form), queries.with_group(form.typed, group)) if tries else None,
        shared=queries.sharing(form.typed[: rules.MOST_WORDS], group),
        button_form=Button(formdata=None),
        **more,
    )


def _question(form):
    return form.tried.data or form.typed[0]
