"""Who sees figures, who reviews what does not count, who closes a year; who keeps plans."""

import pytest

from matchbox.core.permissions import SYSTEM, Visitor, can
from matchbox.kpi import policy
from matchbox.plans import policy as plans
from tests.given.people import a_coordinator, a_person, an_administrator, an_analyst

PEOPLE = (Visitor, a_person, a_coordinator, an_analyst, an_administrator, lambda: SYSTEM)


@pytest.mark.parametrize(
    ("permission", "may"),
    [
        (policy.VIEW, (True, True, True, True, True, True)),
        (policy.REVIEW, (False, False, True, True, True, False)),
        (policy.CLOSE, (False, False, False, True, False, True)),
        (plans.VIEW, (True, True, True, True, True, True)),
        (plans.KEEP, (False, False, False, True, False, True)),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_who_may(app, permission, may):
    assert tuple(can(somebody(), permission) for somebody in PEOPLE) == may
