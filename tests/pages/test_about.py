"""The pages about the site."""

import pytest

from matchbox.core.permissions import CATALOGUE
from tests.browser import Browser


@pytest.mark.parametrize("url", ["/about", "/about/how", "/about/privacy", "/about/accessibility"])
def test_the_pages_about_the_site_can_be_read_by_anybody(app, url):
    assert Browser(app).get(url).heading


def test_the_table_of_permissions_names_every_right_once(app):
    page = Browser(app).get("/about/permissions")
    assert sorted(page.texts("tbody th")) == sorted(right.meaning for right in CATALOGUE.values())
