"""The page of one issue."""

from itertools import chain

from flask import render_template, url_for
from flask_login import current_user
from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload, selectinload

from matchbox.accounts.policy import coordinator
from matchbox.core.database import db
from matchbox.core.events import told
from matchbox.core.journal import Audience, about
from matchbox.core.permissions import can
from matchbox.core.publication import ACCEPTED, Publication
from matchbox.core.words import N_
from matchbox.discussion import actions as discussion
from matchbox.discussion import policy as discussion_policy
from matchbox.discussion import queries as threads
from matchbox.discussion.forms import CommentForm
from matchbox.issues import actions, policy, queries
from matchbox.issues.models import Issue, Need
from matchbox.issues.routes.blueprint import bp
from matchbox.issues.workflow import Ending, Progress
from matchbox.matching import policy as match_policy
from matchbox.matching import queries as matches
from matchbox.organisations import queries as organisations
from matchbox.proposals import queries as proposals
from matchbox.search import queries as search
from matchbox.search.queries import Kind
from matchbox.web.access import opens
from matchbox.web.deeds import carry_out

# Built once: this is dearer to build than to ask.
PROGRESS = matches.progress()
HOW_FAR = select(PROGRESS).select_from(Issue).where(Issue.id == bindparam("id"))
IN_FULL = (
    joinedload(Issue.category),
    joinedload(Issue.area),
    joinedload(Issue.organisation),
    joinedload(Issue.thread),
    selectinload(Issue.needs).joinedload(Need.kind),
)
EVERYBODY = (Audience.PUBLIC, Audience.PARTIES, Audience.STAFF)


def readable_by(viewer):
    """What the viewer may know of, with the restricted issues about which their group was asked."""
    return queries.visible_to(viewer, also=matches.issues_asked_about(viewer))


@bp.get("/issues/<int:issue_id>")
@opens(policy.VIEW, Issue, "issue_id", among=lambda viewer: readable_by(viewer).options(*IN_FULL))
def show(issue):
    return _draw(issue, CommentForm(formdata=None))


@bp.post("/issues/<int:issue_id>/comments")
@opens(discussion_policy.WRITE, Issue, "issue_id", among=readable_by)
def comment(issue):
    """Also for restricted issues, whose thread is known only from here."""
    form = CommentForm()
    done = carry_out(
        form,
        lambda: discussion.write(current_user, issue.thread, **form.answers),
        to=lambda written: url_for(".show", issue_id=issue.id, _anchor=f"comment-{written.id}"),
        say=N_("コメントを投稿しました。"),
    )
    return done or (_draw(issue, form), form.status)


def _draw(issue, comment_form):
    proposed = proposals.of_issue(issue, current_user)
    matched = matches.of_issue(issue, current_user)
    writable = current_user.is_authenticated and issue.thread.opened and issue.thread.closed_at is None
    return render_template(
        "issues/show.html",
        issue=issue,
        progress=Progress.of(db.session.execute(HOW_FAR, {"id": issue.id}).scalar_one()),
        steps=list(Progress)[:5],
        proposals=proposed,
        matches=matched,
        nameless=matches.nameless_of(issue, current_user) if matched else set(),
        history=_history(issue, proposed, matched),
        comments=threads.comments_of(issue.thread, current_user),
        comment_form=comment_form if writable else None,
        mine=policy.posting_side.includes(current_user, issue),
        may=_rights(issue),
        similar=search.like_issue(issue, Kind.ISSUE) if issue.published_at else [],
        solved=search.like_issue(issue, Kind.MATCH) if issue.published_at else [],
    )


def _rights(issue):
    open_to_help = issue.publication in ACCEPTED and issue.ending is Ending.NONE
    return {
        "check": can(current_user, policy.CHECK, issue),
        "edit": _can_be_edited(issue) and can(current_user, policy.EDIT, issue),
        "end": can(current_user, policy.END, issue),
        "propose": bool(_groups()) and not proposals.why_not(issue, current_user),
        "match": open_to_help and can(current_user, match_policy.BEGIN),
    }


def _groups():
    return organisations.of_member(current_user, only_verified=True)


def _can_be_edited(issue):
    states = (*actions.EDITABLE, Publication.WAITING) if _at_desk() else actions.EDITABLE
    return issue.publication in states and issue.ending is Ending.NONE


def _at_desk():
    return coordinator.includes(current_user, None)


def _history(issue, proposed, matched):
    """What the reader may know of its way so far, the first first."""
    concerned = policy.posting_side.includes(current_user, issue)
    audiences = EVERYBODY if _at_desk() else EVERYBODY[:2] if concerned else EVERYBODY[:1]
    subjects = {
        "issue": [issue.id],
        "proposal": [proposal.id for proposal in proposed],
        "match": [match.id for match in matched],
    }
    entries = chain.from_iterable(
        db.session.scalars(about(kind, ids, audiences)) for kind, ids in subjects.items() if ids
    )
    return told(sorted(entries, key=lambda entry: (entry.created_at, entry.id)))
