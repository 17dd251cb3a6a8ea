"""The pages on which the centre looks at issues, and on which they come to an end."""

from flask import current_app, flash, redirect, render_template, url_for
from flask_login import current_user

from matchbox.core.database import hold
from matchbox.core.permissions import can
from matchbox.core.publication import PUBLICATION
from matchbox.core.words import N_
from matchbox.issues import actions, forms, policy, queries
from matchbox.issues.models import Issue
from matchbox.issues.routes.blueprint import bp
from matchbox.issues.workflow import ENDING, Ending
from matchbox.matching import queries as matches
from matchbox.web.access import opens
from matchbox.web.deeds import EXPIRED, carry_out, press
from matchbox.web.forms import Button
from matchbox.web.transactions import writing

VERDICTS = {
    "publish": lambda issue, reason: actions.publish_issue(current_user, issue),
    "restrict": lambda issue, reason: actions.restrict_issue(current_user, issue, reason=reason),
    "send_back": lambda issue, reason: actions.send_back_issue(current_user, issue, reason=reason),
    "hide": lambda issue, reason: actions.hide_issue(current_user, issue, reason=reason),
    "restore": lambda issue, reason: actions.restore_issue(current_user, issue),
}


def _finish(issue, reason):
    hold(issue)  # before looking at its matches: none begins meanwhile
    return actions.finish(current_user, issue, has_live_match=matches.live_of(issue), reason=reason)


ENDINGS = {
    "finish": _finish,
    "withdraw": lambda issue, reason: actions.withdraw(current_user, issue, reason=reason),
    "pause": lambda issue, reason: actions.pause(current_user, issue, reason=reason),
    "reopen": lambda issue, reason: actions.reopen(current_user, issue),
}


@bp.route("/issues/<int:issue_id>/check", methods=["GET", "POST"])
@opens(policy.CHECK, Issue, "issue_id", among=queries.visible_to)
def check(issue):
    form = forms.CheckForm()
    done = carry_out(
        form,
        lambda: VERDICTS[form.verb.data](issue, form.reason.data or ""),
        to=lambda _: url_for(".check", issue_id=issue.id),
        say=N_("記録しました。"),
    )
    if done:
        return done
    steps = PUBLICATION.open_from(issue.publication) if issue.ending is Ending.NONE else []
    form.offer([step for step in steps if step in form.steps])
    return render_template("issues/check.html", form=form, issue=issue, button_form=Button(formdata=None)), form.status


@bp.post("/issues/<int:issue_id>/contact")
@opens(policy.SEE_CONTACT, Issue, "issue_id", among=queries.visible_to)
def contact(issue):
    """A look that is written down; so it is asked for by pressing a button, and drawn at once."""
    form = Button()
    if not form.validate_on_submit():
        flash(EXPIRED, "err")
        return redirect(url_for(".show", issue_id=issue.id), 303)
    with writing():
        actions.see_contact(current_user, issue)
    at_desk = can(current_user, policy.CHECK, issue)
    back = url_for(".check" if at_desk else ".show", issue_id=issue.id)
    return render_template("issues/contact.html", issue=issue, back=back)


@bp.post("/issues/<int:issue_id>/take-on")
@opens(policy.CHECK, Issue, "issue_id", among=queries.visible_to)
def take_on(issue):
    place = url_for(".check", issue_id=issue.id)
    return press(
        Button(),
        lambda: actions.take_on(current_user, issue),
        to=lambda _: place,
        back=place,
        say=N_("担当になりました。"),
    )


@bp.post("/issues/<int:issue_id>/confirm-by-phone")
@opens(policy.CHECK, Issue, "issue_id", among=queries.visible_to)
def confirm_by_phone(issue):
    place = url_for(".check", issue_id=issue.id)
    return press(
        Button(),
        lambda: actions.confirm_by_phone(current_user, issue, reply_days=current_app.config["REPLY_DAYS"]),
        to=lambda _: place,
        back=place,
        say=N_("電話で確かめたことを記録しました。続けて、公開するかどうかを決めてください。"),
    )


@bp.route("/issues/<int:issue_id>/end", methods=["GET", "POST"])
@opens(policy.END, Issue, "issue_id", among=queries.visible_to)
def end(issue):
    form = forms.EndForm()
    done = carry_out(
        form,
        lambda: ENDINGS[form.verb.data](issue, form.reason.data or ""),
        to=lambda _: url_for(".show", issue_id=issue.id),
        say=N_("記録しました。"),
    )
    if done:
        return done
    form.offer(ENDING.open_from(issue.ending))
    return render_template("issues/end.html", form=form, issue=issue), form.status
