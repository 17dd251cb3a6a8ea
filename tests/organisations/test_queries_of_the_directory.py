"""How the directory of groups finds, narrows, counts and orders them."""

from datetime import UTC, datetime
from random import Random

import pytest

from matchbox.core.database import db
from matchbox.core.listings import Asked
from matchbox.core.permissions import Visitor
from matchbox.organisations import queries
from matchbox.organisations.models import Offer, Organisation
from matchbox.organisations.workflow import Verification
from matchbox.places import queries as places
from matchbox.vocabulary import queries as vocabulary
from matchbox.vocabulary.models import Vocabulary
from matchbox.web.transactions import writing
from tests.given.conditions import wrong_counts, wrong_hits
from tests.given.groups import a_field, a_group, a_member_of, an_offer
from tests.given.issues import selects
from tests.given.people import a_coordinator, a_person, an_analyst
from tests.given.words import a_district, a_group_kind, a_need_kind

WHOLE_CITY = 0


def read(**asked):
    said = {name: value if isinstance(value, list) else [value] for name, value in asked.items()}
    return Asked.of(
        {name: [str(one) for one in values] for name, values in said.items()}, queries.FACETS, queries.SORTS
    )


def found_in_order(viewer=None, hits=None, **asked):
    directory = queries.directory(viewer or Visitor(), read(**asked), hits)
    rows = directory.rows(0, 1000)
    assert directory.count() == len(rows)
    return [group.name for group in rows]


def found(viewer=None, hits=None, **asked):
    return set(found_in_order(viewer, hits, **asked))


def counts(viewer=None, **asked):
    viewer = viewer or Visitor()
    return queries.counts(queries.directory(viewer, read(**asked)), viewer)


def test_the_directory_shows_verified_groups_only(app):
    for state in Verification:
        a_group(state.label, state=state)
    a_group("まとめられた会", merged_into_id=a_group("のこった会").id)
    assert found() == found(a_coordinator()) == {"承認済み", "更新待ち", "のこった会"}


@pytest.mark.parametrize("state", Verification)
def test_other_states_are_found_by_those_who_may_know_of_them(app, state):
    group = a_group("ある会", state=state)
    public = state in queries.LISTED
    member_of_another = a_member_of(a_group("別の会"))
    for viewer, knows in [
        (Visitor(), public), (a_person(), public), (member_of_another, public), (a_member_of(group), True),
        (an_analyst(), True), (a_coordinator(), True),
    ]:  # fmt: skip
        assert ("ある会" in found(viewer, verified=state.value)) is knows
        assert ("ある会" in found(viewer, verified=state.value, q="ある", hits=[group.id])) is knows
        assert (counts(viewer)["verified"].get(state, 0) > (state is Verification.VERIFIED)) is knows


@pytest.mark.parametrize("words", [
    "水辺", "ミズベ", "みずべ", "ﾐｽﾞﾍﾞ", "npo", "ＮＰＯ", "Npo", "生き物", "用水　ＮＰＯ", "１００年", "100", "水\x00辺",
])  # fmt: skip
def test_words_are_found_in_any_width_case_and_kana(app, words):
    a_group("NPO水辺のなかま", kana="ミズベノナカマ", purpose="生き物と用水を守る（創立100年）")
    a_group("雪かき隊", kana="ユキカキタイ", purpose="雪をかく")
    assert found(q=words) == {"NPO水辺のなかま"}


@pytest.mark.parametrize("words", ["%", "_", "100%", "\\", "水辺 雪かき", "😀", "' OR 1=1 --", "活動していません"])
def test_words_that_nobody_wrote_find_nothing(app, words):
    a_group("NPO水辺のなかま", kana="ミズベノナカマ", purpose="生き物を守る")
    assert found(q=words) == set()


def test_what_is_found_follows_the_change_of_a_name(app):
    group = a_group("古い名前", purpose="目的")
    with writing():
        group.name = "新しいなまえ"
    assert found(q="古い") == set()
    assert found(q="新しいナマエ") == found(q="目的") == {"新しいなまえ"}


def test_what_the_index_found_is_shown_as_far_as_it_may_be_seen(app):
    first, second = a_group("一番"), a_group("二番")
    hidden = a_group("申請中の会", state=Verification.APPLIED)
    hits = [second.id, hidden.id, 999_999, first.id]
    assert found(q="言葉", hits=hits) == found(a_coordinator(), q="言葉", hits=hits) == {"一番", "二番"}
    assert found(a_coordinator(), q="申請", hits=[], verified="applied") == {"申請中の会"}
    assert found(q="一番", hits=[]) == set()


def test_values_of_a_facet_are_either_or_and_facets_narrow_each_other(app):
    town, snow = a_field("field_03"), a_field("field_09")
    a_group("町の会", kind="neighbourhood_association", fields=[town, snow])
    a_group("学生の会", kind="student_group", fields=[town])
    a_group("市民の会", fields=[])
    association, students = (a_group_kind(code).id for code in ("neighbourhood_association", "student_group"))
    assert found(kind=[association, students]) == {"町の会", "学生の会"}
    assert found(kind=students, field=town.id) == {"学生の会"}
    assert found(field=[town.id, snow.id]) == {"町の会", "学生の会"}
    assert found(kind=students, field=snow.id) == set()
    assert counts(kind=students, field=town.id)["kind"] == {association: 1, students: 1}
    assert counts(kind=students, field=snow.id)["field"] == {town.id: 1}


def test_a_district_finds_who_is_active_there_or_everywhere(app):
    here, there, elsewhere = a_district("泉野"), a_district("馬場"), a_district("大浦")
    a_group("泉野の会", areas=[here])
    a_group("馬場の会", areas=[there])
    a_group("みんなの会", whole_city=True, areas=[here])
    assert found(area=here.id) == {"泉野の会", "みんなの会"}
    assert found(area=[here.id, there.id]) == found()
    assert found(area="city") == found(area=WHOLE_CITY) == {"みんなの会"}
    numbers = counts()["area"]
    assert [numbers[area.id] for area in (here, there, elsewhere)] == [2, 2, 1] and numbers[WHOLE_CITY] == 1


def test_what_a_group_offers_is_a_condition_while_it_stands(app):
    group = a_group("手伝う会")
    an_offer(group)
    an_offer(group, "人手をもう1つ")
    an_offer(a_group("やめた会"), withdrawn_at=datetime(2026, 4, 1, tzinfo=UTC))
    hands = a_need_kind("hands").id
    assert found(offer=hands) == {"手伝う会"} and counts()["offer"] == {hands: 1}


def test_three_orders(app):
    a_group("乙の会", kana="オツノカイ", verified_at=datetime(2026, 4, 1, tzinfo=UTC))
    a_group("甲の会", kana="アノカイ", verified_at=datetime(2025, 4, 1, tzinfo=UTC))
    a_group("前からの会", kana="マエカラノカイ")
    assert found_in_order() == found_in_order(sort="reading") == ["甲の会", "乙の会", "前からの会"]
    assert found_in_order(sort="new") == ["乙の会", "甲の会", "前からの会"]


def a_city(chance):
    """Groups of every kind and state."""
    kinds = ("npo", "student_group", "citizens_group")
    fields, areas = [a_field(f"field_0{number}") for number in range(1, 5)], [a_district("泉野"), a_district("馬場")]
    for number in range(24):
        name = f"{chance.choice(('雪', '水辺'))}の会{number}"
        group = a_group(
            name, kind=chance.choice(kinds), state=chance.choice([*Verification]),
            fields=chance.sample(fields, chance.randint(0, 3)), areas=chance.sample(areas, chance.randint(0, 2)),
            whole_city=chance.random() < 0.2,
        )  # fmt: skip
        for _ in range(chance.randint(0, 2)):
            withdrawn = datetime(2026, 4, 1, tzinfo=UTC) if chance.random() < 0.3 else None
            an_offer(group, kind=chance.choice(("hands", "place")), withdrawn_at=withdrawn)
    return group


def the_choices():
    return {
        "kind": vocabulary.choices(Vocabulary.ORGANISATION_KIND),
        "field": vocabulary.choices(Vocabulary.ACTIVITY_FIELD),
        "area": [
            *places.choices()[:12],
            *((area.id, area.name) for area in map(a_district, ("泉野", "馬場"))),
            (0, ""),
        ],
        "verified": [(state, state.label) for state in Verification],
        "offer": vocabulary.choices(Vocabulary.NEED_KIND),
    }


@pytest.mark.parametrize("seed", range(2))
def test_the_number_beside_a_choice_is_what_choosing_it_shows(app, seed):
    chance = Random(seed)
    member, choices = a_member_of(a_city(chance)), the_choices()
    for viewer in (Visitor(), member, a_coordinator()):
        visible = queries.visible_to(viewer).with_only_columns(Organisation.id)
        assert wrong_hits(lambda *asked, who=viewer: queries.directory(who, *asked), visible, choices, chance) == []
        for q in ("", "雪"):
            assert wrong_counts(lambda asked, who=viewer: queries.directory(who, asked), choices, chance, q) == []
    assert db.session.query(Offer).count() > 5


def test_a_page_takes_as_many_statements_for_one_group_as_for_many(app):
    def statements():
        db.session.expunge_all()
        with selects() as seen:
            for group in queries.directory(Visitor(), Asked()).rows(0, 20):
                assert group.kind.label and group.fields and group.areas
        return len(seen)

    a_group("1の会", fields=[a_field()], areas=[a_district()])
    alone = statements()
    for number in range(2, 7):
        a_group(f"{number}の会", fields=[a_field(), a_field("field_09")], areas=[a_district(), a_district("馬場")])
    assert statements() == alone == 3


def test_numbers_are_kept_only_until_something_changes(app):
    group = a_group("ある会")
    assert counts()["kind"] == counts()["kind"] == {group.kind_id: 1}
    a_group("別の会")
    db.session.rollback()
    assert counts()["kind"] == {group.kind_id: 2}
