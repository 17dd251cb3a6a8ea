"""Who stands in a match."""

from flask import render_template, url_for
from flask_login import current_user

from matchbox.core.words import N_
from matchbox.matching import actions, policy, queries
from matchbox.matching.forms import NOT_CHOSEN, PartyForm
from matchbox.matching.models import Match, Party
from matchbox.matching.routes.blueprint import bp
from matchbox.matching.workflow import BEFORE_AGREEMENT
from matchbox.organisations import queries as organisations
from matchbox.web.access import opens
from matchbox.web.deeds import carry_out, press
from matchbox.web.forms import Button


@bp.route("/matches/<int:match_id>/parties", methods=["GET", "POST"])
@opens(policy.RECORD, Match, "match_id", among=queries.visible_to)
def parties(match):
    form = PartyForm()
    first = ("", N_("この課題を投稿した方・団体")) if match.issue else NOT_CHOSEN
    form.organisation_id.choices = [first, *organisations.choices_verified()]
    done = carry_out(
        form,
        lambda: actions.add_party(current_user, match, **form.answers),
        to=lambda match: url_for(".parties", match_id=match.id),
        say=N_("当事者を加えました。"),
    )
    if done:
        return done
    is_open, remove_form = match.state in BEFORE_AGREEMENT, Button(formdata=None)
    page = render_template(
        "matching/parties.html", form=form, match=match, is_open=is_open, remove_form=remove_form
    )
    return page, form.status


@bp.post("/parties/<int:party_id>/remove")
@opens(policy.RECORD, Party, "party_id", among=queries.parties_visible_to)
def remove_party(party):
    here = url_for(".parties", match_id=party.match_id)
    return press(
        Button(),
        lambda: actions.remove_party(current_user, party),
        to=lambda match: here,
        back=here,
        say=N_("当事者から外しました。"),
    )
