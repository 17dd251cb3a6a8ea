"""Ways into the lists: by district, by category of issues, by policy of a plan, by kind of group."""

from flask import render_template, url_for

from matchbox.core import clock
from matchbox.core.listings import NONE
from matchbox.core.years import FiscalYear
from matchbox.kpi import queries as kpi
from matchbox.pages import queries
from matchbox.pages.policy import READ
from matchbox.pages.routes.blueprint import bp
from matchbox.places import queries as places
from matchbox.places.models import Area
from matchbox.plans.models import Node
from matchbox.vocabulary.models import Term
from matchbox.web import charts
from matchbox.web.access import opens
from matchbox.web.facets import home_district


@bp.get("/areas")
@opens(READ)
def areas():
    entries = queries.areas()
    return render_template(
        "pages/areas.html",
        entries=entries,
        unknown=queries.unknown_area(),
        tiles=places.map_tiles(),
        home=home_district(),
        counts={entry.id: entry.standing.issues for entry in entries},
        url_of_area=lambda area: url_for(".area", area_id=area),
    )


@bp.get("/areas/<int:area_id>")
@opens(READ, Area, "area_id", among=places.visible_to)
def area(area):
    return render_template(
        "pages/area.html", area=area, found=queries.of_area(area), is_home=home_district() == area.id
    )


@bp.get("/categories")
@opens(READ)
def categories():
    return render_template("pages/categories.html", entries=queries.categories())


@bp.get("/categories/<int:term_id>")
@opens(READ, Term, "term_id", among=queries.categories_visible_to)
def category(term):
    found = queries.of_category(term)
    return render_template(
        "pages/category.html",
        category=term,
        found=found,
        others=queries.categories(),
        tiles=places.map_tiles(),
        counts={area or None: number for area, number in found.by_area.items()},
        url_of_area=lambda area: url_for("issues.index", category=term.id, area=area or NONE),
    )


@bp.get("/organisation-kinds")
@opens(READ)
def organisation_kinds():
    return render_template("pages/organisation_kinds.html", entries=queries.kinds())


@bp.get("/organisation-kinds/<int:term_id>")
@opens(READ, Term, "term_id", among=queries.kinds_visible_to)
def organisation_kind(term):
    return render_template(
        "pages/organisation_kind.html", kind=term, found=queries.of_kind(term), others=queries.kinds()
    )


@bp.get("/policies/<int:node_id>")
@opens(READ, Node, "node_id", among=queries.policies_visible_to)
def policy(node):
    found, now = queries.of_policy(node), FiscalYear.of(clock.today())
    return render_template(
        "pages/policy.html",
        node=node,
        above=queries.way_to(node),
        beside=queries.beside(node),
        found=found,
        now=now,
        drawing=charts.bars(
            [(year.plain, figure.adjusted, None, year == now) for year, figure in found.years if year <= now]
        ),
        printed=[(line, kpi.printed(line)) for line in queries.printed_at(node)],
    )
