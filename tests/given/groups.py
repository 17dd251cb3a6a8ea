"""Groups and their members."""

from datetime import date

from matchbox.organisations.models import MemberRole, Membership, Offer, Organisation
from matchbox.organisations.workflow import Verification
from tests.given.people import a_person
from tests.given.rows import saved
from tests.given.words import a_group_kind, a_need_kind


def a_group(name="ほたる橋ささえあいの会", kind="citizens_group", members=(), state=Verification.VERIFIED, **more):
    """A group with these people as 連絡責任者; verified unless said otherwise."""
    more = {"kana": "ホタルバシササエアイノカイ", "purpose": "地域のささえあいのため", **more}
    memberships = [
        Membership(user_id=person.id, role=MemberRole.LIAISON, from_on=date(2019, 4, 1)) for person in members
    ]
    group = Organisation(name=name, kind=a_group_kind(kind), verification=state, memberships=memberships, **more)
    return saved(group)


def a_member_of(group, name="団体 山本", role=MemberRole.MEMBER, from_on=date(2019, 4, 1), until_on=None):
    person = a_person(name)
    saved(Membership(user_id=person.id, organisation_id=group.id, role=role, from_on=from_on, until_on=until_on))
    return person


def an_offer(group, title="雪かきを手伝えます", kind="hands", capacity=2, **more):
    return saved(Offer(organisation_id=group.id, kind=a_need_kind(kind), title=title, capacity=capacity, **more))
