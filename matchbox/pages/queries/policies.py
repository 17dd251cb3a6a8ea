"""What is there about one policy of a plan: its matches by fiscal year, and what is printed at it?"""

from typing import Any, NamedTuple

from sqlalchemy import Select, select

from matchbox.core import clock
from matchbox.core.remembering import remembered
from matchbox.core.years import FiscalYear
from matchbox.kpi import queries as kpi
from matchbox.kpi.queries import Figure
from matchbox.matching.models import Match, Tag
from matchbox.matching.workflow import MatchState
from matchbox.pages.queries import cards, lists
from matchbox.pages.queries.cards import GroupCard, MatchCard
from matchbox.pages.rules import Signs
from matchbox.plans import queries as plans
from matchbox.plans.models import Indicator, Node
from matchbox.search.queries import SOURCES, Kind


class PolicyPage(NamedTuple):
    years: tuple[tuple[FiscalYear, Figure], ...]  # of the plan
    states: tuple[tuple[MatchState, int], ...]  # of the public matches that serve it
    running: tuple[MatchCard, ...]
    completed: tuple[MatchCard, ...]
    groups: tuple[GroupCard, ...]


def policies_visible_to(viewer: Any) -> Select[Node]:
    """Plans are public; of their nodes the lowest are policies that matches serve."""
    return select(Node).where(*SOURCES[Kind.POLICY].shown)


def way_to(node: Node) -> list[Node]:
    """The nodes above it, from the top."""
    above: list[Node] = []
    while node.parent is not None:
        node = node.parent
        above.insert(0, node)
    return above


def beside(node: Node) -> list[Node]:
    """The other policies at the same place of the plan."""
    return [other for other in plans.lowest(node.plan) if other.parent_id == node.parent_id and other.id != node.id]


def printed_at(node: Node) -> list[Indicator]:
    return [line for line in plans.indicators_of(node.plan) if line.node_id == node.id]


def of_policy(node: Node) -> PolicyPage:
    return remembered(("pages", "policy", node.id, clock.today()), lambda: _of_policy(node))


def _of_policy(node: Node) -> PolicyPage:
    serving = Match.id.in_(select(Tag.match_id).where(Tag.node_id == node.id))
    numbers = lists.matches(("policy", (node.id,)))["state"]
    helped = cards.taking_part(serving)
    return PolicyPage(
        years=tuple((year, figures.figures[node.code]) for year, figures in kpi.figures_of(node.plan).items()),
        states=tuple((state, numbers[state]) for state in MatchState if state in numbers),
        running=cards.matches(serving, Match.state != MatchState.COMPLETED),
        completed=cards.completed(serving),
        groups=cards.groups_with({group: Signs(number) for group, number in helped.items()}),
    )
