"""Random histories: whatever people do in whatever order, a match stays lawful."""

from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule, run_state_machine_as_test
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from matchbox.core import clock
from matchbox.core.database import db
from matchbox.core.errors import Invalid, NotNow
from matchbox.core.journal import JournalEntry
from matchbox.core.permissions import Visitor
from matchbox.core.years import FiscalYear
from matchbox.matching import actions, queries
from matchbox.matching.models import Match
from matchbox.matching.rules import Answer, PartyRole, PlanChoices, joins_two, set_of_parties
from matchbox.matching.workflow import AGREED_ON, LIVE, MATCH, MatchState
from matchbox.vocabulary.models import Vocabulary
from tests.given.groups import a_group
from tests.given.issues import an_issue
from tests.given.matches import done, terms
from tests.given.people import a_coordinator, a_person
from tests.given.words import a_policy, the_term

DAY = timedelta(days=1)
ENDS = (MatchState.NOT_AGREED, MatchState.BROKEN_OFF)
LAWFUL = {(source, step.target) for step in MATCH.transitions for source in step.sources}
EVERYTHING = tuple(selectinload(way) for way in (Match.parties, Match.outreaches, Match.activities, Match.tags))


class Histories(RuleBasedStateMachine):
    """Two issues, three groups, one coordinator, and everything that can be done, in any order."""

    matches = Bundle("matches")

    def __init__(self):
        super().__init__()
        self.issues = [an_issue(f"課題{number}", poster=self.posters[number]) for number in range(2)]
        self.states: dict[int, MatchState] = {}
        self.choices: dict[FiscalYear, list[PlanChoices]] = {}

    @classmethod
    def set_the_scene(cls):
        """Who and what all walks share."""
        cls.reached, cls.today = set(), clock.today()
        cls.coordinator, cls.policy = a_coordinator(), a_policy()
        cls.posters = [a_person(f"住民{number}") for number in range(2)]
        cls.groups = [a_group(f"団体{number}") for number in range(3)]
        cls.reasons = {
            code: the_term(vocabulary, code).id
            for vocabulary, code in [
                (Vocabulary.DECLINE_REASON, "timing"),
                (Vocabulary.NOT_AGREED_REASON, "nobody_found"),
                (Vocabulary.BROKEN_OFF_REASON, "organisation"),
                (Vocabulary.BROKEN_OFF_REASON, "wrong_entry"),
            ]
        }

    def teardown(self):
        """Every history can be brought to an end, if only as a wrong entry."""
        for match in self.mine():
            self.end(match, "wrong_entry", False)
            assert match.state in ENDS
        self.everything_is_lawful()

    def attempt(self, deed, subject, **answers):
        """What is refused changes nothing; what is done is checked by the invariant."""
        try:
            return done(deed, self.coordinator, subject, **answers)
        except (NotNow, Invalid):
            db.session.rollback()
            return None

    @rule(target=matches, which=st.integers(0, 1), continuing=st.booleans())
    def begin(self, which, continuing):
        issue = self.issues[which]
        ended = [match for match in self.mine() if match.issue_id == issue.id and not match.is_live]
        earlier = ended[-1].id if continuing and ended else None
        match = self.attempt(actions.begin, issue, continues_id=earlier)
        return multiple() if match is None else match

    @rule(match=matches, group=st.integers(0, 2), steps=st.integers(1, 6))
    def go_on(self, match, group, steps):
        """The usual next things, so that the walks get anywhere."""
        for _ in range(steps):
            deed = {
                MatchState.CANDIDATE: lambda: self.ask(match, group, True),
                MatchState.APPROACHED: lambda: [self.answer(match, Answer.ACCEPTED), self.press(match, "meet")],
                MatchState.MEETING: lambda: self.agree(match, 3, True),
                MatchState.AGREED: lambda: self.press(match, "start"),
                MatchState.ACTIVE: lambda: [self.log_activity(match, 1), self.press(match, "complete")],
            }.get(match.state, lambda: None)
            deed()
            self.everything_is_lawful()

    @rule(match=matches, group=st.integers(0, 2), move_on=st.booleans())
    def ask(self, match, group, move_on):
        self.attempt(actions.ask, match, organisation_id=self.groups[group].id, move_on=move_on)

    @rule(match=matches, answer=st.sampled_from(Answer))
    def answer(self, match, answer):
        for outreach in match.outreaches[:1]:
            self.attempt(
                actions.answer, outreach,
                answer=answer, answer_note="土曜だけ", decline_reason_id=self.reasons["timing"],
            )  # fmt: skip

    @rule(match=matches, group=st.integers(0, 2), role=st.sampled_from(PartyRole))
    def add_party(self, match, group, role):
        self.attempt(actions.add_party, match, role=role, organisation_id=self.groups[group].id)

    @rule(match=matches)
    def remove_party(self, match):
        for party in match.parties[-1:]:
            self.attempt(actions.remove_party, party)

    @rule(match=matches, verb=st.sampled_from(["approach", "meet", "start", "complete"]))
    def press(self, match, verb):
        self.attempt(getattr(actions, verb), match)

    def policies(self, tagged):
        return {"primary_ids": [self.policy.id] if tagged else None}

    @rule(match=matches, days=st.integers(-1, 400), tagged=st.booleans())
    def agree(self, match, days, tagged):
        day = self.today - days * DAY
        self.attempt(actions.agree, match, why_no_meeting="電話", **self.policies(tagged), **terms(agreed_on=day))

    @rule(match=matches, days=st.integers(-1, 400), tagged=st.booleans())
    def correct(self, match, days, tagged):
        day = self.today - days * DAY
        self.attempt(actions.correct_agreement, match, **self.policies(tagged), **terms(agreed_on=day))

    @rule(match=matches, tagged=st.booleans())
    def tag(self, match, tagged):
        self.attempt(actions.tag, match, primary_ids=[self.policy.id] if tagged else [])

    @rule(match=matches, days=st.integers(-1, 400))
    def log_activity(self, match, days):
        self.attempt(actions.log_activity, match, held_on=self.today - days * DAY, people=5)

    @rule(match=matches)
    def step_back(self, match):
        self.attempt(actions.step_back, match, note="日程が合わない")

    @rule(match=matches, code=st.sampled_from(["organisation", "wrong_entry"]), contrary=st.booleans())
    def end(self, match, code, contrary):
        """不成立 or 中止 as it fits the stage, or the contrary."""
        if (match.state in AGREED_ON) is contrary:
            self.attempt(actions.give_up, match, reason_id=self.reasons["nobody_found"])
        else:
            self.attempt(actions.break_off, match, reason_id=self.reasons[code])

    def mine(self):
        ids = [issue.id for issue in self.issues]
        found = select(Match).where(Match.issue_id.in_(ids)).options(*EVERYTHING).order_by(Match.id)
        return list(db.session.scalars(found))

    @invariant()
    def everything_is_lawful(self):
        matches = self.mine()
        for match in matches:
            self.moved_lawfully(match)
            is_complete(match, self.coordinator)
            self.has_the_tags_of_its_year(match)
            has_its_days_in_order(match, self.today)
            has_its_parties_in_order(match)
        live = [(match.issue_id, match.party_set) for match in matches if match.state in LIVE and match.party_set]
        assert len(live) == len(set(live)), "one live match per issue and set of parties"
        ids = {match.id for match in matches}
        seen = set(db.session.scalars(queries.visible_to(Visitor()).where(Match.id.in_(ids))))
        assert seen == {match for match in matches if match.state in AGREED_ON}

    def moved_lawfully(self, match):
        before = self.states.get(match.id, MatchState.CANDIDATE)
        if self.states.get(match.id) is None:
            told = select(JournalEntry.kind).where(JournalEntry.subject_kind == "match")
            assert db.session.scalars(told.where(JournalEntry.subject_id == match.id)).first() == "MatchBegun"
        assert match.state is before or (before, match.state) in LAWFUL, (before, match.state)
        self.states[match.id] = match.state
        self.reached.add(match.state)


    def has_the_tags_of_its_year(self, match):
        if match.state not in AGREED_ON:
            return
        year = FiscalYear.of(match.agreed_on)
        if year not in self.choices:
            self.choices[year] = queries.plan_choices(year)
        chosen = {tag.node_id for tag in match.tags}
        assert chosen <= {node for plan in self.choices[year] for node in plan.nodes}
        assert all(plan.nodes & chosen for plan in self.choices[year] if plan.required)


def is_complete(match, coordinator):
    agreed = match.state in (*AGREED_ON, MatchState.BROKEN_OFF)
    assert (match.agreed_on is not None) is agreed
    assert (match.end_reason_id is not None) is (match.state in ENDS)
    if agreed:
        assert match.purpose and match.who_does_what and match.period_from and match.brokered_by
        assert match.agreed_recorded_by_id == coordinator.id
        assert joins_two(queries.standings(match, match.agreed_on))
    if match.state is MatchState.COMPLETED:
        assert match.activities


def has_its_days_in_order(match, today):
    assert match.agreed_on is None or match.agreed_on <= today
    for activity in match.activities:
        assert match.agreed_on <= activity.held_on <= today
    assert (match.ended_on is not None) is (match.state not in LIVE)
    assert match.agreed_on is None or match.ended_on is None or match.agreed_on <= match.ended_on <= today


def has_its_parties_in_order(match):
    assert match.party_set == set_of_parties((party.role, party.key) for party in match.parties)
    helping = {party.organisation_id for party in match.parties if party.role is PartyRole.HELPING}
    assert helping <= {outreach.organisation_id for outreach in match.outreaches if outreach.is_accepted}


def test_random_histories_stay_lawful(app):
    Histories.set_the_scene()
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=50,
            stateful_step_count=10,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert Histories.reached == set(MatchState), "walks that reach no end prove nothing"
