"""The list of issues."""

from flask import make_response, redirect, render_template, request, url_for
from flask_login import current_user

from matchbox.core import clock
from matchbox.core.database import db
from matchbox.core.listings import NONE, Asked
from matchbox.core.publication import Publication
from matchbox.core.words import N_
from matchbox.issues import policy, queries, rules
from matchbox.issues.models import Issue
from matchbox.issues.routes.blueprint import bp
from matchbox.issues.routes.reading import PROGRESS, readable_by
from matchbox.issues.workflow import Progress
from matchbox.places import queries as places
from matchbox.search import queries as search
from matchbox.vocabulary import queries as vocabulary
from matchbox.vocabulary.models import Vocabulary
from matchbox.web import counters
from matchbox.web.access import opens
from matchbox.web.facets import HOME, home_district, keep_home_district, options, words
from matchbox.web.lists import conditions, page_of

IN_ORDER = ("progress", "year", "publication")  # facets whose values follow each other


@bp.get("/issues")
@opens(policy.VIEW)
def index():
    asked = Asked.of(request.args.to_dict(flat=False), queries.facets(current_user, PROGRESS), queries.SORTS)
    if (number := rules.issue_of(asked.q)) and _may_read(number):
        return redirect(url_for(".show", issue_id=number))
    hits = search.find(asked.q) if asked.q else None
    if hits and (hits.loose or not hits.ids) and (noted := search.worth_noting(asked.q)):
        counters.tally(counters.UNANSWERED, noted, clock.today())
    home = home_district()
    near = places.nearness(home) if home and asked.sort == queries.NEAR else None
    listing = queries.listing(current_user, asked, PROGRESS, hits and hits.ids, near)
    page, rows = page_of(listing, hits and hits.ids)
    answer = make_response(_draw_list(listing, page, rows, hits, home))
    return keep_home_district(answer, home) if home and near else answer


def _draw_list(listing, page, rows, hits, home):
    asked, counts, choices = listing.asked, queries.counts(listing, hits and hits.ids), _choices()
    also = {HOME: home} if home and asked.sort == queries.NEAR else {}  # so that the address tells everything
    return render_template(
        "issues/index.html",
        asked=asked,
        rows=rows,
        pages=page,
        address=lambda number: url_for(".index", **asked.address, **also, page=number),
        # One address is worked out; the others differ in their number.
        address_of_issue=url_for(".show", issue_id=0).removesuffix("0"),
        facets={
            name: options(known, asked[name], counts.get(name), in_order=name in IN_ORDER)
            for name, known in choices.items()
        },
        shown_conditions=conditions(asked, choices),
        areas=choices["area"][:-1],
        tiles=places.map_tiles(),
        by_area={area or None: number for area, number in counts["area"].items()},
        url_of_area=lambda area: url_for(".index", **asked.only("area", area or NONE).address),
        home=home,
        tabs=search.tabs(asked.q),
        hits=hits,
        sought=search.sought(asked.q),
        meant=search.meant(asked.q) if hits and (hits.loose or not rows) else None,
        steps={step.value: step.label for step in Progress},
    )


def _choices():
    """The words of every facet."""
    area, unknown = places.choices(), (NONE, N_("地区なし"))
    return {
        "progress": words(Progress),
        "category": vocabulary.choices(Vocabulary.ISSUE_CATEGORY),
        "area": [*area, unknown],
        "need": vocabulary.choices(Vocabulary.NEED_KIND),
        "year": [(year.year, year.plain) for year in queries.years()],
        "publication": words(Publication),
        "mine": [(queries.MINE, N_("自分と自分の団体の課題"))],
    }


def _may_read(number):
    return db.session.scalar(readable_by(current_user).where(Issue.id == number).with_only_columns(Issue.id))
