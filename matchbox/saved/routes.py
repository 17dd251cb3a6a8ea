"""The pages on which people look after the conditions that they keep."""

from flask import Blueprint, render_template, url_for
from flask_login import current_user

from matchbox.core.words import N_
from matchbox.saved import actions, policy, queries, rules
from matchbox.saved.forms import RenameForm, SaveForm
from matchbox.saved.models import SavedSearch
from matchbox.saved.rules import ListName
from matchbox.web.access import opens
from matchbox.web.deeds import carry_out, press
from matchbox.web.forms import Button

bp = Blueprint("saved", __name__)

# The pages of the lists whose conditions can be kept.
PAGES = {
    ListName.ISSUES: "issues.index",
    ListName.ORGANISATIONS: "organisations.index",
    ListName.PROPOSALS: "proposals.index",
    ListName.MATCHES: "matching.index",
    ListName.SEARCH: "search.index",
}
NAMES = {endpoint: name for name, endpoint in PAGES.items()}

SAVED = N_("条件を保存しました。名前は、下の「名前を変える」から変えられます。")
SAVED_BEFORE = N_("同じ条件が、すでに保存されています。")


@bp.get("/saved-searches")
@opens(policy.KEEP)
def index():
    return _draw(SaveForm(formdata=None))


def _draw(form):
    rows = queries.of_viewer(current_user)
    return render_template(
        "saved/index.html",
        form=form,
        refusals=[*form.form_errors, *(sentence for field in form for sentence in field.errors)],
        rows=rows,
        words=queries.words_beside(rows, current_user),
        numbers=queries.numbers_of(rows, current_user),
        most=rules.MOST,
        press=Button(formdata=None),
    )


@bp.app_template_global()
def url_of_saved(saved):
    """The list under the conditions that are kept."""
    return f"{url_for(PAGES[saved.list_name])}?{saved.conditions}"


@bp.app_template_global()
def form_to_save(endpoint, query):
    """The form of the button beside the list of this page; none for visitors, and where nothing is asked."""
    name, conditions = NAMES[endpoint], url_for(endpoint, **query).partition("?")[2]
    if not current_user.is_authenticated or rules.why_not(queries.canonical(name, conditions, current_user)):
        return None
    return SaveForm(formdata=None, list_name=name.value, conditions=conditions)


@bp.post("/saved-searches")
@opens(policy.KEEP)
def save():
    form = SaveForm()
    done = carry_out(form, lambda: _save(form), to=_place_of, say=SAVED_BEFORE if _is_known(form) else SAVED)
    return done or (_draw(form), form.status)


def _save(form):
    return actions.save_search(
        current_user, None, list_name=ListName.of(form.list_name.data), query=form.conditions.data or ""
    )


def _is_known(form):
    if form.list_name.data not in list(ListName):
        return False
    name = ListName.of(form.list_name.data)
    return queries.same(current_user, name, queries.canonical(name, form.conditions.data or "", current_user))


def _place_of(saved):
    return url_for(".index", _anchor=f"saved-{saved.id}")


@bp.route("/saved-searches/<int:saved_id>/rename", methods=["GET", "POST"])
@opens(policy.KEEP, SavedSearch, "saved_id", among=queries.visible_to)
def rename(saved):
    form = RenameForm(obj=saved)
    done = carry_out(
        form,
        lambda: actions.rename_search(current_user, saved, **form.answers),
        to=_place_of,
        say=N_("名前を変えました。"),
    )
    return done or (render_template("saved/rename.html", form=form, saved=saved), form.status)


@bp.post("/saved-searches/<int:saved_id>/delete")
@opens(policy.KEEP, SavedSearch, "saved_id", among=queries.visible_to)
def delete(saved):
    back = url_for(".index")
    return press(
        Button(),
        lambda: actions.delete_search(current_user, saved),
        to=lambda _: back,
        back=back,
        say=N_("保存した条件を消しました。"),
    )
