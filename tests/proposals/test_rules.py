"""When an issue takes proposals."""

import pytest

from matchbox.proposals import rules


@pytest.mark.parametrize(("accepted", "ended", "merged", "sentence"), [
    (True, False, False, ""),
    (False, False, False, rules.NOT_PUBLIC),
    (True, True, False, rules.HAS_ENDED),
    (False, True, False, rules.NOT_PUBLIC),
    (True, False, True, rules.IS_MERGED),
    (False, True, True, rules.IS_MERGED),
])  # fmt: skip
def test_the_first_reason_is_named(accepted, ended, merged, sentence):
    assert rules.why_closed(is_accepted=accepted, has_ended=ended, is_merged=merged) == sentence
