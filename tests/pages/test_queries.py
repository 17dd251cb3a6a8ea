"""What the ways into the lists show of everything."""

from datetime import date, timedelta

import pytest

from matchbox.core import clock
from matchbox.core.database import db
from matchbox.core.publication import Publication
from matchbox.issues.models import Need
from matchbox.issues.workflow import Ending
from matchbox.matching.workflow import MatchState
from matchbox.organisations.workflow import Verification
from matchbox.pages import queries
from matchbox.pages.queries.standing import Standing
from matchbox.places.models import Area
from matchbox.proposals.workflow import ProposalState
from tests.given.groups import a_field, a_group, an_offer
from tests.given.issues import a_comment, an_issue, selects
from tests.given.matches import a_match, helping, needing, supporting, tags
from tests.given.people import a_person
from tests.given.proposals import a_proposal
from tests.given.rows import saved
from tests.given.words import a_category, a_district, a_group_kind, a_need_kind, a_policy


def titles(cards):
    return [card.title for card in cards]


def names(cards):
    return [card.name for card in cards]


def signs(cards):
    return {card.name: card.signs for card in cards}


def days_ago(days):
    return clock.now() - timedelta(days=days)


def in_every_state(**more):
    """Issues of every progress, and some that are in no public list."""
    a_comment(an_issue("話し合い中", **more).thread)
    an_issue("募集中", **more)
    a_match(MatchState.NOT_AGREED, an_issue("不成立", **more))
    a_match(MatchState.MEETING, an_issue("調整中", **more))
    both = an_issue("二つのマッチング", **more)
    a_match(MatchState.CANDIDATE, both)
    a_match(MatchState.ACTIVE, both)
    a_match(MatchState.AGREED, an_issue("取組中", **more))
    a_match(MatchState.COMPLETED, an_issue("完了", ending=Ending.DONE, **more))
    an_issue("取り下げ", ending=Ending.WITHDRAWN, **more)
    an_issue("休止", ending=Ending.PAUSED, **more)
    an_issue("確認待ち", publication=Publication.WAITING, **more)
    an_issue("限定", publication=Publication.RESTRICTED, **more)


ALL_STATES = Standing(issues=9, waiting=3, coordinating=1, under_way=2, done=1)


def test_districts_stand_in_their_order_with_their_issues_and_groups(app):
    here, there = a_district("泉野"), a_district("弥生")
    in_every_state(area=here)
    an_issue(area=None)
    a_group("ここの会", areas=[here])
    a_group("ここにもある市全域の会", areas=[here], whole_city=True)
    a_group("申請した会", areas=[here], state=Verification.APPLIED)
    entries = {entry.label: entry for entry in queries.areas()}
    assert len(entries) == 71 and list(entries)[0] == "浅野川"
    assert entries["泉野"].standing == ALL_STATES and entries["泉野"].groups == 2
    assert entries["弥生"].standing == Standing() and entries["弥生"].groups == 1
    assert entries["弥生"].id == there.id and queries.unknown_area().issues == 1


def test_categories_stand_in_their_order_with_their_issues(app):
    in_every_state(category=a_category("snow"))
    entries = {entry.label: entry for entry in queries.categories()}
    assert entries["雪・除雪"].standing == ALL_STATES
    assert list(entries)[0] == "高齢者・見守り" and entries["その他"].standing == Standing()


def test_kinds_stand_in_their_order_with_their_groups(app):
    a_group("ひとつ", kind="npo")
    a_group("ふたつ", kind="npo")
    a_group("申請", kind="npo", state=Verification.APPLIED)
    numbers = {tally.label: tally.number for tally in queries.kinds()}
    assert numbers["NPO法人"] == 2 and numbers["企業・事業者"] == 0 and list(numbers)[0] == "単位町会"


def test_a_district_shows_what_waits_what_is_new_and_what_was_solved(app):
    here = a_district("泉野")
    an_issue("古くて待つ課題", published_at=days_ago(9))
    an_issue("待つ課題", published_at=days_ago(8))
    a_proposal(an_issue("提案のある課題", published_at=days_ago(7)))
    a_match(MatchState.COMPLETED, an_issue("解決した課題", ending=Ending.DONE, published_at=days_ago(6)))
    an_issue("よその課題", area=a_district("弥生"))
    found = queries.of_area(here)
    assert titles(found.unanswered) == ["古くて待つ課題", "待つ課題"]
    assert titles(found.newest) == ["解決した課題", "提案のある課題"]
    assert titles(found.completed) == ["解決した課題"]


def test_a_district_counts_what_was_agreed_there_ever_and_this_year(app):
    here = a_district("泉野")
    a_match(MatchState.ACTIVE, an_issue())
    a_match(MatchState.COMPLETED, an_issue(), agreed_on=date(2020, 5, 1))
    a_match(MatchState.MEETING, an_issue())
    a_match(MatchState.BROKEN_OFF, an_issue())
    a_match(MatchState.ACTIVE, an_issue(publication=Publication.RESTRICTED))
    a_match(MatchState.ACTIVE, an_issue(area=a_district("弥生")))
    found = queries.of_area(here)
    assert (found.agreed, found.agreed_this_year) == (2, 1)


def test_a_district_tells_its_categories_the_most_first(app):
    for category in ("parks", "snow", "snow"):
        an_issue(category=a_category(category))
    found = queries.of_area(a_district("泉野")).categories
    assert [(tally.label, tally.number) for tally in found] == [("雪・除雪", 2), ("公園・緑・里山", 1)]


def test_groups_that_name_the_district_come_before_those_of_the_whole_city(app):
    here = a_district("泉野")
    a_group("市全域の会", whole_city=True, kana="ア")
    a_group("ここの会", areas=[here], kana="ン")
    a_group("よその会", areas=[a_district("弥生")])
    a_group("期限の切れた会", areas=[here], state=Verification.EXPIRED)
    found = queries.of_area(here)
    assert names(found.groups) == ["ここの会", "市全域の会"] and found.entry.groups == 2


def test_near_a_district_stand_unfinished_issues_of_others_the_nearest_first(app):
    here = a_district("泉野")
    an_issue("ここの課題")
    an_issue("隣の古い課題", area=a_district("弥生"), published_at=days_ago(9))
    an_issue("隣の課題", area=a_district("富樫"))
    an_issue("隣の終わった課題", area=a_district("野町"), ending=Ending.DONE)
    an_issue("遠い課題", area=a_district("粟崎"))
    an_issue("どこかわからない課題", area=None)
    found = queries.of_area(here)
    assert titles(found.near) == ["隣の課題", "隣の古い課題", "遠い課題"]
    neighbours = {entry.label: entry.number for entry in found.neighbours}
    assert {"弥生", "富樫", "野町"} <= neighbours.keys() and "粟崎" not in neighbours and "泉野" not in neighbours
    assert neighbours["弥生"] == 1


def test_a_district_without_a_place_on_the_map_is_near_nothing(app):
    from_nowhere = saved(Area(system_id=a_district().system_id, code="x", name="地図にない校下", position=99))
    an_issue(area=a_district("弥生"))
    found = queries.of_area(from_nowhere)
    assert found.neighbours == () and found.near == ()


def test_a_category_shows_only_its_own(app):
    snow = a_category("snow")
    waits = an_issue("待つ雪の課題", category=snow)
    a_match(MatchState.COMPLETED, an_issue("解決した雪の課題", category=snow, ending=Ending.DONE))
    an_issue("公園の課題", category=a_category("parks"), area=a_district("弥生"))
    found = queries.of_category(snow)
    assert titles(found.unanswered) == ["待つ雪の課題"] and titles(found.newest) == ["解決した雪の課題"]
    assert titles(found.completed) == ["解決した雪の課題"]
    assert found.by_area == {waits.area_id: 2}


def test_groups_that_could_help_say_what_speaks_for_them(app):
    parks = a_category("parks")
    issue = an_issue(category=parks, needs=[Need(kind=a_need_kind("skills"))])
    helper, proposer, asker = a_group("手伝った会"), a_group("提案した会"), a_group("困っている町会")
    a_match(MatchState.COMPLETED, issue, [needing(asker), helping(helper)])
    a_proposal(issue, proposer)
    a_proposal(an_issue(category=parks), a_group("下書きの会"), state=ProposalState.DRAFT)
    a_group("環境の会", fields=[a_field("field_07"), a_field("field_01")])
    an_offer(a_group("大工の会"), kind="skills")
    an_offer(a_group("やめた大工の会"), kind="skills", withdrawn_at=clock.now())
    an_offer(a_group("車の会"), kind="vehicles")
    found = queries.of_category(parks)
    assert names(found.groups) == ["手伝った会", "提案した会", "環境の会", "大工の会"]
    spoken = signs(found.groups)
    assert spoken["手伝った会"].helped == 1 and spoken["提案した会"].proposed == 1
    assert spoken["環境の会"].fields == ("環境の保全",) and spoken["大工の会"].offers == ("専門技術",)
    assert set(found.fields) == {a_field("field_05").id, a_field("field_07").id}


def test_what_is_not_public_speaks_for_nobody(app):
    snow = a_category("snow")
    hidden = an_issue(category=snow, publication=Publication.RESTRICTED)
    a_match(MatchState.COMPLETED, hidden, [needing(hidden.poster), helping(a_group("限定の会"))])
    a_proposal(hidden, a_group("限定に提案した会"))
    a_match(
        MatchState.ACTIVE, an_issue(category=snow), [helping(a_group("期限の切れた会", state=Verification.EXPIRED))]
    )
    assert queries.of_category(snow).groups == ()


def test_a_kind_shows_its_groups_their_fields_and_what_they_need(app):
    npo = a_group_kind("npo")
    busy = a_group("よく手伝う会", kind="npo", kana="ン", fields=[a_field("field_07")])
    quiet = a_group("はじめての会", kind="npo", kana="ア", fields=[a_field("field_07"), a_field("field_13")])
    a_match(MatchState.COMPLETED, an_issue("解決した課題"), [supporting(busy)])
    an_issue("団体の課題", organisation=quiet, needs=[])
    an_issue("住民の課題", needs=[])
    found = queries.of_kind(npo)
    assert found.number == 2 and names(found.groups) == ["よく手伝う会", "はじめての会"]
    assert [(tally.label, tally.number) for tally in found.fields] == [("環境の保全", 2), ("子どもの健全育成", 1)]
    assert titles(found.newest) == ["団体の課題"] and titles(found.completed) == ["解決した課題"]


def test_a_kind_could_help_where_others_ask_for_what_it_offers(app):
    group = a_group(kind="npo")
    an_offer(group, kind="hands")
    an_issue("人手がほしい課題", needs=[Need(kind=a_need_kind("hands")), Need(kind=a_need_kind("goods"))])
    an_issue("物がほしい課題", needs=[Need(kind=a_need_kind("goods"))])
    an_issue("自分たちの課題", organisation=group, needs=[Need(kind=a_need_kind("hands"))])
    an_issue("町会の課題", organisation=a_group("町会", kind="neighbourhood_association"),
             needs=[Need(kind=a_need_kind("hands"))])  # fmt: skip
    assert set(titles(queries.of_kind(a_group_kind("npo")).unanswered)) == {"人手がほしい課題", "町会の課題"}


def test_a_policy_shows_the_matches_that_serve_it(app):
    policy, other = a_policy("2-1"), a_policy("2-2")
    helper = a_group("協力の会")
    a_match(MatchState.ACTIVE, an_issue("進む取組"), [needing(a_person()), helping(helper)])
    a_match(MatchState.COMPLETED, an_issue("解決した取組"), [needing(a_person()), helping(helper)])
    a_match(MatchState.MEETING, an_issue("調整中の取組"), tags=tags(policy))
    a_match(MatchState.ACTIVE, an_issue("別の施策の取組"), tags=tags(other))
    a_match(MatchState.ACTIVE, an_issue("限定の取組", publication=Publication.RESTRICTED))
    found = queries.of_policy(policy)
    assert titles(found.running) == ["進む取組"] and titles(found.completed) == ["解決した取組"]
    assert dict(found.states) == {MatchState.ACTIVE: 1, MatchState.COMPLETED: 1}
    assert signs(found.groups)["協力の会"].helped == 2
    years = {year.year: figure.value for year, figure in found.years}
    assert list(years) == [2026, 2027, 2028, 2029, 2030]
    # The figures of a plan count what is restricted, too; they tell a number and nothing else.
    assert sum(years.values()) == 3


def test_only_the_lowest_nodes_are_policies(app):
    found = queries.policies_visible_to(None)
    top = a_policy("2")
    codes = {node.code for node in db.session.scalars(found) if node.plan_id == top.plan_id}
    assert "2" not in codes and {"2-1", "2-2", "2-3"} <= codes


def test_a_policy_knows_its_place(app):
    node = a_policy("1-(1)-1", "kanazawa-strategy-2")
    assert [upper.code for upper in queries.way_to(node)] == ["1", "1-(1)"]
    assert all(other.parent_id == node.parent_id and other.id != node.id for other in queries.beside(node))
    assert [line.code for line in queries.printed_at(node)] == ["K101"]


@pytest.mark.parametrize("read", [
    queries.areas,
    queries.categories,
    queries.kinds,
    lambda: queries.of_area(a_district("泉野")),
    lambda: queries.of_category(a_category("snow")),
    lambda: queries.of_kind(a_group_kind("citizens_group")),
    lambda: queries.of_policy(a_policy("2-1")),
])  # fmt: skip
def test_the_number_of_statements_does_not_grow_with_the_rows(app, read):
    def statements() -> int:
        with selects() as seen:
            read()
        return len(seen)

    def something(number):
        group = a_group(f"会{number}", areas=[a_district("泉野")], fields=[a_field("field_09")])
        issue = an_issue(f"課題{number}")
        an_offer(group)
        a_proposal(issue, group)
        a_match(MatchState.COMPLETED, issue, [needing(issue.poster), helping(group)])
        a_match(MatchState.ACTIVE, an_issue(f"ほかの課題{number}"), [needing(a_person()), helping(group)])
        an_issue(f"近くの課題{number}", area=a_district("弥生"))

    something(0)
    few = statements()
    for number in range(1, 10):
        something(number)
    assert statements() == few


def test_nothing_is_asked_again_as_long_as_nothing_happens(app):
    an_issue()
    here = a_district("泉野")
    queries.of_area(here)
    with selects() as asked:
        queries.of_area(here)
    assert [statement for statement in asked if " FROM " in statement] == []
