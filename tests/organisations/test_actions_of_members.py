"""Who acts for a group, from when until when."""

from datetime import date, timedelta

import pytest

from matchbox.core import clock
from matchbox.core.errors import Forbidden
from matchbox.organisations import actions
from matchbox.organisations.models import MemberRole
from matchbox.web.transactions import writing
from tests.given.groups import a_group, a_member_of
from tests.given.people import a_coordinator, a_person, someone_unconfirmed
from tests.organisations.saying import refused, refused_now, told


def add(actor, group, person, role=MemberRole.MEMBER, from_on=None, until_on=None):
    with writing():
        return actions.add_member(
            actor, group, email=person.email, role=role, from_on=from_on or clock.today(), until_on=until_on
        )


def test_an_officer_adds_somebody_by_their_address(app):
    officer, person = a_person(), a_person("新しい人")
    group = a_group(members=[officer])
    with writing():
        actions.add_member(
            officer, group, email=f" {person.email.upper()} ", role=MemberRole.MEMBER, from_on=clock.today()
        )
    assert [(row.user, row.role) for row in group.memberships][1:] == [(person, MemberRole.MEMBER)]
    assert told(group) == ["MemberJoined"]


@pytest.mark.parametrize("unknown", [lambda: "nobody@example.jp", lambda: someone_unconfirmed().email])
def test_somebody_without_an_account_registers_first(app, unknown):
    officer = a_person()
    group = a_group(members=[officer])
    answers = {"email": unknown(), "role": MemberRole.MEMBER, "from_on": clock.today()}
    assert refused(actions.add_member, officer, group, **answers) == ("email", actions.NO_ACCOUNT)


def test_nobody_holds_the_same_role_twice_at_a_time(app):
    officer, person = a_person(), a_person()
    group = a_group(members=[officer])
    add(officer, group, person, from_on=date(2026, 4, 1), until_on=date(2027, 3, 31))
    again = {"email": person.email, "from_on": date(2027, 3, 31)}
    assert refused(actions.add_member, officer, group, role=MemberRole.MEMBER, **again) == (
        "email", actions.MEMBER_ALREADY,
    )  # fmt: skip
    add(officer, group, person, role=MemberRole.LIAISON, from_on=date(2027, 3, 31))
    add(officer, group, person, from_on=date(2027, 4, 1))
    assert len(group.memberships) == 4


def test_a_term_does_not_end_before_it_begins(app):
    officer, person = a_person(), a_person()
    group = a_group(members=[officer])
    term = {"from_on": date(2027, 4, 1), "until_on": date(2027, 3, 31)}
    field, sentence = refused(actions.add_member, officer, group, email=person.email, role=MemberRole.MEMBER, **term)
    assert (field, sentence) == ("until_on", actions.ENDS_TOO_EARLY)


def test_a_term_ends_and_stays_as_history(app):
    officer = a_person()
    group = a_group(members=[officer])
    member = a_member_of(group)
    membership = group.memberships[1]
    with writing():
        actions.end_membership(officer, membership, until_on=clock.today() - timedelta(days=1))
    assert not membership.is_running and membership.is_over
    assert [row.user for row in group.memberships] == [officer, member]
    assert told(group) == ["MembershipEnded"]
    assert refused_now(actions.end_membership, officer, membership, until_on=clock.today()) == actions.OVER_ALREADY


def test_the_last_officer_needs_a_successor(app):
    officer = a_person()
    group = a_group(members=[officer])
    a_member_of(group)
    mine = group.memberships[0]
    assert refused_now(actions.end_membership, officer, mine, until_on=clock.today()) == actions.NO_SUCCESSOR
    day = clock.today() + timedelta(days=30)
    add(officer, group, a_person("後任"), role=MemberRole.REPRESENTATIVE, from_on=day + timedelta(days=1))
    assert refused_now(actions.end_membership, officer, mine, until_on=clock.today()) == actions.NO_SUCCESSOR
    with writing():
        actions.end_membership(officer, mine, until_on=day)
    assert mine.until_on == day and mine.is_running


def test_the_centre_cannot_leave_a_group_without_officer_either(app):
    group = a_group(members=[a_person()])
    staff = a_coordinator()
    assert refused_now(actions.end_membership, staff, group.memberships[0], until_on=clock.today()) == (
        actions.NO_SUCCESSOR
    )  # fmt: skip


@pytest.mark.parametrize(("days", "sentence"), [(-2, actions.LONG_AGO), (-3000, actions.ENDS_TOO_EARLY)])
def test_the_past_of_a_group_is_not_rewritten(app, days, sentence):
    officer = a_person()
    group = a_group(members=[officer])
    a_member_of(group)
    day = clock.today() + timedelta(days=days)
    assert refused(actions.end_membership, officer, group.memberships[1], until_on=day) == ("until_on", sentence)


def test_a_plain_member_decides_about_nobody(app):
    group = a_group(members=[a_person()])
    member = a_member_of(group)
    with pytest.raises(Forbidden), writing():
        actions.end_membership(member, group.memberships[0], until_on=clock.today())
    with pytest.raises(Forbidden), writing():
        actions.add_member(member, group, email=member.email, role=MemberRole.LIAISON, from_on=clock.today())
