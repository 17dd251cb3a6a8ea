from datetime import timedelta

import pytest

from matchbox.accounts import policy
from matchbox.accounts.models import Role, RoleGrant, SignIn
from matchbox.core import clock
from matchbox.core.permissions import SYSTEM, Visitor, can
from tests.given.people import a_coordinator, a_person, an_administrator, an_analyst

PEOPLE = {
    "visitor": lambda: Visitor(),
    "resident": a_person,
    "coordinator": a_coordinator,
    "analyst": an_analyst,
    "administrator": an_administrator,
    "system": lambda: SYSTEM,
}
MAY = {
    policy.REGISTER: set(PEOPLE),
    policy.OWN: {"resident", "coordinator", "analyst", "administrator"},
    policy.ENROL: {"administrator", "system"},
    policy.GRANT: {"administrator", "system"},
}


@pytest.mark.parametrize("permission", MAY, ids=lambda permission: permission.name)
def test_who_may(app, permission):
    assert {name for name, person in PEOPLE.items() if can(person(), permission)} == MAY[permission]


def test_people_look_after_their_own_account_and_sign_ins_only(app):
    person, other, boss = a_person(), a_person(), an_administrator()
    sign_in = SignIn(user_id=person.id, token_hash="x", expires_at=clock.now())
    for actor, expected in ((person, True), (other, False), (boss, False), (Visitor(), False)):
        assert can(actor, policy.OWN, person) is expected
        assert can(actor, policy.OWN, sign_in) is expected


@pytest.mark.parametrize(("first", "last", "holds"), [
    (0, None, True), (0, 0, True), (-30, 0, True), (-30, -1, False), (1, None, False), (-30, 30, True),
])  # fmt: skip
def test_a_role_is_held_from_its_first_to_its_last_day(app, first, last, holds):
    day = clock.today()
    until = None if last is None else day + timedelta(days=last)
    person = a_person(grants=[RoleGrant(role=Role.COORDINATOR, from_on=day + timedelta(days=first), until_on=until)])
    assert policy.coordinator.includes(person, None) is holds
    assert policy.staff.includes(person, None) is holds is person.is_staff
    assert not policy.analyst.includes(person, None)
