"""Every address × every kind of person: who gets in, who is asked to sign in, who is refused, who finds nothing."""

import json
from pathlib import Path

import pytest

from matchbox.core.outbox import Envelope
from tests.browser import Browser
from tests.given.rows import saved
from tests.given.world import World, a_world

DOORS = Path(__file__).parent / "doors.json"
PEOPLE = ("visitor", "resident", "member", "other_member", "coordinator", "analyst", "administrator")
SIGN_IN_FIRST = 401  # how the table writes a redirect to the page for signing in


@pytest.fixture
def world(app):
    world = a_world()
    world.subjects["envelope_id"] = saved(Envelope(topic="test", payload={})).id
    return world


def addresses(app) -> list[str]:
    """`endpoint METHOD` of everything that can be asked for."""
    rules = app.url_map.iter_rules()
    return sorted(f"{rule.endpoint} {method}" for rule in rules for method in rule.methods & {"GET", "POST"})


def knock(app, world: World, door: str) -> list[int]:
    """What each kind of person is answered. A POST comes without the token of its form: whoever may open the door is
    then shown the form again (422) or led back (303), and nothing changes for the next one."""
    endpoint, method = door.split(" ")
    app.config["WTF_CSRF_ENABLED"] = method == "POST"
    url = world.address(app, endpoint)
    answers = [_answer(app, world.people[who], url, method) for who in PEOPLE]
    app.config["WTF_CSRF_ENABLED"] = False
    return answers


def _answer(app, person, url: str, method: str) -> int:
    browser = Browser(app, person)
    with app.app_context():
        response = browser.client.open(url, method=method)
    signing_in = response.status_code == 302 and "/sign-in" in response.location
    return SIGN_IN_FIRST if signing_in else response.status_code


def test_the_table_names_every_address(app):
    assert sorted(json.loads(DOORS.read_text())["doors"]) == addresses(app), "write the new address into doors.json"


def test_every_door_opens_to_whom_the_table_says(app, world):
    expected = json.loads(DOORS.read_text())
    assert tuple(expected["people"]) == PEOPLE
    found = {door: knock(app, world, door) for door in addresses(app)}
    wrong = {door: row for door, row in found.items() if expected["doors"].get(door) != row}
    assert wrong == {}


def test_no_door_ever_breaks(app, world):
    """Numbers of rows that are not there, and too large ones, are pages that do not exist."""
    for subject in [name for name in world.subjects if name.endswith("_id")]:
        for strange in (999_999, 2**31 - 1):
            world.subjects[subject] = strange
    broken = {door: row for door in addresses(app) for row in [knock(app, world, door)] if max(row) >= 500}
    assert broken == {}


def test_an_address_with_a_nul_is_a_page_that_does_not_exist(app):
    Browser(app).get("/plans/%00", expect=404)
