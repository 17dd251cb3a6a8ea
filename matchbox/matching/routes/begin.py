"""The page on which a match begins."""

from flask import render_template, request, url_for
from flask_login import current_user

from matchbox.accounts import queries as people
from matchbox.accounts.models import Role
from matchbox.core.database import db
from matchbox.core.words import N_
from matchbox.issues.models import Issue
from matchbox.matching import actions, policy, queries
from matchbox.matching.forms import NOT_CHOSEN, BeginForm
from matchbox.matching.models import Match
from matchbox.matching.routes.blueprint import bp
from matchbox.matching.rules import MatchKind
from matchbox.organisations import queries as organisations
from matchbox.web.access import opens
from matchbox.web.deeds import carry_out
from matchbox.web.paging import asked_number


@bp.route("/matches/new", methods=["GET", "POST"])
@opens(policy.BEGIN)
def begin():
    earlier = _asked_for(Match, "continues")
    issue = earlier.issue if earlier else _asked_for(Issue, "issue")
    form = _form(issue)
    done = carry_out(
        form,
        lambda: actions.begin(current_user, issue, continues_id=earlier.id if earlier else None, **form.answers),
        to=lambda match: url_for(".show", match_id=match.id),
        say=N_("マッチングを登録しました。"),
    )
    if done:
        return done
    live = [match for match in queries.of_issue(issue, current_user) if match.is_live] if issue else []
    return render_template("matching/begin.html", form=form, issue=issue, earlier=earlier, live=live), form.status


def _asked_for(model, name):
    number = asked_number(name)
    return db.get_or_404(model, number) if number else None


def _form(issue):
    """The questions that make sense here: what an issue tells already is not asked."""
    form = BeginForm(
        kind=MatchKind.COOPERATION if issue else MatchKind.EXCHANGE,
        coordinator_id=current_user.id,
        proposal_ids=request.args.getlist("proposal", type=int),
        candidate_ids=request.args.getlist("candidate", type=int),
    )
    groups = organisations.choices_verified()
    offered = set(request.args.getlist("candidate", type=int))
    form.coordinator_id.choices = coordinator_choices()
    form.candidate_id.choices = [NOT_CHOSEN, *((id_, name) for id_, name in groups if id_ not in offered)]
    form.candidate_ids.choices = [(id_, name) for id_, name in groups if id_ in offered]
    proposals = queries.proposals_to_choose(issue) if issue else []
    form.proposal_ids.choices = [(made.id, f"{made.organisation.name}：{made.title}") for made in proposals]
    if not form.candidate_ids.choices:
        del form.candidate_ids
    if not proposals:
        del form.proposal_ids
    if issue:
        del form.title
    return form


def coordinator_choices():
    return [(person.id, person.name) for person in people.holders_of(Role.COORDINATOR)]
