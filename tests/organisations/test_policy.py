"""Who may do what with a group."""

from datetime import date

import pytest

from matchbox.core import clock
from matchbox.core.permissions import SYSTEM, Visitor, can
from matchbox.organisations import policy
from matchbox.organisations.models import MemberRole
from matchbox.organisations.workflow import Verification
from matchbox.web.transactions import writing
from tests.given.groups import a_group, a_member_of, an_offer
from tests.given.people import a_coordinator, a_person, an_administrator, an_analyst

COLUMNS = ("VIEW", "APPLY", "EDIT", "MEMBERS", "APPLY_AGAIN", "VERIFY", "KNOW", "SEE_CONTACT", "EXPIRE")
PEOPLE = {
    "visitor": lambda group: Visitor(),
    "resident": lambda group: a_person(),
    "representative": lambda group: a_member_of(group, role=MemberRole.REPRESENTATIVE),
    "liaison": lambda group: a_member_of(group, role=MemberRole.LIAISON),
    "member": lambda group: a_member_of(group, role=MemberRole.MEMBER),
    "former officer": lambda group: a_member_of(group, role=MemberRole.LIAISON, until_on=date(2020, 3, 31)),
    "coming officer": lambda group: a_member_of(group, role=MemberRole.LIAISON, from_on=date(2199, 4, 1)),
    "officer of another": lambda group: a_member_of(a_group("別の会"), role=MemberRole.LIAISON),
    "coordinator": lambda group: a_coordinator(),
    "former coordinator": lambda group: a_coordinator(until_on=date(2020, 3, 31)),
    "analyst": lambda group: an_analyst(),
    "administrator": lambda group: an_administrator(),
    "system": lambda group: SYSTEM,
}
TABLE = {
    "visitor": "x........",
    "resident": "xx.......",
    "representative": "xxxxx.xx.",
    "liaison": "xxxxx.xx.",
    "member": "xx....x..",
    "former officer": "xx.......",
    "coming officer": "xx.......",
    "officer of another": "xx.......",
    "coordinator": "xxxxxxxxx",
    "former coordinator": "xx.......",
    "analyst": "xx....x..",
    "administrator": "xx....x..",
    "system": "x.......x",
}


@pytest.mark.parametrize("who", PEOPLE)
def test_the_table_of_rights(app, who):
    group = a_group()
    actor = PEOPLE[who](group)
    rights = "".join("x" if can(actor, getattr(policy, name), group) else "." for name in COLUMNS)
    assert rights == TABLE[who]


def test_an_offer_and_a_membership_belong_to_their_group(app):
    group, other = a_group(), a_group("別の会")
    officer, stranger = a_member_of(group, role=MemberRole.LIAISON), a_member_of(other, role=MemberRole.LIAISON)
    offer = an_offer(group)
    assert can(officer, policy.EDIT, offer) and not can(stranger, policy.EDIT, offer)
    assert can(officer, policy.MEMBERS, group.memberships[0])
    assert not can(stranger, policy.MEMBERS, group.memberships[0])


def test_an_officer_acts_to_the_end_of_the_last_day(app):
    group = a_group()
    officer = a_member_of(group, role=MemberRole.LIAISON, until_on=clock.today())
    assert can(officer, policy.EDIT, group)
    with writing():
        group.memberships[0].until_on = date(2020, 3, 31)
    assert not can(officer, policy.EDIT, group)


@pytest.mark.parametrize(("state", "acts"), [
    (Verification.APPLIED, False),
    (Verification.VERIFIED, True),
    (Verification.EXPIRING, True),
    (Verification.EXPIRED, False),
    (Verification.REFUSED, False),
])  # fmt: skip
def test_members_act_for_a_verified_group_only(app, state, acts):
    group = a_group(state=state)
    person = a_member_of(group)
    assert policy.member.includes(person, group)
    assert policy.member_of_verified.includes(person, group) is acts
    assert policy.member_of_any_verified.includes(person, None) is acts
    assert not policy.member_of_any_verified.includes(a_person(), None)
    assert not policy.member_of_any_verified.includes(Visitor(), None)


def test_a_term_that_is_over_or_to_come_does_not_count_for_any_group(app):
    group = a_group()
    for term in ({"until_on": date(2020, 3, 31)}, {"from_on": date(2199, 4, 1)}):
        assert not policy.member_of_any_verified.includes(a_member_of(group, **term), None)
