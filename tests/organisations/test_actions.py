"""How a group comes to be, and how its profile changes."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError

from matchbox.core import clock
from matchbox.core.database import db
from matchbox.core.errors import Forbidden
from matchbox.core.permissions import Visitor
from matchbox.organisations import actions, rules
from matchbox.organisations.models import MemberRole, Organisation
from matchbox.organisations.workflow import Verification
from matchbox.web.transactions import writing
from tests.given.groups import a_field, a_group, a_member_of, a_profile
from tests.given.people import a_coordinator, a_person, an_analyst, someone_unconfirmed
from tests.given.words import a_category, a_group_kind
from tests.organisations.saying import refused, refused_now, told


def apply(person, role=MemberRole.REPRESENTATIVE, **changed):
    with writing():
        return actions.apply(person, None, role=role, **a_profile(**changed))


def test_whoever_applies_is_the_first_officer(app):
    person = a_person()
    group = apply(person, MemberRole.LIAISON)
    assert group.verification is Verification.APPLIED and not group.may_act
    (membership,) = group.memberships
    assert (membership.user, membership.role, membership.from_on) == (person, MemberRole.LIAISON, clock.today())
    assert membership.until_on is None and membership.is_running
    assert told(group) == ["OrganisationApplied"]


def test_answers_are_kept_in_one_spelling(app):
    group = apply(
        a_person(), kana="みずべ ノ ﾅｶﾏ", url="ｈｔｔｐｓ：／／example.jp", phone="０７６ー０００ー０００１",
        mobile="09000000001", fax="076-000-0002", postal_code="〒９２０００００", address="夕日寺町ロ35番地",
    )  # fmt: skip
    assert (group.kana, group.url, group.phone) == ("ミズベ　ノ　ナカマ", "https://example.jp", "076-000-0001")
    assert (group.mobile, group.fax, group.postal_code) == ("09000000001", "076-000-0002", "920-0000")
    assert group.address == "夕日寺町ロ35番地"


def test_nothing_is_public_of_a_contact_unless_the_group_says_so(app):
    contact = {"phone": "076-000-0001", "phone_public": True, "email": "kai@example.jp", "address": "夕日寺町ロ35番地"}
    group = apply(a_person(), **contact)
    assert [contact.field for contact in group.contacts(False)] == ["phone"]
    assert [(contact.field, contact.public) for contact in group.contacts(True)] == [
        ("phone", True), ("email", False), ("address", False),
    ]  # fmt: skip


@pytest.mark.parametrize(("field", "wrong", "sentence"), [
    ("kana", "水辺", rules.NOT_KANA),
    ("url", "javascript:alert(1)", rules.NOT_A_URL),
    ("phone", "電話なし", rules.NOT_A_PHONE),
    ("mobile", "1", rules.NOT_A_PHONE),
    ("fax", "なし", rules.NOT_A_PHONE),
    ("postal_code", "920", rules.NOT_A_POSTAL_CODE),
    ("email", "kai", "メールアドレスに「@」がありません（例：name@example.com）"),
    ("founded_year", 3000, rules.NOT_A_YEAR),
    ("people", 0, rules.NOT_A_HEADCOUNT),
    ("field_ids", [], rules.NO_FIELD),
    ("field_ids", [1, 2, 3, 4], rules.TOO_MANY_FIELDS),
    ("area_ids", [], rules.NO_AREA),
    ("kind_id", 10**9, actions.NOT_A_CHOICE),
])  # fmt: skip
def test_answers_are_judged_also_where_no_form_asked(app, field, wrong, sentence):
    assert refused(actions.apply, a_person(), None, role=MemberRole.LIAISON, **a_profile(**{field: wrong})) == (
        field, sentence,
    )  # fmt: skip
    assert db.session.scalars(select(Organisation)).all() == []


def test_a_word_of_another_list_is_no_kind(app):
    field, _ = refused(
        actions.apply, a_person(), None, role=MemberRole.LIAISON, **a_profile(kind_id=a_category().id)
    )  # fmt: skip
    assert field == "kind_id"


def test_a_plain_member_cannot_be_the_first(app):
    assert refused(actions.apply, a_person(), None, role=MemberRole.MEMBER, **a_profile())[0] == "role"


def test_who_has_not_confirmed_the_address_confirms_it_first(app):
    answers = a_profile()
    assert refused_now(actions.apply, someone_unconfirmed(), None, role=MemberRole.LIAISON, **answers) == (
        actions.NOT_CONFIRMED
    )  # fmt: skip


def test_visitors_do_not_apply(app):
    with pytest.raises(Forbidden), writing():
        actions.apply(Visitor(), None, role=MemberRole.LIAISON, **a_profile())


@pytest.mark.parametrize("state", [Verification.APPLIED, Verification.VERIFIED, Verification.EXPIRING])
def test_the_same_group_is_not_registered_twice(app, state):
    a_group("水辺のなかま", kind="npo", kana="ミズベノナカマ", state=state)
    answers = a_profile(kana="みずべのなかま")
    assert refused(actions.apply, a_person(), None, role=MemberRole.LIAISON, **answers) == (
        "name", actions.KNOWN_ALREADY,
    )  # fmt: skip


@pytest.mark.parametrize("other", [
    {"kind": "citizens_group"}, {"kana": "スイヘンノナカマ"}, {"state": Verification.REFUSED},
    {"state": Verification.EXPIRED}, {"name": "水辺の仲間"},
])  # fmt: skip
def test_another_group_may_bear_the_same_name(app, other):
    a_group(**{"name": "水辺のなかま", "kind": "npo", "kana": "ミズベノナカマ", **other})
    assert apply(a_person()).name == "水辺のなかま"


def test_longest_texts_and_emoji_are_kept_and_one_more_is_refused_by_the_database(app):
    longest = {"name": "名" * 80, "kana": "ナ" * 160, "purpose": "目" * 999 + "😀", "activities": "活" * 1000}
    group = apply(a_person(), **longest, contact_name="氏" * 60, address="町" * 120)
    assert (group.name, group.purpose[-1]) == ("名" * 80, "😀")
    with pytest.raises(DatabaseError), writing():
        group.purpose = "目" * 1001


def test_an_officer_edits_everything_and_the_centre_hears(app):
    officer = a_person()
    group = a_group(members=[officer], kind="npo")
    with writing():
        actions.edit(officer, group, **a_profile(name="新しい名前", whole_city=True, area_ids=[]))
    assert (group.name, group.whole_city, group.areas) == ("新しい名前", True, [])
    assert group.field_ids == [a_field("field_07").id]
    assert told(group) == ["OrganisationChanged"]


def test_editing_does_not_meet_itself_as_a_double(app):
    officer = a_person()
    group = apply(officer)
    with writing():
        actions.edit(officer, group, **a_profile(purpose="新しい目的"))
    assert group.purpose == "新しい目的"


def test_the_kind_of_a_verified_group_is_changed_by_the_centre(app):
    officer, staff = a_person(), a_coordinator()
    group = a_group(members=[officer], kind="citizens_group")
    assert refused(actions.edit, officer, group, **a_profile()) == ("kind_id", actions.KIND_IS_FIXED)
    with writing():
        actions.edit(staff, group, **a_profile())
    assert group.kind == a_group_kind("npo")


def test_an_applicant_may_still_change_the_kind(app):
    officer = a_person()
    group = apply(officer)
    with writing():
        actions.edit(officer, group, **a_profile(kind_id=a_group_kind("student_group").id))
    assert group.kind == a_group_kind("student_group")


@pytest.mark.parametrize("actor", [a_person, an_analyst, lambda: a_member_of(a_group("別"), role=MemberRole.LIAISON)])
def test_others_do_not_edit(app, actor):
    group, somebody, answers = a_group(), actor(), a_profile()
    with pytest.raises(Forbidden), writing():
        actions.edit(somebody, group, **answers)
