"""The ends of an issue: every verb from every state."""

import pytest

from matchbox.core.errors import NotNow
from matchbox.issues.workflow import ENDING, Ending

ALLOWED = {
    ("finish", Ending.NONE): Ending.DONE,
    ("withdraw", Ending.NONE): Ending.WITHDRAWN,
    ("withdraw", Ending.PAUSED): Ending.WITHDRAWN,
    ("pause", Ending.NONE): Ending.PAUSED,
    ("reopen", Ending.DONE): Ending.NONE,
    ("reopen", Ending.WITHDRAWN): Ending.NONE,
    ("reopen", Ending.PAUSED): Ending.NONE,
}


@pytest.mark.parametrize("state", list(Ending))
@pytest.mark.parametrize("verb", ["finish", "withdraw", "pause", "reopen"])
def test_the_full_table(verb, state):
    if (verb, state) in ALLOWED:
        assert ENDING.after(state, verb) is ALLOWED[verb, state]
    else:
        with pytest.raises(NotNow):
            ENDING.after(state, verb)
