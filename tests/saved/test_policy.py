"""Who keeps conditions, and who sees them?"""

from matchbox.core.permissions import Visitor, can
from matchbox.saved import policy
from tests.given.people import a_coordinator, a_person, an_administrator
from tests.given.saved import a_saved_search


def test_whoever_is_signed_in_keeps_their_own_and_nobody_those_of_others(app):
    owner, other = a_person(), a_person()
    saved = a_saved_search(owner)
    assert can(owner, policy.KEEP) and not can(Visitor(), policy.KEEP)
    assert can(owner, policy.KEEP, saved)
    for stranger in (other, a_coordinator(), an_administrator(), Visitor()):
        assert not can(stranger, policy.KEEP, saved)
