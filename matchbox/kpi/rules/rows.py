"""What counting reads: a match with its parties and tags, and a plan with its tree, all frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from matchbox.core.years import FiscalYear

Tag = tuple[str, str]  # code of the plan, code of the node

NEEDING, HELPING, SUPPORTING = "needing", "helping", "supporting"
ROLES = frozenset({NEEDING, HELPING, SUPPORTING})
COMPARED_ROLES = frozenset({NEEDING, HELPING})

EXCHANGE, COOPERATION = "exchange", "cooperation"
KINDS = frozenset({EXCHANGE, COOPERATION})

NOT_AGREED = "not_agreed"
STATES_WITHOUT_AGREEMENT = frozenset({"candidate", "approached", "meeting", NOT_AGREED})


@dataclass(frozen=True, slots=True)
class Sentence:
    """A whole marked sentence and what fills its places; shown with `_(sentence.text, **sentence.params)`."""

    text: str
    params: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PartyRow:
    """One who takes part. Keys: "org:12", "user:7", "proxy:31"; a merged organisation carries the survivor's key."""

    key: str
    role: str
    is_organisation: bool
    is_administration: bool = False
    kind: str = ""
    sides: frozenset[str] = frozenset()
    """Keys of the organisations of which this resident is a member on 成立日."""
    of_centre: bool = False

    def __post_init__(self) -> None:
        if self.role not in ROLES:
            raise ValueError(f"unknown role of a party: {self.role}")


@dataclass(frozen=True, slots=True)
class MatchRow:
    """One match as counting sees it. `issue` is the root of merged issues; `kind` may be open until 成立."""

    id: int
    issue: int | None
    kind: str
    agreed_on: date | None
    broken_off: bool
    brokered_by_centre: bool
    recorded_by_staff: bool
    has_purpose: bool
    has_roles: bool
    has_period: bool
    parties: tuple[PartyRow, ...]
    tags: frozenset[Tag] = frozenset()
    is_pact: bool = False
    state: str = ""
    mistaken_entry: bool = False
    """Broken off because it should never have been entered (登録の誤り)."""
    ended_reason: str = ""

    def __post_init__(self) -> None:
        if self.agreed_on is not None and self.kind not in KINDS:
            raise ValueError(f"unknown kind of match: {self.kind}")

    @property
    def year(self) -> FiscalYear | None:
        """The fiscal year of 成立日; a day noted down before 成立 is none yet."""
        if self.agreed_on is None or self.state in STATES_WITHOUT_AGREEMENT:
            return None
        return FiscalYear.of(self.agreed_on)


@dataclass(frozen=True)
class PlanTerms:
    """A plan: its fiscal years (both included), the short names of its levels from the top, and its tree."""

    code: str
    required: bool
    start: int
    end: int
    title: str = ""
    levels: tuple[str, ...] = ()
    parents: Mapping[str, str | None] = field(default_factory=dict)

    def in_force(self, year: FiscalYear) -> bool:
        return self.start <= year.year <= self.end

    @cached_property
    def lowest(self) -> frozenset[str]:
        return frozenset(self.parents) - frozenset(self.parents.values())

    def with_those_above(self, node: str) -> tuple[str, ...]:
        """The node, its parent, and so on to the top."""
        way = [node]
        while (parent := self.parents[way[-1]]) is not None:
            way.append(parent)
        return tuple(way)

    def name_of(self, node: str) -> str:
        """「施策2-1」: the short name of its level and its code."""
        depth = len(self.with_those_above(node)) - 1
        return f"{self.levels[depth] if depth < len(self.levels) else ''}{node}"
