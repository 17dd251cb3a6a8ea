"""The board: every live match in the column of its stage."""

from typing import NamedTuple

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user

from matchbox.accounts import queries as people
from matchbox.accounts.models import Role
from matchbox.core import clock
from matchbox.core.errors import Invalid, NotNow
from matchbox.core.permissions import can
from matchbox.core.words import N_
from matchbox.core.workflow import ALREADY
from matchbox.matching import actions, policy, queries
from matchbox.matching.forms import MoveForm
from matchbox.matching.models import Match
from matchbox.matching.routes.blueprint import bp
from matchbox.matching.rules import days_late
from matchbox.matching.workflow import MATCH, MatchState
from matchbox.places import queries as places
from matchbox.web.access import opens
from matchbox.web.deeds import carry_out
from matchbox.web.paging import asked_number

PRESSED = {
    "approach": actions.approach,
    "meet": actions.meet,
    "start": actions.start,
    "complete": actions.complete,
}
WITH_A_PAGE = {
    "agree": ".agree",
    "step_back": ".step_back",
    "give_up": ".give_up",
    "break_off": ".break_off",
}
MINE, ALL = "me", "all"
REFUSED = N_("「%(title)s」：%(sentence)s")


class Conditions(NamedTuple):
    """What the address of the board asks for; what makes no sense is as good as absent."""

    coordinator: str
    area: int | None
    late: bool

    @property
    def arguments(self) -> dict[str, str | int]:
        asked = {"coordinator": self.coordinator, "area": self.area or "", "late": "1" if self.late else ""}
        return {name: value for name, value in asked.items() if value}

    @property
    def coordinator_id(self) -> int | None:
        if self.coordinator == ALL:
            return None
        return int(current_user.id if self.coordinator == MINE else self.coordinator)


def _conditions():
    number = asked_number("coordinator")
    usual = MINE if can(current_user, policy.MOVE) else ALL
    asked = request.args.get("coordinator")
    who = str(number) if number else asked if asked in (MINE, ALL) else usual
    return Conditions(who, asked_number("area"), request.args.get("late") == "1")


@bp.get("/board")
@opens(policy.BOARD)
def board():
    return _draw(MoveForm())


@bp.post("/matches/<int:match_id>/move")
@opens(policy.MOVE, Match, "match_id", among=queries.visible_to)
def move(match):
    """Carry out the move, or lead to the page that asks what has to be known; a refusal stands above the board."""
    form, conditions = MoveForm(), _conditions()
    form.to.choices = [(state.value, state.label) for state in MatchState]
    page = WITH_A_PAGE.get(_verb(match.state, form.to.data, MATCH.open_from(match.state)))
    if page:
        return redirect(url_for(page, match_id=match.id), 303)
    done = carry_out(
        form,
        lambda: _carry(match, form.to.data),
        to=lambda match: url_for(".board", **conditions.arguments, _anchor=f"match-{match.id}"),
        say=N_("段階を移しました。"),
    )
    if done:
        return done
    for sentence in [*form.form_errors, *form.to.errors]:
        flash(REFUSED % {"title": match.title, "sentence": sentence}, "err")
    return _draw(MoveForm(formdata=None)), form.status


def _carry(match, to):
    if to == match.state:
        raise Invalid("to", N_("移す先の段階をえらんでください。"))
    verb = _verb(match.state, to, MATCH.open_from(match.state)) or _verb(match.state, to, MATCH.transitions)
    MATCH.after(match.state, verb)  # says what would have to come first
    if verb not in PRESSED:
        raise NotNow(ALREADY)
    return PRESSED[verb](current_user, match)


def _verb(state, to, steps):
    return next((step.verb for step in steps if step.target == to), "")


def _draw(form):
    conditions, day = _conditions(), clock.today()
    found = queries.board(day)
    if conditions.coordinator_id is not None:
        found = found.where(Match.coordinator_id == conditions.coordinator_id)
    if conditions.area:
        found = found.where(queries.in_area(conditions.area))
    if conditions.late:
        found = found.where(queries.is_late(day))
    return render_template(
        "matching/board.html",
        form=form,
        columns=queries.board_cards(found),
        conditions=conditions,
        coordinators=[(person.id, person.name) for person in people.holders_of(Role.COORDINATOR)],
        areas=places.choices(),
        moves=moves,
        policy=policy,
        days_late=lambda match: days_late(match.due_on, day),
    )


def moves(match):
    """The stages that the select of a card offers: where it stands, and where it may go from there."""
    steps = MATCH.open_from(match.state)
    return [(match.state.value, match.state.label), *((step.target.value, step.target.label) for step in steps)]
