"""What does a match say about itself: where it counts, or why it does not?"""

from collections.abc import Iterable

from matchbox.core import clock
from matchbox.core.words import N_
from matchbox.core.years import FiscalYear
from matchbox.kpi import rules
from matchbox.kpi.queries.reckoning import reckon
from matchbox.kpi.queries.rows import plan_terms, rows_of_and
from matchbox.kpi.rules import MatchRow, PlanTerms, Sentence, Verdict
from matchbox.matching.models import Match

WHY_NOT = N_("計上されない理由：%(reason)s")


def counted_this_year() -> int:
    """The matches of the running fiscal year that count, whatever they are tagged to."""
    year = FiscalYear.of(clock.today())
    return reckon([year]).counted_in(year).value


def verdict_of(match: Match) -> Verdict:
    _, verdicts, _ = _judged([match])
    return verdicts[match.id]


def sentence_of(match: Match) -> Sentence:
    return sentences_of([match])[match.id]


def sentences_of(matches: Iterable[Match]) -> dict[int, Sentence]:
    """For every match its line: 「計上：令和8年度・施策2-1」 or 「計上されない理由：…」."""
    listed = list(matches)
    if not listed:
        return {}
    rows, verdicts, plans = _judged(listed)
    return {match.id: told(verdicts[match.id], rows[match.id], plans) for match in listed}


def told(verdict: Verdict, row: MatchRow, plans: Iterable[PlanTerms]) -> Sentence:
    """The weightiest reason, if it does not count."""
    counted = rules.counted_as(verdict, row, plans)
    if counted is not None:
        return counted
    reason = rules.why_not(verdict)[0]
    return Sentence(WHY_NOT, {"reason": reason.text % reason.params})


def _judged(matches: list[Match]) -> tuple[dict[int, MatchRow], dict[int, Verdict], list[PlanTerms]]:
    """Read with all matches of their fiscal years, or doubles would stay unseen."""
    years = {FiscalYear.of(match.agreed_on) for match in matches if match.agreed_on is not None}
    rows = rows_of_and(years, [match.id for match in matches])
    plans = plan_terms()
    return {row.id: row for row in rows}, rules.judge(rows, plans), plans
