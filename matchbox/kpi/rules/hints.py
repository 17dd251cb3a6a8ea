"""What should a person look at again, although the rule has decided?"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from matchbox.core.words import N_, Worded
from matchbox.kpi.rules.counting import Verdict, parties_of
from matchbox.kpi.rules.rows import MatchRow

DAYS_THAT_ARE_CLOSE = 60
PARTIES_THAT_OVERLAP = 2
"""One common party says nothing: whoever posted the issue is in every match of it."""


class HintKind(Worded):
    OTHER_KIND = (
        "other_kind",
        N_("同じ課題・同じ相手で、交流と連携の両方が成立しています。先に成立した1件を計上しています。"),
    )
    OVERLAPPING = "overlapping", N_("同じ課題で60日以内に、当事者の重なるマッチングが成立しています。")


@dataclass(frozen=True, slots=True)
class Hint:
    kind: HintKind
    matches: tuple[int, int]


def hints(rows: Iterable[MatchRow], verdicts: Mapping[int, Verdict]) -> tuple[Hint, ...]:
    listed = {row.id: row for row in rows}
    return (*_doubles_of_another_kind(listed, verdicts), *_overlapping(listed.values(), verdicts))


def differing_marks(marks: Mapping[int, bool], verdicts: Mapping[int, Verdict]) -> frozenset[int]:
    """Imported matches whose own KPI算入 mark says otherwise than the rule; the rule decides."""
    return frozenset(match for match, mark in marks.items() if verdicts[match].counted != mark)


def _doubles_of_another_kind(rows: Mapping[int, MatchRow], verdicts: Mapping[int, Verdict]) -> Iterable[Hint]:
    for match, row in rows.items():
        first = verdicts[match].double_of
        if first is not None and rows[first].kind != row.kind:
            yield Hint(HintKind.OTHER_KIND, (first, match))


def _overlapping(rows: Iterable[MatchRow], verdicts: Mapping[int, Verdict]) -> Iterable[Hint]:
    """Pairs that both count, so that a person may find one to be a part of the other."""
    of_issue: defaultdict[int, list[tuple[date, int, frozenset[str]]]] = defaultdict(list)
    for row in rows:
        if row.issue is not None and row.agreed_on is not None and verdicts[row.id].counted:
            of_issue[row.issue].append((row.agreed_on, row.id, parties_of(row)))
    for matches in of_issue.values():
        for (day, match, parties), (later, other, others) in combinations(sorted(matches, key=lambda it: it[:2]), 2):
            close = (later - day).days <= DAYS_THAT_ARE_CLOSE
            if close and parties != others and len(parties & others) >= PARTIES_THAT_OVERLAP:
                yield Hint(HintKind.OVERLAPPING, (match, other))
