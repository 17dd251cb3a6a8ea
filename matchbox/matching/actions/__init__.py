"""Everything that can be done to a match."""

from matchbox.matching.actions.activity import log_activity, set_next_step
from matchbox.matching.actions.agreement import agree, correct_agreement
from matchbox.matching.actions.begin import begin
from matchbox.matching.actions.outreach import answer, ask
from matchbox.matching.actions.parties import add_party, remove_party
from matchbox.matching.actions.stages import approach, break_off, complete, give_up, meet, start, step_back
from matchbox.matching.actions.tags import tag

__all__ = [
    "add_party",
    "agree",
    "answer",
    "approach",
    "ask",
    "begin",
    "break_off",
    "complete",
    "correct_agreement",
    "give_up",
    "log_activity",
    "meet",
    "remove_party",
    "set_next_step",
    "start",
    "step_back",
    "tag",
]
