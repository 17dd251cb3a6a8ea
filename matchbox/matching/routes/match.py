"""The page of one match."""

from typing import NamedTuple

from flask import render_template, url_for
from flask_login import current_user

from matchbox.accounts.policy import staff
from matchbox.core import clock
from matchbox.core.journal import Audience
from matchbox.core.permissions import can
from matchbox.core.words import N_
from matchbox.discussion import actions as discussion
from matchbox.discussion import queries as threads
from matchbox.discussion.forms import CommentForm
from matchbox.kpi import queries as kpi
from matchbox.matching import policy, queries
from matchbox.matching.models import Match
from matchbox.matching.routes.blueprint import bp
from matchbox.matching.routes.board import PRESSED, WITH_A_PAGE
from matchbox.matching.rules import days_late, what_is_missing
from matchbox.matching.workflow import COLUMNS, MATCH, MatchState
from matchbox.web.access import opens
from matchbox.web.deeds import carry_out
from matchbox.web.forms import Button

MILESTONES = {
    "MatchBegun", "MatchApproached", "MeetingBegun", "MatchAgreed", "MatchStarted", "MatchCompleted",
    "MatchSteppedBack", "MatchGivenUp", "MatchBrokenOff",
}  # fmt: skip
EVERYBODY = (Audience.PUBLIC, Audience.PARTIES, Audience.STAFF)


class Step(NamedTuple):
    """Something that can be done to a match from here; `missing` says what has to be recorded before."""

    verb: str
    label: str
    url: str
    missing: str

    from_meeting: bool

    @property
    def is_pressed(self) -> bool:
        return self.verb in PRESSED

    @property
    def is_main(self) -> bool:
        """The usual next one: 成立 without a meeting is the exception."""
        return self.is_pressed or self.verb == "agree" and self.from_meeting

    @property
    def leads_on(self) -> bool:
        return self.verb in PRESSED or self.verb == "agree"


def _steps(match):
    """What this person may do from here; what leads on stands first."""
    held = {
        "asked": len(match.outreaches),
        "accepted": sum(outreach.is_accepted for outreach in match.outreaches),
        "activities": len(match.activities),
    }
    return [
        Step(
            step.verb,
            step.label,
            url_for(WITH_A_PAGE.get(step.verb, f".{step.verb}"), match_id=match.id),
            what_is_missing(step.verb, **held),
            match.state is MatchState.MEETING,
        )
        for step in MATCH.open_from(match.state)
        if can(current_user, policy.START if step.verb == "start" else policy.MOVE, match)
    ]


def _audiences(match):
    """Which entries of the journal this person may read."""
    if staff.includes(current_user, None):
        return EVERYBODY
    return EVERYBODY[:2] if policy.party.includes(current_user, match) else EVERYBODY[:1]


def _outreaches(match):
    """The office sees who was asked; a group sees that it was."""
    if staff.includes(current_user, None):
        return match.outreaches
    return [outreach for outreach in match.outreaches if can(current_user, policy.ANSWER, outreach)]


@bp.get("/matches/<int:match_id>")
@opens(policy.VIEW, Match, "match_id", among=queries.visible_to)
def show(match):
    return _draw(match, CommentForm(formdata=None))


@bp.post("/matches/<int:match_id>/comments")
@opens(policy.DISCUSS, Match, "match_id", among=queries.visible_to)
def comment(match):
    form = CommentForm()
    done = carry_out(
        form,
        lambda: discussion.write(current_user, match.thread, **form.answers),
        to=lambda written: url_for(".show", match_id=match.id, _anchor=f"comment-{written.id}"),
        say=N_("書きこみました。"),
    )
    return done or (_draw(match, form), form.status)


def _draw(match, comment_form):
    talks = can(current_user, policy.DISCUSS, match)
    return render_template(
        "matching/show.html",
        match=match,
        at_desk=staff.includes(current_user, None),
        concerned=bool(_outreaches(match)) or talks,
        # Before 成立, a group that is only asked learns whose issue it is, not which other groups are in it.
        knows_parties=talks or match.agreed_on is not None or staff.includes(current_user, None),
        stages=COLUMNS,
        steps=_steps(match),
        nobody_left=match.has_nobody_left,
        outreaches=_outreaches(match),
        tags=queries.tags_of(match),
        counting=kpi.sentence_of(match),
        late=days_late(match.due_on, clock.today()),
        stories=queries.history(match, _audiences(match)),
        comments=threads.comments_of(match.thread, current_user) if talks else [],
        comment_form=comment_form if talks and match.thread.closed_at is None else None,
        milestones=MILESTONES,
        policy=policy,
        button_form=Button(formdata=None),
    )
