"""Who may do what with a match: actor × permission."""

import pytest

from matchbox.core.permissions import SYSTEM, Visitor, can
from matchbox.matching import policy
from matchbox.matching.rules import Answer
from tests.given.groups import a_group, a_member_of
from tests.given.issues import an_issue
from tests.given.matches import a_match, an_outreach, helping, needing
from tests.given.people import a_coordinator, a_person, an_administrator, an_analyst

OF_A_MATCH = ("VIEW", "BEGIN", "MOVE", "START", "RECORD", "LOG", "TAG", "BOARD", "DISCUSS")
EVERYTHING = set(OF_A_MATCH)
RIGHTS = {
    "a visitor": {"VIEW"},
    "the product itself": {"VIEW"},
    "a stranger": {"VIEW"},
    "the poster who stands in it": {"VIEW", "START", "LOG", "DISCUSS"},
    "a member of a group that stands in it": {"VIEW", "START", "LOG", "DISCUSS"},
    "a former member": {"VIEW"},
    "a member of a group that was asked": {"VIEW"},
    "an analyst": {"VIEW"},
    "an administrator": {"VIEW"},
    "a coordinator": EVERYTHING,
    "a former coordinator": {"VIEW"},
}


@pytest.fixture
def scene(app):
    """A match, an outreach, and everybody around them."""
    poster, group, asked = a_person(), a_group(), a_group("あおば会")
    match = a_match(issue=an_issue(poster=poster), parties=[needing(poster), helping(group)])
    people = {
        "a visitor": Visitor(),
        "the product itself": SYSTEM,
        "a stranger": a_person("通りすがり"),
        "the poster who stands in it": poster,
        "a member of a group that stands in it": a_member_of(group),
        "a former member": a_member_of(group, until_on=match.created_at.date().replace(year=2025)),
        "a member of a group that was asked": a_member_of(asked),
        "an analyst": an_analyst(),
        "an administrator": an_administrator(),
        "a coordinator": a_coordinator(),
        "a former coordinator": a_coordinator("元職員", until_on=match.created_at.date().replace(year=2025)),
    }
    return match, an_outreach(match, asked, Answer.WAITING), people


@pytest.mark.parametrize("who", RIGHTS)
def test_rights_with_a_match(scene, who):
    match, _, people = scene
    assert {name for name in OF_A_MATCH if can(people[who], getattr(policy, name), match)} == RIGHTS[who]


def test_the_group_that_was_asked_answers_and_so_does_the_centre_for_it(scene):
    _, outreach, people = scene
    may = {who for who, person in people.items() if can(person, policy.ANSWER, outreach)}
    assert may == {"a member of a group that was asked", "a coordinator"}
