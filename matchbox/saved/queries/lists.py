"""What do conditions ask of their list, and how much does it show for them?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode

from matchbox.core.listings import Asked, Facet, Listing, members, numbers
from matchbox.issues import queries as issues
from matchbox.matching import queries as matching
from matchbox.organisations import queries as organisations
from matchbox.proposals import queries as proposals
from matchbox.saved.rules import ListName
from matchbox.search import queries as search
from matchbox.search.queries import Kind

HOME = "home"  # the argument with the district from which 「近い順」 is measured
KIND = "kind"  # of the search over everything
PROGRESS = matching.progress()


@dataclass(frozen=True)
class Source:
    """A list: what the index calls its things, what it can be asked for, and how it is asked."""

    kind: Kind
    sorts: tuple[str, ...]
    facets: Callable[[Any], tuple[Facet, ...]]
    listing: Callable[[Any, Asked, Sequence[int] | None], Listing]


SOURCES = {
    ListName.ISSUES: Source(
        Kind.ISSUE,
        issues.SORTS,
        lambda viewer: issues.facets(viewer, PROGRESS),
        lambda viewer, asked, hits: issues.listing(viewer, asked, PROGRESS, hits),
    ),
    ListName.ORGANISATIONS: Source(
        Kind.ORGANISATION, organisations.SORTS, lambda viewer: organisations.FACETS, organisations.directory
    ),
    ListName.PROPOSALS: Source(
        Kind.PROPOSAL,
        proposals.SORTS,
        lambda viewer: proposals.facets(viewer, matching.issues_asked_about(viewer)),
        lambda viewer, asked, hits: proposals.listing(viewer, asked, hits, matching.issues_asked_about(viewer)),
    ),
    ListName.MATCHES: Source(Kind.MATCH, matching.SORTS, matching.facets, matching.listing),
}


def asked(name: ListName, conditions: str, viewer: Any) -> Asked:
    """What a query string asks of the list; whatever makes no sense there is as good as not asked."""
    said = parse_qs(conditions)
    if name is ListName.SEARCH:
        kinds = members(Kind)(said.get(KIND, ()))[:1]
        return Asked(q=Asked.of(said, ()).q, chosen=((KIND, kinds),) if kinds else ())
    source = SOURCES[name]
    return Asked.of(said, source.facets(viewer), source.sorts)


def canonical(name: ListName, query: str, viewer: Any) -> str:
    """One spelling of a query string: what its list understands, sorted, without a page; nothing if it asks nothing."""
    wanted = asked(name, query, viewer)
    home = _home(query) if wanted.sort == issues.NEAR else ()
    if not (wanted.q if name is ListName.SEARCH else wanted.narrows or home):
        return ""
    said = {**wanted.address, HOME: home}
    pairs = ((key, value) for key, told in said.items() for value in ([told] if isinstance(told, str) else told))
    return urlencode(sorted((key, str(value)) for key, value in pairs))


def _home(query: str) -> tuple[int, ...]:
    return numbers(parse_qs(query).get(HOME, ()))[:1]


def found_now(name: ListName, conditions: str, viewer: Any) -> int:
    """How many things the list shows to this viewer."""
    wanted = asked(name, conditions, viewer)
    if name is ListName.SEARCH:
        everything = search.everything(wanted.q)
        kinds = wanted[KIND]
        return everything.counts[kinds[0]] if kinds else everything.total
    source = SOURCES[name]
    hits = search.find(wanted.q, source.kind) if wanted.q else None
    return source.listing(viewer, wanted, hits and hits.ids).count()
