"""Who sees which group, and how the directory finds them."""

from datetime import date

import pytest

from matchbox.core.database import db
from matchbox.core.permissions import Visitor
from matchbox.organisations import actions, queries
from matchbox.organisations.models import Membership, Offer
from matchbox.organisations.queries import Wanted
from matchbox.organisations.workflow import Verification
from matchbox.web.transactions import writing
from tests.given.groups import a_field, a_group, a_member_of, an_offer, an_officer_of
from tests.given.issues import selects
from tests.given.people import a_coordinator, a_person, an_analyst
from tests.given.words import a_district, a_group_kind

STATES = list(Verification)


def names(found):
    return {row.name for row in db.session.scalars(found)}


def found_with(**wanted):
    return names(queries.directory(Wanted(**wanted)))


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


def test_the_directory_shows_verified_groups_only(app):
    for state in STATES:
        a_group(state.label, state=state)
    a_group("まとめられた会", merged_into_id=a_group("のこった会").id)
    assert found_with() == {Verification.VERIFIED.label, Verification.EXPIRING.label, "のこった会"}


@pytest.mark.parametrize("words", [
    "水辺", "ミズベ", "みずべ", "ﾐｽﾞﾍﾞ", "npo", "ＮＰＯ", "Npo", "生き物", "用水　ＮＰＯ", "１００年", "100",
])  # fmt: skip
def test_words_are_found_in_any_width_case_and_kana(app, words):
    a_group("NPO水辺のなかま", kana="ミズベノナカマ", purpose="生き物と用水を守る（創立100年）")
    a_group("雪かき隊", kana="ユキカキタイ", purpose="雪をかく")
    assert found_with(words=words) == {"NPO水辺のなかま"}


@pytest.mark.parametrize("words", ["%", "_", "100%", "\\", "水辺 雪かき", "😀", "' OR 1=1 --", "活動していません"])
def test_words_that_nobody_wrote_find_nothing(app, words):
    a_group("NPO水辺のなかま", kana="ミズベノナカマ", purpose="生き物を守る")
    assert found_with(words=words) == set()


def test_a_nul_in_the_words_is_passed_over(app):
    a_group("水辺の会")
    assert found_with(words="水\x00辺") == {"水辺の会"}


def test_what_is_found_follows_the_change_of_a_name(app):
    group = a_group("古い名前", purpose="目的")
    with writing():
        group.name = "新しいなまえ"
    assert found_with(words="古い") == set()
    assert found_with(words="新しいナマエ") == found_with(words="目的") == {"新しいなまえ"}


def test_kinds_and_fields_are_either_or_and_conditions_narrow_each_other(app):
    town, snow = a_field("field_03"), a_field("field_09")
    a_group("町の会", kind="neighbourhood_association", fields=[town, snow])
    a_group("学生の会", kind="student_group", fields=[town])
    a_group("市民の会", fields=[])
    kinds = [a_group_kind(code).id for code in ("neighbourhood_association", "student_group")]
    assert found_with(kinds=tuple(kinds)) == {"町の会", "学生の会"}
    assert found_with(kinds=(kinds[1],), fields=(town.id,)) == {"学生の会"}
    assert found_with(fields=(town.id, snow.id)) == {"町の会", "学生の会"}
    assert found_with(kinds=(kinds[1],), fields=(snow.id,)) == set()


def test_a_district_finds_who_is_active_there_or_everywhere(app):
    here, there = a_district("泉野"), a_district("馬場")
    a_group("泉野の会", areas=[here])
    a_group("馬場の会", areas=[there])
    a_group("みんなの会", whole_city=True)
    assert found_with(area=here.id) == {"泉野の会", "みんなの会"}
    assert found_with(whole_city=True) == {"みんなの会"}


def test_counts_obey_the_other_conditions(app):
    town, snow = a_field("field_03"), a_field("field_09")
    a_group("町の会", kind="neighbourhood_association", fields=[town, snow])
    a_group("学生の会", kind="student_group", fields=[town])
    a_group("新しい会", kind="student_group", fields=[snow], state=Verification.APPLIED)
    association, students = (a_group_kind(code).id for code in ("neighbourhood_association", "student_group"))
    wanted = Wanted(kinds=(students,), fields=(town.id,))
    assert queries.kinds_among(wanted) == {association: 1, students: 1}
    assert queries.fields_among(wanted) == {town.id: 1}
    assert queries.fields_among(Wanted()) == {town.id: 2, snow.id: 1}


def test_the_directory_takes_as_many_statements_for_one_group_as_for_many(app):
    def statements():
        db.session.expunge_all()
        with selects() as seen:
            for group in db.session.scalars(queries.directory(Wanted())):
                assert group.kind.label and group.fields and group.areas
        return len(seen)

    a_group("1の会", fields=[a_field()], areas=[a_district()])
    alone = statements()
    for number in range(2, 7):
        a_group(f"{number}の会", fields=[a_field(), a_field("field_09")], areas=[a_district(), a_district("馬場")])
    assert statements() == alone == 3


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
