"""Who may do what with a proposal."""

from datetime import date

import pytest

from matchbox.core.permissions import SYSTEM, Visitor, can
from matchbox.organisations.models import MemberRole
from matchbox.organisations.workflow import Verification
from matchbox.proposals import policy
from tests.given.groups import a_group, a_member_of
from tests.given.issues import an_issue
from tests.given.people import a_coordinator, a_person, an_administrator, an_analyst
from tests.given.proposals import a_proposal

COLUMNS = ("VIEW", "WRITE", "WITHDRAW", "DECIDE")
PEOPLE = {
    "visitor": lambda group: Visitor(),
    "resident": lambda group: a_person(),
    "representative": lambda group: a_member_of(group, role=MemberRole.REPRESENTATIVE),
    "member": lambda group: a_member_of(group),
    "former member": lambda group: a_member_of(group, until_on=date(2020, 3, 31)),
    "coming member": lambda group: a_member_of(group, from_on=date(2199, 4, 1)),
    "member of another": lambda group: a_member_of(a_group("別の会")),
    "coordinator": lambda group: a_coordinator(),
    "analyst": lambda group: an_analyst(),
    "administrator": lambda group: an_administrator(),
    "system": lambda group: SYSTEM,
}
TABLE = {
    "visitor": "x...",
    "resident": "x...",
    "representative": "xxx.",
    "member": "xxx.",
    "former member": "x...",
    "coming member": "x...",
    "member of another": "x...",
    "coordinator": "x..x",
    "analyst": "x...",
    "administrator": "x...",
    "system": "x...",
}


@pytest.mark.parametrize("who", PEOPLE)
def test_the_table_of_rights(app, who):
    group = a_group()
    proposal = a_proposal(group=group, author=a_person())
    actor = PEOPLE[who](group)
    rights = "".join("x" if can(actor, getattr(policy, name), proposal) else "." for name in COLUMNS)
    assert rights == TABLE[who]


@pytest.mark.parametrize(("state", "may"), [
    (Verification.APPLIED, False), (Verification.VERIFIED, True), (Verification.EXPIRING, True),
    (Verification.EXPIRED, False), (Verification.REFUSED, False),
])  # fmt: skip
def test_only_verified_groups_propose(app, state, may):
    group = a_group(state=state)
    member = a_member_of(group)
    proposal = a_proposal(group=group, author=member)
    assert can(member, policy.WRITE, group) is can(member, policy.WRITE, proposal) is may
    assert can(member, policy.WRITE, an_issue()) is can(member, policy.WRITE) is may
    assert can(member, policy.WITHDRAW, proposal)


def test_at_an_issue_it_does_not_matter_who_posted_it(app):
    association = a_group("町会")
    issue = an_issue(organisation=association)
    assert can(a_member_of(a_group("別の会")), policy.WRITE, issue)
    assert not can(a_person(), policy.WRITE, issue)
    expired = a_group("古い会", state=Verification.EXPIRED)
    assert not can(a_member_of(expired), policy.WRITE, issue)
