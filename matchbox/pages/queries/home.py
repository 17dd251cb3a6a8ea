"""What does the home page show of everything? The same for everybody."""

from datetime import datetime
from typing import NamedTuple, TypeVar

from matchbox.core import clock
from matchbox.core.remembering import remembered
from matchbox.core.years import FiscalYear
from matchbox.kpi import queries as kpi
from matchbox.news import queries as news
from matchbox.news.workflow import NewsState
from matchbox.pages.queries import cards, lists, overviews, standing
from matchbox.pages.queries.cards import IssueCard, MatchCard
from matchbox.pages.queries.lists import Tally
from matchbox.pages.queries.overviews import Entry
from matchbox.plans import queries as plans

E = TypeVar("E", Entry, Tally)

NEWS = 5
ENTRIES = 6


class Numbers(NamedTuple):
    """いまの状況."""

    waiting: int
    under_way: int
    counted: int
    groups: int


class NewsLine(NamedTuple):
    id: int
    title: str
    is_important: bool
    state: NewsState
    published_at: datetime | None


class Entrances(NamedTuple):
    """Ways in: those behind which the most is found, and the plans in force."""

    areas: tuple[Entry, ...]
    categories: tuple[Entry, ...]
    plans: tuple[tuple[str, str], ...]
    kinds: tuple[Tally, ...]


class Front(NamedTuple):
    numbers: Numbers
    newest: tuple[IssueCard, ...]
    unanswered: tuple[IssueCard, ...]
    completed: tuple[MatchCard, ...]
    news: tuple[NewsLine, ...]
    entrances: Entrances


def front() -> Front:
    return remembered(("pages", "front", clock.today()), _front)


def _front() -> Front:
    newest = cards.issues()
    return Front(numbers(), newest, cards.unanswered(but=newest), cards.completed(), _news(), _entrances())


def numbers() -> Numbers:
    in_all = standing.in_all()
    groups = sum(lists.groups()["kind"].values())
    return Numbers(in_all.waiting, in_all.under_way, kpi.counted_this_year(), groups)


def _news() -> tuple[NewsLine, ...]:
    return tuple(
        NewsLine(item.id, item.title, item.is_important, item.state, item.published_at) for item in news.latest(NEWS)
    )


def _entrances() -> Entrances:
    in_force = plans.in_force(FiscalYear.of(clock.today()).year)
    return Entrances(
        _most(overviews.areas()),
        _most(overviews.categories()),
        tuple((plan.code, plan.title) for plan in in_force),
        _most(overviews.kinds()),
    )


def _most(entries: tuple[E, ...]) -> tuple[E, ...]:
    """Those with the most behind them; in a city where nothing has happened yet, the first ones."""
    return tuple(sorted(entries, key=lambda entry: -entry.number)[:ENTRIES])
