"""The centre verifies groups, and time takes it back."""

from datetime import UTC, date, datetime

import pytest

from matchbox.core import clock
from matchbox.core.errors import Forbidden
from matchbox.core.permissions import SYSTEM
from matchbox.organisations import actions
from matchbox.organisations.workflow import Verification
from matchbox.web.transactions import writing
from tests.given.groups import a_group
from tests.given.people import a_coordinator, a_person, an_analyst
from tests.organisations.saying import refused, refused_now, told


def test_a_verification_says_until_when_it_is_good(app):
    staff, group = a_coordinator(), a_group(state=Verification.APPLIED)
    with clock.set_to(datetime(2026, 11, 24, 3, tzinfo=UTC)), writing():
        actions.verify(staff, group)
    assert group.verification is Verification.VERIFIED and group.may_act
    assert (group.verified_until, clock.day_of(group.verified_at)) == (date(2028, 3, 31), date(2026, 11, 24))
    assert told(group) == ["OrganisationVerified"]


@pytest.mark.parametrize(("moment", "until"), [
    (datetime(2027, 3, 31, 14, 59, tzinfo=UTC), date(2028, 3, 31)),
    (datetime(2027, 3, 31, 15, 0, tzinfo=UTC), date(2029, 3, 31)),
])  # fmt: skip
def test_the_fiscal_year_turns_at_midnight_in_japan(app, moment, until):
    staff, group = a_coordinator(), a_group(state=Verification.APPLIED)
    with clock.set_to(moment), writing():
        actions.verify(staff, group)
    assert group.verified_until == until


def test_a_refusal_has_a_reason_and_can_be_answered_by_a_new_application(app):
    officer, staff = a_person(), a_coordinator()
    group = a_group(members=[officer], state=Verification.APPLIED)
    assert refused(actions.refuse, staff, group, reason="") == ("reason", actions.NO_REASON)
    with writing():
        actions.refuse(staff, group, reason="目的を書き足してください。")
    assert (group.verification, group.verification_reason) == (Verification.REFUSED, "目的を書き足してください。")
    with writing():
        actions.apply_again(officer, group)
        assert group.verification is Verification.APPLIED
        actions.verify(staff, group)
    assert group.verification_reason == ""
    assert told(group) == ["OrganisationRefused", "OrganisationApplied", "OrganisationVerified"]


def test_verifying_twice_is_said(app):
    group, staff = a_group(), a_coordinator()
    assert "すでにこの段階" in refused_now(actions.verify, staff, group)
    assert refused_now(actions.refuse, staff, group, reason="理由") == "却下できるのは、申請中の団体です。"


@pytest.mark.parametrize("deed", [actions.verify, lambda actor, group: actions.refuse(actor, group, reason="理由")])
def test_only_the_centre_verifies(app, deed):
    officer = a_person()
    group = a_group(members=[officer], state=Verification.APPLIED)
    for actor in (officer, an_analyst(), a_person()):
        with pytest.raises(Forbidden), writing():
            deed(actor, group)
    assert told(group) == []


def until(year):
    return {"verified_until": date(year, 3, 31)}


def test_time_brings_renewal_and_then_the_end(app):
    group, later = a_group(**until(2027)), a_group("別の会", **until(2028))
    applied = a_group("申請中の会", state=Verification.APPLIED)
    steps = [
        (date(2026, 12, 31), Verification.VERIFIED, 0),
        (date(2027, 1, 1), Verification.EXPIRING, 1),
        (date(2027, 3, 31), Verification.EXPIRING, 0),
        (date(2027, 4, 1), Verification.EXPIRED, 1),
        (date(2027, 4, 2), Verification.EXPIRED, 0),
    ]
    for day, state, changed in steps:
        with writing():
            assert actions.advance_verifications(SYSTEM, None, day=day) == changed
        assert group.verification is state, day
    assert told(group) == ["VerificationFellDue", "VerificationExpired"]
    assert later.verification is Verification.VERIFIED and applied.verification is Verification.APPLIED


def test_whoever_was_forgotten_for_years_expires_at_once(app):
    group = a_group(**until(2020))
    with writing():
        assert actions.advance_verifications(SYSTEM, None, day=date(2026, 11, 24)) == 1
    assert group.verification is Verification.EXPIRED
    assert told(group) == ["VerificationFellDue", "VerificationExpired"]


def test_a_renewal_starts_the_term_anew(app):
    group, staff = a_group(state=Verification.EXPIRING, **until(2027)), a_coordinator()
    with clock.set_to(datetime(2027, 2, 1, tzinfo=UTC)), writing():
        actions.verify(staff, group)
    assert (group.verification, group.verified_until) == (Verification.VERIFIED, date(2028, 3, 31))


def test_members_cannot_move_the_time(app):
    officer = a_person()
    group = a_group(members=[officer], **until(2020))
    with pytest.raises(Forbidden), writing():
        actions.advance_verifications(officer, None, day=clock.today())
    assert group.verification is Verification.VERIFIED
