"""Who reads news, and who writes it."""

from datetime import date

import pytest

from matchbox.core.permissions import SYSTEM, Visitor, can
from matchbox.news import policy
from tests.given.groups import a_group, a_member_of
from tests.given.people import a_coordinator, a_person, an_administrator, an_analyst

PEOPLE = {
    "visitor": Visitor,
    "resident": a_person,
    "member of a group": lambda: a_member_of(a_group()),
    "coordinator": a_coordinator,
    "former coordinator": lambda: a_coordinator(until_on=date(2020, 3, 31)),
    "analyst": an_analyst,
    "administrator": an_administrator,
    "system": lambda: SYSTEM,
}
WRITERS = {"coordinator", "administrator"}


@pytest.mark.parametrize("who", PEOPLE)
def test_everybody_reads_and_the_office_writes(app, who):
    actor = PEOPLE[who]()
    assert can(actor, policy.VIEW)
    assert can(actor, policy.WRITE) is (who in WRITERS)
