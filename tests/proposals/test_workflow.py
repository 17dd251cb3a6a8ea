"""Every verb of a proposal in every state."""

import pytest

from matchbox.core.errors import NotNow
from matchbox.proposals.workflow import EDITABLE, OPEN, PROPOSAL, PUBLIC, UNFINISHED, ProposalState

ALLOWED = {
    ("draft", "submit"): "submitted",
    ("submitted", "review"): "under_review",
    ("under_review", "choose"): "chosen",
    ("submitted", "decline"): "not_this_time",
    ("under_review", "decline"): "not_this_time",
    ("draft", "withdraw"): "withdrawn",
    ("submitted", "withdraw"): "withdrawn",
    ("under_review", "withdraw"): "withdrawn",
}
VERBS = ("submit", "review", "choose", "decline", "withdraw")


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", list(ProposalState), ids=lambda state: state.value)
def test_the_table_of_verbs_and_states(state, verb):
    expected = ALLOWED.get((state.value, verb))
    if expected:
        assert PROPOSAL.after(state, verb).value == expected
        return
    with pytest.raises(NotNow) as refusal:
        PROPOSAL.after(state, verb)
    assert refusal.value.first.endswith("。")


def test_choosing_says_what_comes_first():
    with pytest.raises(NotNow) as refusal:
        PROPOSAL.after(ProposalState.SUBMITTED, "choose")
    assert refusal.value.first == "先に「検討中」へ移してください。"


def test_the_sets_of_states():
    assert {state.value for state in OPEN} == {"submitted", "under_review"}
    assert {state.value for state in UNFINISHED} == {"draft", "submitted", "under_review"}
    assert {state.value for state in EDITABLE} == {"draft", "submitted"}
    assert set(ProposalState) - set(PUBLIC) == {ProposalState.DRAFT, ProposalState.WITHDRAWN}
