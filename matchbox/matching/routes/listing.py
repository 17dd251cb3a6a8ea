"""The list of matches."""

from flask import render_template
from flask_login import current_user

from matchbox.core.listings import NONE
from matchbox.core.words import N_
from matchbox.matching import policy, queries
from matchbox.matching.routes.blueprint import bp
from matchbox.matching.rules import MatchKind
from matchbox.matching.workflow import MatchState
from matchbox.places import queries as places
from matchbox.search import queries as search
from matchbox.search.queries import Kind
from matchbox.vocabulary import queries as vocabulary
from matchbox.vocabulary.models import Vocabulary
from matchbox.web.access import opens
from matchbox.web.facets import words
from matchbox.web.lists import asked_for, facet_of, offered, page_of


@bp.get("/matches")
@opens(policy.VIEW)
def index():
    plans = queries.policies_in_force()
    choices = _choices(plans)
    asked = asked_for(queries.facets(current_user), choices, queries.SORTS)
    hits = search.find(asked.q, Kind.MATCH) if asked.q else None
    listing = queries.listing(current_user, asked, hits and hits.ids)
    counts = queries.counts(listing)
    page, lines = page_of(listing, hits and hits.ids)
    return render_template(
        "matching/index.html",
        lines=lines,
        pages=page,
        hits=hits,
        tabs=search.tabs(asked.q),
        # One facet in the address; on the page the policies stand plan by plan.
        plans=[(plan.title, facet_of(asked, "policy", plan.choices, counts)) for plan in plans],
        **offered(listing, choices, counts),
    )


def _choices(plans):
    """The words of every facet."""
    return {
        "year": [(year.year, year.plain) for year in queries.years_of_agreement(current_user)],
        "state": words(MatchState),
        "kind": words(MatchKind),
        "policy": [choice for plan in plans for choice in plan.choices],
        "area": [*places.choices(), (NONE, N_("地区なし"))],
        "helper": vocabulary.choices(Vocabulary.ORGANISATION_KIND),
    }
