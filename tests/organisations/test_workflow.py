"""Every verb of the verification in every state."""

import pytest

from matchbox.core.errors import NotNow
from matchbox.organisations.workflow import MAY_ACT, VERIFICATION, Verification

ALLOWED = {
    ("applied", "verify"): "verified",
    ("expiring", "verify"): "verified",
    ("expired", "verify"): "verified",
    ("applied", "refuse"): "refused",
    ("refused", "apply_again"): "applied",
    ("expired", "apply_again"): "applied",
    ("verified", "fall_due"): "expiring",
    ("expiring", "expire"): "expired",
}
VERBS = ("verify", "refuse", "apply_again", "fall_due", "expire")


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", list(Verification), ids=lambda state: state.value)
def test_the_table_of_verbs_and_states(state, verb):
    expected = ALLOWED.get((state.value, verb))
    if expected:
        assert VERIFICATION.after(state, verb).value == expected
        return
    with pytest.raises(NotNow) as refusal:
        VERIFICATION.after(state, verb)
    assert refusal.value.first.endswith("。")


def test_a_group_acts_while_it_is_verified_or_due_for_renewal():
    assert {state.value for state in MAY_ACT} == {"verified", "expiring"}
