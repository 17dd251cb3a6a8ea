"""Which matches stand behind a figure, why did one come or go after the close, and what may this reader see of them?"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from matchbox.core.database import db
from matchbox.core.publication import Publication
from matchbox.core.words import N_, Worded
from matchbox.core.years import FiscalYear
from matchbox.kpi import rules
from matchbox.kpi.queries.indicators import figure_of
from matchbox.kpi.queries.reckoning import Figure, Reckoning, reckon
from matchbox.kpi.queries.rows import terms_of_plan
from matchbox.kpi.queries.verdicts import told
from matchbox.kpi.rules import TOTAL, PlanTerms, Reason, Sentence, Verdict, check_tags
from matchbox.kpi.rules.figures import EXCUSED_FOR_PACTS
from matchbox.matching import queries as matching
from matchbox.matching.models import Match, Party
from matchbox.plans.models import Indicator, Plan, Source

MOVED = N_("成立日が変わり、%(year)sの成立になりました")
RETAGGED = N_("年度を締めたあとに、施策が付け替えられました")
RECORDED_LATE = N_("年度を締めたあとに、成立が記録されました")
MET_LATER = N_("年度を締めたあとに、計上の条件を満たしました")
NO_LONGER = N_("年度を締めたあとに、この指標の条件に合わなくなりました")
TAKEN_OUT = N_("確定のあとに除かれました")
CONCLUDED = N_("締結として計上：%(year)s")
ENDED = (Reason.BROKEN_OFF, Reason.MISTAKEN_ENTRY)


class Group(Worded):
    COUNTED = "counted", N_("計上")
    CLOSED = "closed", N_("確定")
    ADDED = "added", N_("あとから加わった")
    REMOVED = "removed", N_("あとから除かれた")
    NOT_COUNTED = "not_counted", N_("計上されない")


class Line(NamedTuple):
    """A match behind a figure: its group, what is said about it, and the policies of this plan that it serves."""

    group: Group
    match: int
    sentences: tuple[Sentence, ...]
    policies: tuple[str, ...]


class Face(NamedTuple):
    """What a reader sees of a match. Without a title it belongs to an issue that is not public."""

    match: Match
    title: str | None
    parties: list[Party]
    is_open: bool


def rows_behind(
    plan: Plan, year: FiscalYear, node: str | None = None, indicator: Indicator | None = None
) -> list[Line]:
    """The matches behind one figure: of the plan, of one of its rows, or of one of its indicators."""
    reckoning = reckon([year])
    if indicator is not None:
        figure = figure_of(indicator, year, reckoning)
    else:
        figure = reckoning.at_policies(terms_of_plan(plan), year)[node or TOTAL]
    return _Telling(terms_of_plan(plan), year, reckoning, indicator).lines(figure)


def not_counted(plan: Plan, year: FiscalYear) -> list[Line]:
    """The matches with their 成立日 in this year that count nowhere, with every reason."""
    reckoning, terms = reckon([year]), terms_of_plan(plan)
    out = [match for match, verdict in reckoning.verdicts.items() if verdict.year == year and not verdict.counted]
    return [
        Line(
            Group.NOT_COUNTED,
            match,
            rules.why_not(reckoning.verdicts[match]),
            policies_of(match, year, terms, reckoning),
        )
        for match in _in_order(out, reckoning)
    ]


def policies_of(match: int, year: FiscalYear, plan: PlanTerms, reckoning: Reckoning) -> tuple[str, ...]:
    """The codes of this plan's nodes that the match is tagged to and that hold in this year."""
    valid = check_tags(reckoning.rows[match].tags, (plan,), year).valid
    return tuple(node for node in plan.parents if (plan.code, node) in valid)


def why_not_in(year: FiscalYear, verdict: Verdict, excused: Collection[Reason] = ()) -> Sentence | None:
    """Why a match does not count in this year; None if nothing but tags and filters can be the cause."""
    if verdict.year is not None and verdict.year != year:
        return Sentence(MOVED, {"year": verdict.year.plain})
    told_by = zip(verdict.reasons, rules.why_not(verdict), strict=True)
    return next((sentence for reason, sentence in told_by if reason not in excused), None)


@dataclass(frozen=True, slots=True)
class _Telling:
    """One figure put into words: of a plan, or of one of its indicators."""

    plan: PlanTerms
    year: FiscalYear
    reckoning: Reckoning
    indicator: Indicator | None

    @property
    def of_pacts(self) -> bool:
        return self.indicator is not None and self.indicator.source is Source.AGREEMENTS

    def lines(self, figure: Figure) -> list[Line]:
        recorded = _recorded(figure.added)
        if figure.frozen is None:
            return list(self._listed(Group.COUNTED, figure.live, self._said))
        return [
            *self._listed(Group.CLOSED, figure.frozen & figure.live, self._said),
            *self._listed(Group.CLOSED, figure.removed, lambda match: (Sentence(TAKEN_OUT),)),
            *self._listed(Group.ADDED, figure.added, lambda match: (self._why_came(match, recorded[match]),)),
            *self._listed(Group.REMOVED, figure.removed, lambda match: (self._why_left(match),)),
        ]

    def _listed(
        self, group: Group, matches: Iterable[int], say: Callable[[int], tuple[Sentence, ...]]
    ) -> Iterator[Line]:
        for match in _in_order(matches, self.reckoning):
            yield Line(group, match, say(match), policies_of(match, self.year, self.plan, self.reckoning))

    def _said(self, match: int) -> tuple[Sentence, ...]:
        verdict = self.reckoning.verdicts[match]
        if not self.of_pacts:
            return (told(verdict, self.reckoning.rows[match], self.reckoning.plans.values()),)
        ended = [Sentence(reason.label) for reason in verdict.reasons if reason in ENDED]
        return Sentence(CONCLUDED, {"year": self.year.plain}), *ended

    def _why_came(self, match: int, recorded: datetime | None) -> Sentence:
        close = self.reckoning.closes[self.year]
        if self.indicator is None and match in close.matches:
            return Sentence(RETAGGED)
        return Sentence(RECORDED_LATE if recorded is not None and recorded > close.at else MET_LATER)

    def _why_left(self, match: int) -> Sentence:
        excused = EXCUSED_FOR_PACTS if self.of_pacts else ()
        reason = why_not_in(self.year, self.reckoning.verdicts[match], excused)
        return reason or Sentence(RETAGGED if self.indicator is None else NO_LONGER)


def _recorded(matches: Iterable[int]) -> dict[int, datetime | None]:
    found = select(Match.id, Match.agreed_recorded_at).where(Match.id.in_(list(matches)))
    return {match: moment for match, moment in db.session.execute(found)}


def _in_order(matches: Iterable[int], reckoning: Reckoning) -> list[int]:
    def place(match: int) -> tuple[date, int]:
        return reckoning.rows[match].agreed_on or date.max, match

    return sorted(matches, key=place)


def faces(viewer: Any, matches: Iterable[int]) -> dict[int, Face]:
    """A match that this reader may not open shows its title only if its issue is public, and never its parties."""
    ids = list(matches)
    openable = set(db.session.scalars(matching.visible_to(viewer).where(Match.id.in_(ids)).with_only_columns(Match.id)))
    found = select(Match).where(Match.id.in_(ids)).options(joinedload(Match.issue), *_PARTIES)
    return {match.id: _face(match, match.id in openable) for match in db.session.scalars(found)}


_PARTIES = (
    selectinload(Match.parties).joinedload(Party.organisation),
    selectinload(Match.parties).joinedload(Party.user),
)


def _face(match: Match, is_open: bool) -> Face:
    is_public = match.issue is None or match.issue.publication is Publication.PUBLIC
    return Face(match, match.title if is_open or is_public else None, match.parties if is_open else [], is_open)
