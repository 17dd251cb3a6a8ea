"""Who sees which match, what the board and the lists show, and with how many statements."""

from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from sqlalchemy import event, select

from matchbox.core import clock
from matchbox.core.database import db
from matchbox.core.journal import Audience
from matchbox.core.permissions import Visitor
from matchbox.core.publication import Publication
from matchbox.core.years import FiscalYear
from matchbox.issues.models import Issue
from matchbox.issues.workflow import Progress
from matchbox.matching import actions, queries
from matchbox.matching.rules import Answer, Means, PartyRole
from matchbox.matching.workflow import AGREED_ON, LIVE, MatchState
from matchbox.proposals.workflow import ProposalState
from tests.given.groups import a_group, a_member_of
from tests.given.issues import an_issue
from tests.given.matches import a_match, an_outreach, done, helping, needing, supporting
from tests.given.people import a_coordinator, a_person, an_administrator, an_analyst
from tests.given.proposals import a_proposal
from tests.given.words import a_district, a_policy

DAY = timedelta(days=1)


@contextmanager
def counted_statements():
    """How many statements are sent meanwhile."""
    statements = []

    def note(*about):
        statements.append(about[2])

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def seen_by(viewer):
    return set(db.session.scalars(queries.visible_to(viewer)))


@pytest.mark.parametrize("publication", [Publication.PUBLIC, Publication.RESTRICTED, Publication.HIDDEN])
@pytest.mark.parametrize("state", MatchState)
def test_who_sees_a_match(app, state, publication):
    poster, group, asked = a_person(), a_group(), a_group("あおば会")
    issue = an_issue(poster=poster, publication=publication)
    match = a_match(state, issue=issue, parties=[needing(poster), helping(group)])
    an_outreach(match, asked, Answer.WAITING)
    public = state in AGREED_ON and publication is Publication.PUBLIC
    concerned = public or state is not MatchState.CANDIDATE
    of_public_issue = publication is Publication.PUBLIC
    for viewer, sees in [
        (Visitor(), public),
        (a_person("通りすがり"), public),
        (poster, concerned),
        (a_member_of(group), concerned),
        (a_member_of(asked), True),
        (a_member_of(group, until_on=date(2026, 11, 23)), public),
        (an_analyst(), of_public_issue),
        (an_administrator(), of_public_issue),
        (a_coordinator(), True),
    ]:
        assert (match in seen_by(viewer)) is sees, viewer


def test_a_group_that_said_no_has_no_more_business_with_it(app):
    group = a_group("あおば会")
    match = a_match(MatchState.APPROACHED, issue=an_issue(publication=Publication.RESTRICTED))
    an_outreach(match, group, Answer.DECLINED)
    member = a_member_of(group)
    assert seen_by(member) == set()
    asked_about = select(Issue.id).where(queries.issues_asked_about(member))
    assert db.session.scalars(asked_about).all() == []


def test_issues_that_concern_somebody_are_known_by_their_matches_not_by_being_staff(app):
    group = a_group("あおば会")
    match = a_match(MatchState.CANDIDATE, issue=an_issue(publication=Publication.RESTRICTED))
    an_outreach(match, group, Answer.WAITING)

    def concerned(viewer):
        return db.session.scalars(select(Issue.id).where(queries.issues_asked_about(viewer))).all()

    assert concerned(a_member_of(group)) == [match.issue_id]
    assert concerned(an_analyst()) == concerned(an_administrator()) == []
    assert queries.issues_asked_about(Visitor()) is None


def test_an_exchange_without_an_issue_is_public_once_agreed(app):
    match = a_match(MatchState.AGREED, issue=None, parties=[helping(a_group()), helping(a_group("みどり会"))])
    assert seen_by(Visitor()) == {match}


def test_the_list_keeps_restricted_matches_behind_a_figure(app):
    hidden = a_match(MatchState.ACTIVE, issue=an_issue("ひみつ", publication=Publication.RESTRICTED))
    shown = a_match(MatchState.AGREED, issue=an_issue("みんなの課題"))
    a_match(MatchState.MEETING, issue=an_issue("まだの課題"))
    lines = queries.lines(queries.listed_to(Visitor()), Visitor())
    assert {(line.match, line.known) for line in lines} == {(hidden, False), (shown, True)}
    poster = hidden.parties[0].user
    assert {(line.match, line.known) for line in queries.lines(queries.listed_to(poster), poster)} == {
        (hidden, True), (shown, True),
    }  # fmt: skip
    assert len(queries.lines(queries.listed_to(an_analyst()), an_analyst())) == 3


def test_a_group_knows_of_its_outreach_at_once_and_others_never_do(app):
    group = a_group("あおば会")
    outreach = an_outreach(a_match(MatchState.CANDIDATE), group, Answer.WAITING)
    for viewer, sees in [(a_member_of(group), True), (a_coordinator(), True), (a_person(), False), (Visitor(), False)]:
        if viewer.is_authenticated:
            assert (outreach in set(db.session.scalars(queries.outreaches_visible_to(viewer)))) is sees


@pytest.mark.parametrize("state", MatchState)
def test_a_live_match_is_known_to_its_issue(app, state):
    match = a_match(state)
    assert queries.live_of(match.issue) is (state in LIVE)
    assert queries.live_of(an_issue("別の課題")) is False


def test_the_matches_of_an_issue_are_those_that_the_viewer_may_know(app):
    issue = an_issue()
    first = a_match(MatchState.BROKEN_OFF, issue=issue)
    second = a_match(MatchState.MEETING, issue=issue)
    third = a_match(MatchState.COMPLETED, issue=issue, parties=[helping(a_group("みどり会"))])
    assert queries.of_issue(issue, a_coordinator()) == [third, second, first]
    assert queries.of_issue(issue, Visitor()) == [third]


@pytest.mark.parametrize(
    "state, progress",
    [
        (MatchState.CANDIDATE, Progress.COORDINATING),
        (MatchState.MEETING, Progress.COORDINATING),
        (MatchState.AGREED, Progress.UNDER_WAY),
        (MatchState.ACTIVE, Progress.UNDER_WAY),
        (MatchState.COMPLETED, Progress.OPEN),
        (MatchState.NOT_AGREED, Progress.OPEN),
    ],
)
def test_how_far_an_issue_has_come(app, state, progress):
    match = a_match(state)
    assert queries.progress_of([match.issue_id]) == {match.issue_id: progress}


def column(cards, state):
    return [match.title for match in cards[state]]


def test_the_board_has_a_column_per_stage_and_what_is_due_first_stands_first(app):
    for number, due in enumerate([None, 9, 2, None, 5]):
        by = clock.today() + due * DAY if due else None
        a_match(MatchState.MEETING, issue=an_issue(f"課題{number}"), next_step_by=by)
    a_match(MatchState.NOT_AGREED, issue=an_issue("終わった課題"))
    cards = queries.board_cards(queries.board(clock.today()))
    assert list(cards) == ["candidate", "approached", "meeting", "agreed", "active", "completed"]
    assert column(cards, MatchState.MEETING) == ["課題2", "課題4", "課題1", "課題0", "課題3"]
    assert sum(map(len, cards.values())) == 5


def test_the_board_shows_what_was_completed_in_the_running_fiscal_year(app):
    a_match(MatchState.COMPLETED, issue=an_issue("今年度"), agreed_on=date(2025, 9, 1), ended_on=date(2026, 4, 1))
    a_match(MatchState.COMPLETED, issue=an_issue("昨年度"), agreed_on=date(2025, 9, 1), ended_on=date(2026, 3, 31))
    assert column(queries.board_cards(queries.board(clock.today())), MatchState.COMPLETED) == ["今年度"]


def test_what_is_late_on_the_board(app):
    today = clock.today()
    a_match(MatchState.MEETING, issue=an_issue("期限は今日"), next_step_by=today)
    a_match(MatchState.ACTIVE, issue=an_issue("過ぎた"), next_step_by=today - DAY)
    a_match(MatchState.COMPLETED, issue=an_issue("終わった"), next_step_by=today - DAY)
    waiting = a_match(MatchState.APPROACHED, issue=an_issue("返事が来ない"))
    an_outreach(waiting, a_group("あおば会"), Answer.WAITING, answer_by=today - DAY)
    answered = a_match(MatchState.APPROACHED, issue=an_issue("返事が来た"))
    an_outreach(answered, a_group("みどり会"), Answer.DECLINED, answer_by=today - DAY)
    agreed = a_match(MatchState.AGREED, issue=an_issue("もう待たない"))
    an_outreach(agreed, a_group("そらの会"), Answer.WAITING, answer_by=today - DAY)
    late = set(db.session.scalars(queries.board(today).where(queries.is_late(today))))
    assert {match.title for match in late} == {"過ぎた", "返事が来ない"}
    assert {match for match in late if match.due_on < today} == late


def test_the_board_asks_for_a_district(app):
    match = a_match(issue=an_issue(area=a_district("戸板")))
    a_match(issue=an_issue(area=None))
    found = queries.board(clock.today()).where(queries.in_area(a_district("戸板").id))
    assert list(db.session.scalars(found)) == [match]


def a_full_match(number, state):
    group, issue = a_group(f"団体{number}"), an_issue(f"課題{number}", poster=a_person(f"住民{number}"))
    match = a_match(state, issue=issue, coordinator=a_coordinator(f"職員{number}"))
    an_outreach(match, group, Answer.WAITING, answer_by=clock.today())
    return match


def what_a_board_reads():
    for matches in queries.board_cards(queries.board(clock.today())).values():
        for match in matches:
            yield [party.shown_name for party in match.parties], match.coordinator.name, match.issue.area.name
            yield match.due_on, [outreach.organisation.name for outreach in match.waits_for], match.candidates


def what_a_list_reads():
    for line in queries.lines(queries.listed_to(Visitor()), Visitor()):
        yield line.known, [party.shown_name for party in line.match.parties], line.match.issue.area.name


@pytest.mark.parametrize("reading", [what_a_board_reads, what_a_list_reads])
def test_the_number_of_statements_does_not_grow_with_the_matches(app, reading):
    numbers = []
    for count in (2, 6):
        for number in range(count):
            a_full_match(f"{count}-{number}", (MatchState.APPROACHED, MatchState.AGREED)[number % 2])
        db.session.remove()
        with counted_statements() as statements:
            assert list(reading())
        numbers.append(len(statements))
    assert numbers[0] == numbers[1] <= 12, numbers


def test_how_often_a_group_was_asked_lately(app):
    busy, group = a_group("人気の会"), a_group("あおば会")
    for number in range(3):
        an_outreach(a_match(issue=an_issue(f"課題{number}")), busy, asked_on=clock.today() - 30 * number * DAY)
    an_outreach(a_match(issue=an_issue("古い課題")), busy, asked_on=clock.today() - 90 * DAY)
    an_outreach(a_match(issue=an_issue("提案の課題")), group, means=Means.PROPOSAL)
    assert queries.asked_lately(clock.today()) == {busy.id: 3}


def test_proposals_that_can_be_chosen(app):
    issue = an_issue()
    made = {state: a_proposal(issue, a_group(state.value), a_person("提案者"), state=state) for state in ProposalState}
    assert queries.proposals_to_choose(issue) == [made[ProposalState.UNDER_REVIEW], made[ProposalState.CHOSEN]]


def test_the_choices_of_policies_follow_the_fiscal_year(app):
    def titles(year):
        return {(plan.title, plan.required, len(plan.nodes)) for plan in queries.plan_choices(FiscalYear(year))}

    assert ("金沢市協働推進計画2021", True, 3) in titles(2025)
    assert ("金沢市協働推進計画2026（仮称）", True, 8) in titles(2026)
    assert not {title for title, _, _ in titles(2025)} & {"金沢市協働推進計画2026（仮称）"}
    questions = {plan.id: {id_ for id_, _ in plan.choices} for plan in queries.plan_questions(FiscalYear(2026))}
    assert questions == {plan.id: set(plan.nodes) for plan in queries.plan_choices(FiscalYear(2026))}


def test_the_fiscal_years_of_the_list_begin_with_the_first_agreement(app):
    assert queries.years_of_agreement(Visitor()) == [FiscalYear(2026)]
    a_match(MatchState.AGREED, agreed_on=date(2025, 3, 31))
    a_match(MatchState.BROKEN_OFF, agreed_on=date(2024, 3, 31))
    known = [FiscalYear(2026), FiscalYear(2025), FiscalYear(2024)]
    assert queries.years_of_agreement(Visitor()) == known
    assert queries.years_of_agreement(an_analyst()) == [*known, FiscalYear(2023)]


def test_how_the_parties_stand_on_a_day(app):
    group = a_group()
    member, proxy = a_member_of(group, until_on=date(2026, 3, 31)), an_issue(poster=None, person="匿名さん")
    match = a_match(parties=[needing(member), needing(proxy), helping(group), supporting(a_coordinator())])
    before, after = queries.standings(match, date(2026, 3, 31)), queries.standings(match, date(2026, 4, 1))
    assert [standing.key for standing in before] == [
        f"user:{member.id}", f"proxy:{proxy.id}", f"org:{group.id}", f"user:{match.parties[3].user_id}",
    ]  # fmt: skip
    assert [standing.sides for standing in before] == [{f"org:{group.id}"}, set(), set(), set()]
    assert [standing.sides for standing in after] == [set()] * 4
    assert [standing.of_centre for standing in after] == [False, False, False, True]


def test_the_history_tells_each_audience_what_it_may_read(app):
    match, coordinator = a_match(MatchState.AGREED), a_coordinator("センター 山口")
    done(actions.add_party, coordinator, a_match(issue=an_issue("別の課題")), role=PartyRole.NEEDING,
         organisation_id=a_group("みどり会").id)  # fmt: skip
    done(actions.set_next_step, coordinator, match, next_step="電話する", next_step_by=None)
    done(actions.start, coordinator, match)
    everything = queries.history(match, tuple(Audience))
    assert [story.kind for story, _ in everything] == ["MatchStarted", "NextStepSet"]
    assert everything[0][1] == "センター 山口"
    assert [story.sentence for story, _ in queries.history(match, (Audience.PUBLIC,))] == ["活動が始まりました"]


def test_tags_stand_in_the_order_of_their_plans_the_primary_ones_first(app):
    match = a_match(MatchState.CANDIDATE)
    sdgs, second, first = a_policy("4", "kanazawa-sdgs"), a_policy("2-3"), a_policy("1-1")
    done(actions.tag, a_coordinator(), match, primary_ids=[sdgs.id, second.id], other_ids=[first.id])
    assert [tag.short_name for tag in queries.tags_of(match)] == ["施策2-3", "施策1-1", "方向性4"]
