"""Groups and their members."""

from datetime import date

from matchbox.organisations.models import MemberRole, Membership, Offer, Organisation
from matchbox.organisations.workflow import Verification
from matchbox.vocabulary.models import Vocabulary
from tests.given.people import a_person
from tests.given.rows import saved
from tests.given.words import a_district, a_group_kind, a_need_kind, the_term


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


def an_officer_of(group, name="団体 代表", role=MemberRole.REPRESENTATIVE, **term):
    return a_member_of(group, name, role=role, **term)


def a_field(code="field_03"):
    return the_term(Vocabulary.ACTIVITY_FIELD, code)


def a_profile(**changed):
    """What a group says about itself when it applies, complete enough to be accepted."""
    return {
        "name": "水辺のなかま",
        "kana": "ミズベノナカマ",
        "kind_id": a_group_kind("npo").id,
        "founded_year": 2012,
        "people": 34,
        "purpose": "川と用水路の生き物を守ること。",
        "activities": "子どもの学習会と清掃。",
        "field_ids": [a_field("field_07").id],
        "whole_city": False,
        "area_ids": [a_district().id],
        "url": "https://mizube.example.jp/",
        **changed,
    }


def typed(answers):
    """The same as a browser sends it: texts, and of a tick only that it is set."""
    sent = {}
    for name, value in answers.items():
        if isinstance(value, bool):
            if value:
                sent[name] = "y"
        elif value is not None:
            sent[name] = [str(one) for one in value] if isinstance(value, list) else getattr(value, "value", str(value))
    return sent
