"""The pages of proposals."""

from flask import Blueprint, render_template, request, url_for
from flask_login import current_user

from matchbox.core.database import db
from matchbox.core.errors import NotNow
from matchbox.core.listings import NONE
from matchbox.core.permissions import can
from matchbox.core.words import N_
from matchbox.discussion import actions as discussion_actions
from matchbox.discussion import policy as discussion_policy
from matchbox.discussion import queries as discussion
from matchbox.discussion.forms import CommentForm
from matchbox.issues import queries as issues
from matchbox.issues.models import Issue
from matchbox.matching import policy as matching_policy
from matchbox.matching import queries as matching
from matchbox.organisations import queries as organisations
from matchbox.organisations.models import Organisation
from matchbox.places import queries as places
from matchbox.proposals import actions, policy, queries
from matchbox.proposals.forms import DecideForm, EditForm, ProposalForm, WithdrawForm
from matchbox.proposals.models import Proposal
from matchbox.proposals.workflow import EDITABLE, PROPOSAL, ProposalState
from matchbox.search import queries as search
from matchbox.search.queries import Kind
from matchbox.vocabulary import queries as vocabulary
from matchbox.vocabulary.models import Vocabulary
from matchbox.web.access import opens
from matchbox.web.deeds import carry_out
from matchbox.web.facets import words
from matchbox.web.lists import asked_for, offered, page_of

bp = Blueprint("proposals", __name__)

DECISIONS = {
    "review": lambda proposal, reason: actions.review(current_user, proposal),
    "choose": lambda proposal, reason: actions.choose(current_user, proposal, reason=reason),
    "decline": lambda proposal, reason: actions.decline(current_user, proposal, reason=reason),
}
SUBMITTED = N_("提案しました。課題のページに載ります。")
DRAFTED = N_("下書きとして保存しました。まだ公開されていません。")


def readable_issues(viewer):
    return issues.visible_to(viewer, matching.issues_asked_about(viewer))


def readable(viewer):
    return queries.visible_to(viewer, matching.issues_asked_about(viewer))


def _page_of(proposal):
    return url_for(".show", proposal_id=proposal.id)


def _as_draft():
    """Which button was pressed?"""
    return request.form.get("save") == "draft"


def _decisions(proposal, sent=""):
    """What can be decided now; what was sent stays among it, so that a second click is a repetition, not a mistake."""
    steps = [step for step in PROPOSAL.transitions if step.verb in DECISIONS]
    return [step for step in steps if proposal.state in step.sources or step.verb == sent]


def _may(proposal):
    """Which of the page's buttons the viewer is shown."""
    own, decides = can(current_user, policy.WITHDRAW, proposal), can(current_user, policy.DECIDE, proposal)
    steps = {step.verb for step in PROPOSAL.open_from(proposal.state)}
    taken_up = proposal.state in (ProposalState.UNDER_REVIEW, ProposalState.CHOSEN)
    return {
        "edit": own and proposal.state in EDITABLE,
        "submit": "submit" in steps and can(current_user, policy.WRITE, proposal),
        "withdraw": own and "withdraw" in steps,
        "decide": decides and bool(_decisions(proposal)),
        "begin": taken_up and can(current_user, matching_policy.BEGIN),
        "know": own or decides,
    }


@bp.get("/proposals")
@opens(policy.VIEW)
def index():
    choices, also = _choices(), matching.issues_asked_about(current_user)
    asked = asked_for(queries.facets(current_user, also), choices, queries.SORTS)
    hits = search.find(asked.q, Kind.PROPOSAL) if asked.q else None
    listing = queries.listing(current_user, asked, hits and hits.ids, also)
    page, lines = page_of(listing, hits and hits.ids)
    return render_template(
        "proposals/index.html",
        lines=lines,
        pages=page,
        hits=hits,
        tabs=search.tabs(asked.q),
        **offered(listing, choices, queries.counts(listing)),
    )


def _choices():
    """The words of every facet."""
    return {
        "mine": [(queries.MINE, N_("自分の団体の提案と、公開されていない提案"))],
        "state": words(ProposalState),
        "category": vocabulary.choices(Vocabulary.ISSUE_CATEGORY),
        "area": [*places.choices(), (NONE, N_("地区なし"))],
        "kind": vocabulary.choices(Vocabulary.ORGANISATION_KIND),
        "year": [(year.year, year.plain) for year in issues.years()],
    }


@bp.get("/proposals/<int:proposal_id>")
@opens(policy.VIEW, Proposal, "proposal_id", among=readable)
def show(proposal):
    return _draw(proposal, CommentForm(formdata=None))


@bp.post("/proposals/<int:proposal_id>/comments")
@opens(discussion_policy.WRITE, Proposal, "proposal_id", among=readable)
def comment(proposal):
    """Also for restricted issues, whose threads are known only to those who read the page."""
    form = CommentForm()
    done = carry_out(
        form,
        lambda: discussion_actions.write(current_user, proposal.thread, **form.answers),
        to=lambda written: url_for(".show", proposal_id=proposal.id, _anchor=f"comment-{written.id}"),
        say=N_("コメントを投稿しました。"),
    )
    return done or (_draw(proposal, form), form.status)


def _draw(proposal, comment_form):
    thread = proposal.thread
    writes = current_user.is_authenticated and thread.opened and thread.closed_at is None
    return render_template(
        "proposals/show.html",
        proposal=proposal,
        in_sight=queries.in_sight(proposal.issue, current_user, matching.issues_asked_about(current_user)),
        history=queries.history(proposal, current_user),
        may=_may(proposal),
        thread=thread,
        comments=discussion.comments_of(thread, current_user),
        comment_form=comment_form if writes else None,
        comment_url=url_for(".comment", proposal_id=proposal.id),
    )


@bp.route("/issues/<int:issue_id>/propose", methods=["GET", "POST"])
@opens(policy.WRITE, Issue, "issue_id", among=readable_issues)
def write(issue):
    groups = organisations.of_member(current_user, only_verified=True)
    form = ProposalForm(organisation_id=groups[0].id if len(groups) == 1 else None).offering(groups)
    done = carry_out(
        form, lambda: _write(issue, **form.answers), to=_page_of, say=DRAFTED if _as_draft() else SUBMITTED
    )
    if done:
        return done
    if not form.is_submitted() and (sentence := queries.why_not(issue, current_user)):
        raise NotNow(sentence)
    theirs = queries.unfinished_of(issue, groups)
    asks = form.is_submitted() or {group.id for group in groups} > {proposal.organisation_id for proposal in theirs}
    return render_template("proposals/write.html", form=form, issue=issue, theirs=theirs, asks=asks), form.status


def _write(issue, *, organisation_id, **texts):
    group = db.session.get_one(Organisation, organisation_id)
    proposal = actions.draft(current_user, group, issue=issue, **texts)
    return proposal if _as_draft() else actions.submit(current_user, proposal)


@bp.route("/proposals/<int:proposal_id>/edit", methods=["GET", "POST"])
@opens(policy.WITHDRAW, Proposal, "proposal_id", among=readable)
def edit(proposal):
    form = EditForm(obj=proposal)
    stays = proposal.state is not ProposalState.DRAFT or _as_draft()
    done = carry_out(
        form,
        lambda: _edit(proposal, submits=not stays, **form.answers),
        to=_page_of,
        say=N_("提案の内容を保存しました。") if stays else SUBMITTED,
    )
    return done or (render_template("proposals/edit.html", form=form, proposal=proposal), form.status)


def _edit(proposal, *, submits, **texts):
    actions.edit(current_user, proposal, **texts)
    return actions.submit(current_user, proposal) if submits else proposal


@bp.route("/proposals/<int:proposal_id>/withdraw", methods=["GET", "POST"])
@opens(policy.WITHDRAW, Proposal, "proposal_id", among=readable)
def withdraw(proposal):
    form = WithdrawForm()
    done = carry_out(
        form,
        lambda: actions.withdraw(current_user, proposal, **form.answers),
        to=_page_of,
        say=N_("提案を取り下げました。"),
    )
    return done or (render_template("proposals/withdraw.html", form=form, proposal=proposal), form.status)


@bp.route("/proposals/<int:proposal_id>/decide", methods=["GET", "POST"])
@opens(policy.DECIDE, Proposal, "proposal_id", among=readable)
def decide(proposal):
    form = DecideForm().offering(_decisions(proposal, sent=request.form.get("verb", "")))
    done = carry_out(
        form,
        lambda: DECISIONS[form.verb.data](proposal, form.reason.data),
        to=_page_of,
        say=N_("検討の結果を記録しました。"),
    )
    return done or (render_template("proposals/decide.html", form=form, proposal=proposal), form.status)
