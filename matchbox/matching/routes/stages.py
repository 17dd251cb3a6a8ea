"""The steps of a match that are only a press, those that ask why, and what is recorded on the way."""

from flask import render_template, url_for
from flask_login import current_user

from matchbox.core.words import N_
from matchbox.matching import actions, policy, queries
from matchbox.matching.forms import NOT_CHOSEN, ActivityForm, EndForm, NextStepForm, StepBackForm
from matchbox.matching.models import Match
from matchbox.matching.routes.begin import coordinator_choices
from matchbox.matching.routes.blueprint import bp, must_be_open
from matchbox.vocabulary import queries as vocabulary
from matchbox.vocabulary.models import Vocabulary
from matchbox.web.access import opens
from matchbox.web.deeds import carry_out, press
from matchbox.web.forms import Button


def _here(match):
    return url_for(".show", match_id=match.id)


def _pressed(match, deed, say):
    return press(Button(), lambda: deed(current_user, match), to=_here, back=_here(match), say=say)


@bp.post("/matches/<int:match_id>/approach")
@opens(policy.MOVE, Match, "match_id", among=queries.visible_to)
def approach(match):
    return _pressed(match, actions.approach, N_("「打診中」に移しました。"))


@bp.post("/matches/<int:match_id>/meet")
@opens(policy.MOVE, Match, "match_id", among=queries.visible_to)
def meet(match):
    return _pressed(match, actions.meet, N_("「顔合わせ」に移しました。"))


@bp.post("/matches/<int:match_id>/start")
@opens(policy.START, Match, "match_id", among=queries.visible_to)
def start(match):
    return _pressed(match, actions.start, N_("「活動中」に移しました。"))


@bp.post("/matches/<int:match_id>/complete")
@opens(policy.MOVE, Match, "match_id", among=queries.visible_to)
def complete(match):
    return _pressed(match, actions.complete, N_("「完了」に移しました。"))


@bp.route("/matches/<int:match_id>/step-back", methods=["GET", "POST"])
@opens(policy.MOVE, Match, "match_id", among=queries.visible_to)
def step_back(match):
    must_be_open(match, "step_back")
    form = StepBackForm()
    done = carry_out(
        form,
        lambda: actions.step_back(current_user, match, **form.answers),
        to=_here,
        say=N_("前の段階に戻しました。"),
    )
    return done or (render_template("matching/step_back.html", form=form, match=match), form.status)


@bp.route("/matches/<int:match_id>/give-up", methods=["GET", "POST"])
@opens(policy.MOVE, Match, "match_id", among=queries.visible_to)
def give_up(match):
    must_be_open(match, "give_up")
    form = _end_form(Vocabulary.NOT_AGREED_REASON)
    done = carry_out(
        form,
        lambda: actions.give_up(current_user, match, **form.answers),
        to=_here,
        say=N_("不成立を記録しました。"),
    )
    return done or (render_template("matching/give_up.html", form=form, match=match), form.status)


@bp.route("/matches/<int:match_id>/break-off", methods=["GET", "POST"])
@opens(policy.MOVE, Match, "match_id", among=queries.visible_to)
def break_off(match):
    must_be_open(match, "break_off")
    form = _end_form(Vocabulary.BROKEN_OFF_REASON)
    done = carry_out(
        form,
        lambda: actions.break_off(current_user, match, **form.answers),
        to=_here,
        say=N_("中止を記録しました。"),
    )
    return done or (render_template("matching/break_off.html", form=form, match=match), form.status)


def _end_form(reasons):
    form = EndForm()
    form.reason_id.choices = [NOT_CHOSEN, *vocabulary.choices(reasons)]
    return form


@bp.route("/matches/<int:match_id>/activities/new", methods=["GET", "POST"])
@opens(policy.LOG, Match, "match_id", among=queries.visible_to)
def log_activity(match):
    form = ActivityForm()
    done = carry_out(
        form,
        lambda: actions.log_activity(current_user, match, **form.answers),
        to=lambda activity: url_for(".show", match_id=match.id, _anchor="activities"),
        say=N_("活動を記録しました。"),
    )
    return done or (render_template("matching/log_activity.html", form=form, match=match), form.status)


@bp.route("/matches/<int:match_id>/next-step", methods=["GET", "POST"])
@opens(policy.RECORD, Match, "match_id", among=queries.visible_to)
def next_step(match):
    form = NextStepForm(obj=match)
    form.coordinator_id.choices = [("", N_("いまのまま")), *coordinator_choices()]
    done = carry_out(
        form,
        lambda: actions.set_next_step(current_user, match, **form.answers),
        to=_here,
        say=N_("次にすることを記録しました。"),
    )
    return done or (render_template("matching/next_step.html", form=form, match=match), form.status)
