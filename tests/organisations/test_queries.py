"""Who sees which group, and what is known about one."""

from datetime import date

from matchbox.core.database import db
from matchbox.core.permissions import Visitor
from matchbox.organisations import actions, queries
from matchbox.organisations.models import Membership, Offer
from matchbox.organisations.workflow import Verification
from matchbox.web.transactions import writing
from tests.given.groups import a_field, a_group, a_member_of, an_offer, an_officer_of
from tests.given.people import a_coordinator, a_person, an_analyst
from tests.given.words import a_district, a_group_kind

STATES = list(Verification)


def names(found):
    return {row.name for row in db.session.scalars(found)}


def test_three_viewers_one_list(app):
    groups = {state: a_group(state.label, state=state) for state in STATES}
    public = {Verification.VERIFIED.label, Verification.EXPIRING.label}
    everything = {state.label for state in STATES}
    assert names(queries.visible_to(Visitor())) == names(queries.visible_to(a_person())) == public
    assert names(queries.visible_to(a_coordinator())) == names(queries.visible_to(an_analyst())) == everything
    member = a_member_of(groups[Verification.REFUSED])
    assert names(queries.visible_to(member)) == public | {Verification.REFUSED.label}
    former = a_member_of(groups[Verification.APPLIED], until_on=date(2020, 3, 31))
    assert names(queries.visible_to(former)) == public


def test_offers_are_seen_with_their_group(app):
    shown, hidden = an_offer(a_group("公開の会")), an_offer(a_group("申請中の会", state=Verification.APPLIED))
    member = a_member_of(hidden.organisation)

    def seen(viewer):
        return {offer.id for offer in db.session.scalars(queries.offers_visible_to(viewer))}

    assert seen(Visitor()) == seen(a_person()) == {shown.id}
    assert seen(member) == seen(a_coordinator()) == {shown.id, hidden.id}
    assert db.session.query(Offer).count() == 2


def test_who_acts_for_a_group_is_known_to_its_members_and_to_staff(app):
    one, other = a_group("ある会"), a_group("別の会")
    member, stranger = a_member_of(one), a_member_of(other)

    def seen(viewer):
        return {row.user_id for row in db.session.scalars(queries.memberships_visible_to(viewer))}

    assert seen(Visitor()) == seen(a_person()) == set()
    assert seen(member) == {member.id} and seen(stranger) == {stranger.id}
    assert seen(a_coordinator()) == {member.id, stranger.id}
    assert db.session.query(Membership).count() == 2


def test_the_groups_of_a_person_today(app):
    person = a_person()
    groups = [a_group("い", members=[person]), a_group("ろ", members=[person], state=Verification.EXPIRED)]
    assert queries.of_member(person) == groups
    assert queries.of_member(person, only_verified=True) == groups[:1]
    assert queries.of_member(Visitor()) == []


def test_choices_are_verified_groups_in_the_order_of_their_readings(app):
    second, first = a_group("乙の会", kana="オツノカイ"), a_group("甲の会", kana="アノカイ")
    a_group("新しい会", state=Verification.APPLIED)
    a_group("まとめられた会", merged_into_id=first.id)
    assert queries.choices_verified() == [(first.id, "甲の会"), (second.id, "乙の会")]


def test_offers_count_while_they_stand(app):
    group, other = a_group("ある会"), a_group("別の会")
    an_offer(group)
    an_offer(group, "もう1つ")
    gone = an_offer(group, "終わったもの")
    officer = an_officer_of(group)
    with writing():
        actions.withdraw_offer(officer, gone)
    assert queries.offers_among([group.id, other.id]) == {group.id: 2}
    assert [offer.title for offer in queries.offers_of(group)] == ["雪かきを手伝えます", "もう1つ"]


def test_namesakes_are_other_groups_that_are_registered_or_asked(app):
    group = a_group("ゆきの会")
    applied = a_group("ゆきの会", kind="student_group", state=Verification.APPLIED)
    a_group("ゆきの会", state=Verification.REFUSED)
    a_group("ゆきの会2")
    assert queries.namesakes(group) == [applied]
    assert queries.namesakes(applied) == [group]


def test_the_choices_of_a_form_keep_what_is_retired_for_whoever_has_it(app):
    kind, field, area = a_group_kind("committee"), a_field("field_20"), a_district("平栗")
    group = a_group(kind="committee", fields=[field], areas=[area])
    try:
        with writing():
            kind.retired = field.retired = area.retired = True
        today, own = queries.lists(), queries.lists(group)
        for words, known, row in zip(today, own, (kind, field, area), strict=True):
            assert row.id not in words and row.id in known
    finally:
        with writing():
            kind.retired = field.retired = area.retired = False


def test_everybody_reads_their_part_of_what_happened(app):
    applicant, staff = a_person(), a_coordinator()
    group = a_group(state=Verification.APPLIED, members=[applicant])
    with writing():
        actions.refuse(staff, group, reason="目的を書き足してください。")
        actions.apply_again(applicant, group)
        actions.verify(staff, group)

    def sentences(viewer):
        return [story.sentence for story in queries.record(group, viewer)]

    assert sentences(Visitor()) == sentences(a_person()) == ["センターが団体を承認しました"]
    assert sentences(applicant) == ["センターが団体を承認しました", "申請が却下されました"]
    assert sentences(staff) == ["センターが団体を承認しました", "団体の登録を申請しました", "申請が却下されました"]
