"""What the pages for everybody show: the home page, and what there is about a place, a category, a policy, a kind."""

from matchbox.pages.queries.areas import AreaPage, of_area
from matchbox.pages.queries.categories import CategoryPage, of_category
from matchbox.pages.queries.home import Front, front, numbers
from matchbox.pages.queries.kinds import KindPage, of_kind
from matchbox.pages.queries.overviews import (
    Entry,
    areas,
    categories,
    categories_visible_to,
    kinds,
    kinds_visible_to,
    unknown_area,
)
from matchbox.pages.queries.policies import PolicyPage, beside, of_policy, policies_visible_to, printed_at, way_to

__all__ = [
    "AreaPage",
    "CategoryPage",
    "Entry",
    "Front",
    "KindPage",
    "PolicyPage",
    "areas",
    "beside",
    "categories",
    "categories_visible_to",
    "front",
    "kinds",
    "kinds_visible_to",
    "numbers",
    "of_area",
    "of_category",
    "of_kind",
    "of_policy",
    "policies_visible_to",
    "printed_at",
    "unknown_area",
    "way_to",
]
