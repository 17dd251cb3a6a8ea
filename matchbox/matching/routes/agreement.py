"""成立, its corrections, and the policies that a match serves."""

from flask import render_template, request, url_for
from flask_login import current_user

from matchbox.core import clock
from matchbox.core.words import N_
from matchbox.core.years import FiscalYear
from matchbox.kpi import queries as kpi
from matchbox.matching import actions, policy, queries
from matchbox.matching.forms import NOT_CHOSEN, AgreeForm, TagsForm, TermsForm, with_policies
from matchbox.matching.models import Match
from matchbox.matching.routes.blueprint import bp, must_be_open
from matchbox.matching.rules import Broker, joins_two
from matchbox.matching.workflow import AGREED_ON, MatchState
from matchbox.vocabulary import queries as vocabulary
from matchbox.vocabulary.models import Vocabulary
from matchbox.web.access import opens
from matchbox.web.deeds import carry_out


@bp.route("/matches/<int:match_id>/agree", methods=["GET", "POST"])
@opens(policy.MOVE, Match, "match_id", among=queries.visible_to)
def agree(match):
    must_be_open(match, "agree")
    form = _terms_form(AgreeForm if match.state is MatchState.APPROACHED else TermsForm, match)
    done = carry_out(
        form,
        lambda: actions.agree(current_user, match, **form.answers),
        to=lambda match: url_for(".show", match_id=match.id),
        say=N_("成立を記録しました。"),
    )
    return done or _draw("matching/agree.html", form, match)


@bp.route("/matches/<int:match_id>/correct", methods=["GET", "POST"])
@opens(policy.MOVE, Match, "match_id", among=queries.visible_to)
def correct(match):
    form = _terms_form(TermsForm, match)
    done = carry_out(
        form,
        lambda: actions.correct_agreement(current_user, match, **form.answers),
        to=lambda match: url_for(".show", match_id=match.id),
        say=N_("成立の記録を直しました。"),
    )
    return done or _draw("matching/correct.html", form, match)


def _terms_form(kind, match):
    """The questions of 成立, with the policies of the fiscal year to which the chosen day belongs."""
    day = kind().agreed_on.data or match.agreed_on or clock.today()
    asked = with_policies(kind, queries.plan_questions(FiscalYear.of(day)), complete=True)
    form = asked(obj=match)
    form.form_id.choices = [NOT_CHOSEN, *vocabulary.choices(Vocabulary.COOPERATION_FORM)]
    form.show(queries.tags_of(match), request.form)
    if not form.is_submitted():
        form.agreed_on.data = day
        form.brokered_by.data = match.brokered_by or Broker.CENTRE
    return form


def _draw(page, form, match):
    day = form.agreed_on.data or match.agreed_on or clock.today()
    return render_template(
        page,
        form=form,
        match=match,
        year=FiscalYear.of(day),
        faces_two=joins_two(queries.standings(match, day)),
        closed=[FiscalYear(year) for year in sorted(kpi.closed_years())],
    ), form.status


@bp.route("/matches/<int:match_id>/tags", methods=["GET", "POST"])
@opens(policy.TAG, Match, "match_id", among=queries.visible_to)
def tags(match):
    year, held = FiscalYear.of(match.agreed_on or clock.today()), queries.tags_of(match)
    form = with_policies(TagsForm, queries.plan_questions(year), complete=match.state in AGREED_ON)()
    form.show(held, request.form)
    done = carry_out(
        form,
        lambda: actions.tag(current_user, match, **form.answers),
        to=lambda match: url_for(".show", match_id=match.id, _anchor="policies"),
        say=N_("計画の施策を付けました。"),
    )
    if done:
        return done
    known = {plan.id for plan in form.plans}
    fallen = [tag for tag in held if tag.node.plan_id not in known]
    return render_template("matching/tags.html", form=form, match=match, year=year, fallen=fallen), form.status
