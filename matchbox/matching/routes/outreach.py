"""Asking groups, and what they answer."""

from flask import render_template, url_for
from flask_login import current_user

from matchbox.accounts.policy import coordinator
from matchbox.core import clock
from matchbox.core.words import N_
from matchbox.matching import actions, policy, queries
from matchbox.matching.forms import NOT_CHOSEN, AnswerForm, AskForm
from matchbox.matching.models import Match, Outreach
from matchbox.matching.routes.blueprint import bp
from matchbox.matching.rules import ACCEPTING, Answer
from matchbox.matching.workflow import BEFORE_AGREEMENT, MatchState
from matchbox.organisations import queries as organisations
from matchbox.vocabulary import queries as vocabulary
from matchbox.vocabulary.models import Vocabulary
from matchbox.web.access import opens
from matchbox.web.deeds import carry_out


@bp.route("/matches/<int:match_id>/ask", methods=["GET", "POST"])
@opens(policy.RECORD, Match, "match_id", among=queries.visible_to)
def ask(match):
    form = AskForm(asked_on=clock.today())
    form.organisation_id.choices = _groups(match)
    if match.state is not MatchState.CANDIDATE:
        del form.move_on
    done = carry_out(
        form,
        lambda: actions.ask(current_user, match, **form.answers),
        to=lambda outreach: url_for(".show", match_id=match.id, _anchor="outreach"),
        say=N_("打診を記録しました。"),
    )
    return done or (render_template("matching/ask.html", form=form, match=match), form.status)


def _groups(match):
    """The candidates first; beside each name, how often the group was asked lately."""
    often = queries.asked_lately(clock.today())
    taken = {party.organisation_id for party in match.parties}
    named = [(id_, f"{name}（{often.get(id_, 0)}回）") for id_, name in organisations.choices_verified()]
    free = [(id_, words) for id_, words in named if id_ not in taken]
    candidates = {group.id for group in match.candidates}
    first = [choice for choice in free if choice[0] in candidates]
    if not first:
        return [NOT_CHOSEN, *free]
    others = [choice for choice in free if choice[0] not in candidates]
    return {"": [NOT_CHOSEN], N_("候補の団体"): first, N_("ほかの団体"): others}


@bp.route("/outreaches/<int:outreach_id>/answer", methods=["GET", "POST"])
@opens(policy.ANSWER, Outreach, "outreach_id", among=queries.outreaches_visible_to)
def answer(outreach):
    of_centre = coordinator.includes(current_user, None)
    form = _answer_form(outreach, of_centre)
    done = carry_out(
        form,
        lambda: actions.answer(current_user, outreach, **form.answers),
        to=lambda given: _after_answer(given, of_centre),
        say=N_("返事を記録しました。"),
    )
    if done:
        return done
    is_open = outreach.match.state in BEFORE_AGREEMENT
    asks = is_open and (of_centre or outreach.answer in (Answer.WAITING, Answer.EXPIRED))
    page = "matching/answer.html" if asks or form.errors else "matching/answered.html"
    return render_template(page, form=form, outreach=outreach, match=outreach.match), form.status


def _after_answer(outreach, of_centre):
    if of_centre:
        return url_for(".show", match_id=outreach.match_id, _anchor="outreach")
    return url_for(".answer", outreach_id=outreach.id)


def _answer_form(outreach, of_centre):
    form = AnswerForm(answered_on=clock.today())
    offered = (*ACCEPTING, Answer.DECLINED, *((Answer.EXPIRED,) if of_centre else ()))
    form.answer.choices = [(word.value, word.label) for word in offered]
    form.decline_reason_id.choices = [NOT_CHOSEN, *vocabulary.choices(Vocabulary.DECLINE_REASON)]
    if not of_centre:
        del form.answered_on
    return form
