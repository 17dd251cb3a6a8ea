"""What stands on the board, what is late there, and which groups were asked lately?"""

from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from matchbox.core.database import db
from matchbox.core.years import FiscalYear
from matchbox.issues.models import Issue
from matchbox.matching.models import Match, Outreach
from matchbox.matching.queries.match import WITH_ITS_PARTIES
from matchbox.matching.rules import LATELY, Answer, Means
from matchbox.matching.workflow import BEFORE_AGREEMENT, COLUMNS, LIVE, MatchState


def asked_lately(day: date) -> dict[int, int]:
    """How often each group was asked by the centre in the weeks up to this day."""
    found = (
        select(Outreach.organisation_id, func.count())
        .where(Outreach.asked_on > day - timedelta(days=LATELY), Outreach.means != Means.PROPOSAL)
        .group_by(Outreach.organisation_id)
    )
    return {group: number for group, number in db.session.execute(found)}


def is_late(day: date) -> ColumnElement[bool]:
    """The next step of a live match, or the answer of a group, was due before this day."""
    awaited = exists().where(Outreach.match_id == Match.id, Outreach.answer == Answer.WAITING, Outreach.answer_by < day)
    return or_(and_(Match.state.in_(LIVE), Match.next_step_by < day), and_(Match.state.in_(BEFORE_AGREEMENT), awaited))


def board(day: date) -> Select[Match]:
    """What stands on the board: live matches, and those completed in the running fiscal year."""
    ended = func.coalesce(Match.ended_on, Match.agreed_on)
    done = (Match.state == MatchState.COMPLETED) & (ended >= FiscalYear.of(day).first_day)
    return select(Match).where(or_(Match.state.in_(LIVE), done))


def in_area(area_id: int) -> ColumnElement[bool]:
    return Match.issue_id.in_(select(Issue.id).where(Issue.area_id == area_id))


def board_cards(found: Select[Match]) -> dict[MatchState, list[Match]]:
    """The columns of the board; in each, what is due first stands first. The number of statements is constant."""
    matches = db.session.scalars(
        found.options(
            joinedload(Match.issue).joinedload(Issue.area),
            joinedload(Match.coordinator),
            WITH_ITS_PARTIES,
            selectinload(Match.candidates),
            selectinload(Match.outreaches).joinedload(Outreach.organisation),
        ).order_by(Match.id)
    )
    columns: dict[MatchState, list[Match]] = {state: [] for state in COLUMNS}
    for match in sorted(matches, key=lambda match: match.due_on or date.max):
        columns[match.state].append(match)
    return columns
