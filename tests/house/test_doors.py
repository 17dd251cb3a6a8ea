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


def knock(app, world: World, endpoint: str, method: str) -> dict[str, int]:
    """The answer to each kind of person: 200 or 3xx in, 302 to the sign-in, 403 not yours, 404 nothing here."""
    url = world.address(app, endpoint)
    return {who: _answer(app, world.people[who], url, method) for who in PEOPLE}


def _answer(app, person, url: str, method: str) -> int:
    client = Browser(app, person).client
    with app.app_context():
        response = client.open(url, method=method)
    if response.status_code == 302 and "/sign-in" in response.location:
        return 401  # asked to sign in
    return response.status_code


def addresses(app) -> list[tuple[str, str]]:
    return sorted(
        (rule.endpoint, method) for rule in app.url_map.iter_rules() for method in rule.methods & {"GET", "POST"}
    )


@pytest.fixture
def world(app):
    world = a_world()
    world.subjects["envelope_id"] = saved(Envelope(topic="test", payload={})).id
    return world


def test_every_door_opens_to_whom_the_table_says(app, world):
    expected = {tuple(name.split(" ")): row for name, row in json.loads(DOORS.read_text()).items()}
    assert sorted(expected) == addresses(app), "write the new address into tests/house/doors.json"
    wrong = {}
    for (endpoint, method), row in expected.items():
        if method == "POST":
            world = a_world() if endpoint in CHANGING else world
        found = knock(app, world, endpoint, method)
        if found != dict(zip(PEOPLE, row, strict=True)):
            wrong[f"{endpoint} {method}"] = list(found.values())
    assert wrong == {}


CHANGING: set[str] = set()
