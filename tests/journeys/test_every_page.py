"""Every page of the address map, in Chromium, at 320 and 1280 px: accessible, inside its window, without complaints."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe

from matchbox.core.outbox import Envelope
from tests.given.rows import saved
from tests.given.world import a_world
from tests.house.test_doors import DOORS, PEOPLE

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
BEST_FIRST = ("coordinator", "administrator", "member", "resident", "visitor")
NOT_PAGES = {"assets.css_all", "assets.favicon", "assets.file"}


def pages_by_reader() -> dict[str, list[str]]:
    """Each page is read by the person who may do most on it."""
    found: dict[str, list[str]] = {who: [] for who in PEOPLE}
    for door, answers in json.loads(DOORS.read_text())["doors"].items():
        endpoint, method = door.split(" ")
        readers = [who for who, answer in zip(PEOPLE, answers, strict=True) if answer in {200, 404, 410}]
        if method == "GET" and endpoint not in NOT_PAGES and readers:
            visitors_page = endpoint.startswith("pages.") or "visitor" in readers and len(readers) < len(PEOPLE)
            best = next(who for who in BEST_FIRST if who in readers)
            found["visitor" if visitors_page else best].append(endpoint)
    return {who: endpoints for who, endpoints in found.items() if endpoints}


def violations(page) -> list[str]:
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    return [f"{item['id']}: {item['nodes'][0]['html'][:160]}" for item in found]


def is_wider_than_its_window(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


@pytest.fixture
def world(app, ground):
    if ground.kind != "sqlite":
        pytest.skip("what a page looks like does not depend on the database; the stories run on both")
    world = a_world()
    world.subjects["envelope_id"] = saved(Envelope(topic="test", payload={})).id
    return world


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("who", list(pages_by_reader()))
def test_every_page_is_accessible_and_fits(site, world, who, width):
    page = site.person(world.people[who], width=width)
    wrong = {}
    for endpoint in pages_by_reader()[who]:
        url = world.address(site.app, endpoint)
        page.goto(url)
        found = violations(page)
        if is_wider_than_its_window(page):
            found.append("wider than its window")
        if found:
            wrong[url] = found
    assert wrong == {}
