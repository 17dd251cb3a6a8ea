"""Finding matches, who stands in them on a day, and how far their issues have come."""

from matchbox.matching.queries.board import asked_lately, board, board_cards, in_area, is_late
from matchbox.matching.queries.lists import SORTS, Line, agreed_in, counts, facets, lines, listing, years_of_agreement
from matchbox.matching.queries.match import (
    history,
    live_of,
    live_twin,
    nameless_of,
    of_issue,
    proposals_to_choose,
    standings,
)
from matchbox.matching.queries.progress import UNDER_WAY, progress, progress_of
from matchbox.matching.queries.sight import (
    issues_asked_about,
    listed_to,
    outreaches_visible_to,
    parties_known_to,
    parties_visible_to,
    visible_to,
)
from matchbox.matching.queries.tags import PlanQuestion, plan_choices, plan_questions, policies_in_force, tags_of

__all__ = [
    "Line",
    "PlanQuestion",
    "SORTS",
    "UNDER_WAY",
    "agreed_in",
    "asked_lately",
    "board",
    "board_cards",
    "counts",
    "facets",
    "history",
    "in_area",
    "is_late",
    "issues_asked_about",
    "lines",
    "listed_to",
    "listing",
    "live_of",
    "live_twin",
    "nameless_of",
    "nameless_of",
    "of_issue",
    "outreaches_visible_to",
    "parties_known_to",
    "parties_visible_to",
    "plan_choices",
    "plan_questions",
    "policies_in_force",
    "progress",
    "progress_of",
    "proposals_to_choose",
    "standings",
    "tags_of",
    "visible_to",
    "years_of_agreement",
]
