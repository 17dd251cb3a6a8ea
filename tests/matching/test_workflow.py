"""The table of a match: verbs × states."""

import pytest

from matchbox.core.errors import NotNow
from matchbox.core.workflow import ALREADY
from matchbox.matching.workflow import AGREED_ON, BEFORE_AGREEMENT, LIVE, MATCH, MatchState

TABLE = {
    "candidate": {"approach": "approached", "give_up": "not_agreed"},
    "approached": {"meet": "meeting", "agree": "agreed", "step_back": "candidate", "give_up": "not_agreed"},
    "meeting": {"agree": "agreed", "step_back": "approached", "give_up": "not_agreed"},
    "agreed": {"start": "active", "break_off": "broken_off"},
    "active": {"complete": "completed", "break_off": "broken_off"},
    "completed": {"break_off": "broken_off"},
    "not_agreed": {},
    "broken_off": {},
}
VERBS = ("approach", "meet", "agree", "start", "complete", "step_back", "give_up", "break_off")


def test_the_table_names_every_verb():
    assert {step.verb for step in MATCH.transitions} == set(VERBS)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", MatchState)
def test_only_the_steps_of_the_table_are_open(state, verb):
    target = TABLE[state.value].get(verb)
    if target:
        assert MATCH.after(state, verb).value == target
    else:
        with pytest.raises(NotNow):
            MATCH.after(state, verb)
    assert (verb in [step.verb for step in MATCH.open_from(state)]) is bool(target)


@pytest.mark.parametrize(
    "state, verb, first",
    [
        (MatchState.CANDIDATE, "meet", "先に「打診中」へ移してください。"),
        (MatchState.CANDIDATE, "agree", "先に「顔合わせ」へ移してください。"),
        (MatchState.MEETING, "start", "先に「成立」へ移してください。"),
        (MatchState.AGREED, "complete", "先に「活動中」へ移してください。"),
        (MatchState.AGREED, "step_back", "成立したあとは「中止」を使ってください。"),
        (MatchState.ACTIVE, "give_up", "成立したあとは「中止」を使ってください。"),
        (MatchState.MEETING, "break_off", "成立の前は「不成立」を使ってください。"),
        (MatchState.MEETING, "approach", "打診へ進めるのは、「候補」のあいだです。"),
        (MatchState.AGREED, "agree", ALREADY),
    ],
)
def test_a_refused_step_says_what_would_have_to_come_first(state, verb, first):
    with pytest.raises(NotNow) as refusal:
        MATCH.after(state, verb)
    assert first in refusal.value.first


def test_ends_are_final():
    assert [state for state in MatchState if not MATCH.open_from(state)] == [
        MatchState.NOT_AGREED,
        MatchState.BROKEN_OFF,
    ]


def test_from_every_stage_each_target_is_reached_by_one_verb():
    for state in MatchState:
        targets = [step.target for step in MATCH.open_from(state)]
        assert len(targets) == len(set(targets)), state


def test_the_groups_of_states_cover_the_life():
    assert {*BEFORE_AGREEMENT, *AGREED_ON, MatchState.NOT_AGREED, MatchState.BROKEN_OFF} == set(MatchState)
    assert set(LIVE) == set(MatchState) - {MatchState.COMPLETED, MatchState.NOT_AGREED, MatchState.BROKEN_OFF}
