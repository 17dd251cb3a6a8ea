"""What does a list with conditions read from its address, and which addresses does it offer in turn?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import request, url_for

from matchbox.core.listings import BEST, Asked, Facet, Listing
from matchbox.web.facets import Option, chosen, options
from matchbox.web.paging import Pages, pages

Choices = Mapping[str, Sequence[tuple[Any, str]]]
Counts = Mapping[str, Mapping[Any, int]]


def asked_for(facets: Iterable[Facet], choices: Choices, sorts: Iterable[str]) -> Asked:
    """What the address asks for; a value that the list does not offer is as good as not asked."""
    asked = Asked.of(request.args.to_dict(flat=False), facets, sorts)
    offered = {name: {value for value, _ in known} for name, known in choices.items()}
    kept = ((name, tuple(value for value in values if value in offered[name])) for name, values in asked.chosen)
    return replace(asked, chosen=tuple((name, values) for name, values in kept if values))


def page_of(listing: Any, hits: Sequence[int] | None) -> tuple[Pages, list[Any]]:
    """The rows of the page that is asked for. `hits` is what an index found, the best first; others stand last."""
    if hits is None or listing.asked.sort not in ("", BEST):
        page = pages(listing.count())
        return page, listing.rows(page.offset, page.per_page)
    ids = listing.best_first(hits)
    page = pages(len(ids))
    return page, listing.rows_of(ids[page.offset : page.offset + page.per_page])


def offered(listing: Listing, choices: Choices, counts: Counts) -> dict[str, Any]:
    """What a template shows of the conditions: the facets, those that are set, and addresses that keep them."""
    asked = listing.asked
    return {
        "asked": asked,
        "facets": {name: facet_of(asked, name, known, counts) for name, known in choices.items()},
        "shown_conditions": conditions(asked, choices),
        "address": lambda number: url_for(".index", **asked.address, page=number),
        "sorted_by": lambda sort: url_for(".index", **{**asked.address, "sort": sort}),
    }


def facet_of(asked: Asked, name: str, known: Iterable[tuple[Any, str]], counts: Counts) -> tuple[Option, ...]:
    """What can be ticked in a facet; what is ticked has a number also when nothing is left of it."""
    numbers = counts.get(name)
    return options(known, asked[name], None if numbers is None else {**dict.fromkeys(asked[name], 0), **numbers})


def conditions(asked: Asked, choices: Choices) -> list[tuple[str, str]]:
    """Each condition with the address of the list without it."""
    shown: list[tuple[str, str, Any]] = [(asked.q, "q", None)] if asked.q else []
    shown += [(label, name, value) for name, value, label in chosen(asked, choices)]
    return [(label, url_for(".index", **asked.without(name, value).address)) for label, name, value in shown]
