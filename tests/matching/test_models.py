"""What the database keeps, whatever the code above it does; and two people at once."""

from threading import Thread
from time import sleep

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DataError, IntegrityError

from matchbox.accounts.models import User
from matchbox.core.database import db
from matchbox.core.errors import NotNow
from matchbox.core.journal import JournalEntry
from matchbox.issues.models import Issue
from matchbox.matching import actions
from matchbox.matching.models import Match
from matchbox.matching.workflow import MatchState
from matchbox.web.transactions import writing
from tests.given.groups import a_group
from tests.given.issues import an_issue
from tests.given.matches import a_match, an_activity, an_outreach, helping, needing
from tests.given.people import a_coordinator, a_person


def changed(change, table="matches"):
    with writing():
        db.session.execute(text(f"UPDATE {table} SET {change}"))


@pytest.mark.parametrize(
    "change",
    [
        "agreed_on = NULL",
        "purpose = ''",
        "who_does_what = ''",
        "period_from = NULL",
        "brokered_by = NULL",
        "state = 'somewhere'",
        "kind = 'something'",
        "state = 'broken_off'",
        "end_reason_id = 1",
        "period_until = '2020-01-01'",
        "title = '" + "長" * 61 + "'",
    ],
)
def test_an_agreed_match_is_complete(app, change):
    a_match(MatchState.AGREED)
    with pytest.raises((IntegrityError, DataError)):
        changed(change)


@pytest.mark.parametrize("change", ["state = 'agreed'", "state = 'not_agreed'", "end_reason_id = 1"])
def test_a_match_before_its_agreement_has_neither_end_nor_promises(app, change):
    a_match(MatchState.MEETING)
    with pytest.raises(IntegrityError):
        changed(change)


@pytest.mark.parametrize(
    "table, change",
    [
        ("parties", "organisation_id = 1, user_id = 1"),
        ("parties", "organisation_id = NULL, user_id = NULL"),
        ("parties", "role = 'watching'"),
        ("activities", "people = -1"),
        ("activities", "people = 100001"),
        ("activities", "hours = -1"),
        ("outreaches", "answer = 'perhaps'"),
    ],
)
def test_what_hangs_on_a_match_makes_sense(app, table, change):
    match = a_match(MatchState.ACTIVE)
    an_activity(match)
    an_outreach(match, a_group("あおば会"))
    with pytest.raises(IntegrityError):
        changed(change, table)


def test_a_group_is_asked_once_in_a_match(app):
    match, group = a_match(), a_group("あおば会")
    an_outreach(match, group)
    with pytest.raises(IntegrityError):
        an_outreach(match, group)


def test_there_is_one_live_match_per_issue_and_set_of_parties(app):
    poster, group = a_person(), a_group()
    issue = an_issue(poster=poster)
    a_match(MatchState.COMPLETED, issue=issue, parties=[needing(poster), helping(group)])
    a_match(MatchState.AGREED, issue=issue, parties=[needing(poster), helping(group)])
    with pytest.raises(IntegrityError):
        a_match(MatchState.CANDIDATE, issue=issue, parties=[needing(poster), helping(group)])


def at_the_same_time(app, first, second):
    """Do `first`, and begin `second` in another thread before the first is committed; what the second was refused."""
    refused = []

    def other():
        with app.app_context():
            try:
                with writing():
                    second()
            except NotNow as refusal:
                refused.append(refusal.first)
            finally:
                db.session.remove()

    with writing():
        first()
        db.session.flush()
        thread = Thread(target=other)
        thread.start()
        sleep(0.3)
    thread.join(timeout=20)
    assert not thread.is_alive()
    return refused


def test_two_people_who_begin_the_same_match_at_once_make_one(app):
    coordinator, issue = a_coordinator(), an_issue()
    ids = (coordinator.id, issue.id)

    def begin():
        actions.begin(db.session.get(User, ids[0]), db.session.get(Issue, ids[1]))

    (refusal,) = at_the_same_time(app, begin, begin)
    assert "同じ課題・同じ相手のマッチング" in refusal
    assert len(db.session.scalars(select(Match)).all()) == 1


def test_of_two_people_who_move_a_match_at_once_the_second_is_told(app):
    coordinator, match = a_coordinator(), a_match(MatchState.APPROACHED)
    an_outreach(match, match.parties[1].organisation)
    ids = (coordinator.id, match.id)

    def meet():
        actions.meet(db.session.get(User, ids[0]), db.session.get(Match, ids[1]))

    (refusal,) = at_the_same_time(app, meet, meet)
    assert "すでにこの段階" in refusal
    assert len(db.session.scalars(select(JournalEntry).where(JournalEntry.kind == "MeetingBegun")).all()) == 1
