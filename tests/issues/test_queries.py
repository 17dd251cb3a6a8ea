"""Who sees which issues, what the list finds, and how many statements it takes."""

from datetime import UTC, datetime, timedelta

import pytest

from matchbox.core import clock
from matchbox.core.database import db
from matchbox.core.listings import Asked
from matchbox.core.permissions import Visitor
from matchbox.core.publication import Publication
from matchbox.issues import queries
from matchbox.issues.models import Issue, Need
from matchbox.issues.workflow import Ending, Progress
from matchbox.matching import queries as matches
from tests.given.groups import a_group, a_member_of
from tests.given.issues import a_comment, an_issue, selects
from tests.given.people import a_coordinator, a_person, an_analyst
from tests.given.words import a_category, a_district, a_need_kind

PROGRESS = matches.progress()


def titles(select):
    return {issue.title for issue in db.session.scalars(select)}


def read(viewer, **asked):
    said = {name: value if isinstance(value, list) else [value] for name, value in asked.items()}
    return Asked.of(said, queries.facets(viewer, PROGRESS), queries.SORTS)


def found(viewer=None, hits=None, **asked):
    viewer = viewer or Visitor()
    listing = queries.listing(viewer, read(viewer, **asked), PROGRESS, hits)
    rows = listing.rows(0, 20)
    assert listing.count() == len(rows)
    return [row.title for row in rows]


def test_three_viewers_one_list(app):
    poster = a_person("投稿した人")
    group = a_group(members=[a_person()])
    for state in Publication:
        an_issue(state.label, publication=state, poster=poster, organisation=group)
    everything = {state.label for state in Publication}
    assert titles(queries.visible_to(Visitor())) == {"公開中"}
    assert titles(queries.visible_to(a_person("通りすがり"))) == {"公開中"}
    assert titles(queries.visible_to(an_analyst())) == {"公開中"}
    assert titles(queries.visible_to(poster)) == everything
    assert titles(queries.visible_to(a_member_of(group))) == everything
    assert titles(queries.visible_to(a_member_of(group, until_on=clock.today() - timedelta(days=1)))) == {"公開中"}
    assert titles(queries.visible_to(a_coordinator())) == everything


def test_what_stands_above_may_widen_the_sight_to_restricted_ones_only(app):
    for state in Publication:
        an_issue(state.label, publication=state)
    everywhere = Issue.id > 0
    assert titles(queries.visible_to(a_person("打診された人"), also=everywhere)) == {"公開中", "限定"}
    assert titles(queries.visible_to(Visitor(), also=everywhere)) == {"公開中"}


def test_the_list_shows_public_ones_the_newest_first(app):
    now = clock.now()
    an_issue("古い", published_at=now - timedelta(days=2))
    an_issue("新しい", published_at=now)
    an_issue("中ほど", published_at=now - timedelta(days=1))
    an_issue("限定", publication=Publication.RESTRICTED)
    assert found() == found(a_coordinator()) == ["新しい", "中ほど", "古い"]
    assert found(sort="old") == ["古い", "中ほど", "新しい"]


def test_districts_and_categories_narrow_it(app):
    an_issue("雪・泉野")
    an_issue("雪・朝日", area=a_district("朝日"))
    an_issue("公園・朝日", area=a_district("朝日"), category=a_category("parks"))
    an_issue("地区なし", area=None)
    asahi, izumino = str(a_district("朝日").id), str(a_district().id)
    assert set(found(area=asahi)) == {"雪・朝日", "公園・朝日"}
    assert set(found(area=[asahi, izumino])) == {"雪・泉野", "雪・朝日", "公園・朝日"}
    assert found(area=asahi, category=str(a_category("parks").id)) == ["公園・朝日"]


def test_progress_narrows_it(app):
    an_issue("募集中のもの")
    talked = an_issue("話し合い中のもの")
    a_comment(talked.thread, author=a_person())
    an_issue("完了したもの", ending=Ending.DONE)
    assert found(progress="open") == ["募集中のもの"]
    assert set(found(progress=["open", "talking"])) == {"募集中のもの", "話し合い中のもの"}
    assert found(progress="done") == ["完了したもの"]


def test_words_are_looked_for_as_they_stand_when_there_is_no_index(app):
    an_issue("通学路の雪かき", body="歩道が狭くなります。")
    an_issue("公園の草刈り", body="100%手伝えます。雪はありません。")
    assert set(found(q="雪")) == {"通学路の雪かき", "公園の草刈り"}
    assert found(q="雪　歩道") == ["通学路の雪かき"]
    assert found(q="100%") == ["公園の草刈り"]
    assert found(q="%") == ["公園の草刈り"] and found(q="_") == []


def test_what_the_index_found_is_shown_in_its_order_as_far_as_it_may_be_seen(app):
    first, second = an_issue("一番"), an_issue("二番")
    hidden = an_issue("非公開", publication=Publication.HIDDEN)
    hits = [second.id, hidden.id, 999_999, first.id]
    listing = queries.listing(Visitor(), Asked(q="言葉"), PROGRESS, hits)
    ids = listing.best_first(hits)
    assert ids == [second.id, first.id]
    assert [row.title for row in listing.rows_of(ids)] == ["二番", "一番"]
    assert found(q="言葉", hits=[]) == []


def test_people_find_their_own_in_every_state(app):
    person = a_person("投稿した人")
    group = a_group(members=[person])
    for state in Publication:
        an_issue(state.label, publication=state, poster=person)
    an_issue("団体の下書き", publication=Publication.DRAFT, poster=a_person(), organisation=group)
    an_issue("ほかの人のもの")
    assert len(found(person, mine="1")) == len(Publication) + 1
    assert found(person, mine="1", publication="waiting") == ["確認待ち"]
    assert "ほかの人のもの" not in found(person, mine="1")


def test_other_states_are_shown_only_to_those_who_may_know_of_them(app):
    an_issue("待っている", publication=Publication.WAITING)
    an_issue("公開中")
    assert found(a_coordinator(), publication="waiting") == ["待っている"]
    assert found(a_person(), publication="waiting") == []
    assert found(Visitor(), publication="waiting") == ["公開中"]
    assert found(Visitor(), mine="1") == ["公開中"]


@pytest.mark.parametrize("asked", [
    {"area": "x"}, {"area": "-1"}, {"area": "99999999999999999999"}, {"area": "１"}, {"progress": "gone"},
    {"category": ""}, {"sort": "random"}, {"publication": "?"}, {"mine": "yes"}, {"q": "\x00 "}, {"unknown": "1"},
])  # fmt: skip
def test_what_makes_no_sense_is_as_good_as_not_asked(app, asked):
    an_issue("公開中")
    assert found(**asked) == ["公開中"]
    assert not read(Visitor(), **asked).narrows


def test_conditions_know_their_address_and_can_be_taken_away_one_by_one(app):
    person = a_person()
    asked = read(person, q="雪  かき", area=["3", "4", "3"], progress=["talking", "open"], sort="old", mine="1")
    known = {"q": "雪 かき", "area": [3, 4], "progress": ["open", "talking"], "sort": "old", "mine": [1]}
    assert asked.address == known
    assert asked.without("area", 3)["area"] == (4,)
    assert asked.without("q").address.get("q") is None
    assert asked.without("progress", Progress.OPEN)["progress"] == (Progress.TALKING,)
    assert asked.only("area", 9)["area"] == (9,) and asked.only("category", 2)["category"] == (2,)
    assert read(person, mine="1").without("mine", 1) == Asked()
    assert read(Visitor(), mine="1", publication="waiting") == Asked()


def test_issues_without_a_district_can_be_asked_for(app):
    an_issue("泉野のもの")
    an_issue("どこかわからないもの", area=None)
    assert found(area="0") == ["どこかわからないもの"]
    assert len(found(area=["0", str(a_district().id)])) == 2


def test_what_is_needed_and_the_year_narrow_it(app):
    an_issue("人手がほしい", needs=[Need(kind=a_need_kind("hands")), Need(kind=a_need_kind("hands"))])
    an_issue(
        "昔のもの", needs=[Need(kind=a_need_kind("skills"))], published_at=datetime(2024, 3, 31, 14, 59, tzinfo=UTC)
    )
    an_issue("その次の年", needs=[], published_at=datetime(2024, 3, 31, 15, 0, tzinfo=UTC))
    assert found(need=str(a_need_kind("hands").id)) == ["人手がほしい"]
    assert found(year="2023") == ["昔のもの"] and found(year="2024") == ["その次の年"]
    counts = queries.counts(queries.listing(Visitor(), read(Visitor()), PROGRESS))
    assert counts["need"] == {a_need_kind("hands").id: 1, a_need_kind("skills").id: 1}
    assert {year: counts["year"][year] for year in (2023, 2024)} == {2023: 1, 2024: 1}


def test_the_nearest_come_first(app):
    here, there = a_district(), a_district("朝日")
    an_issue("となり", area=there)
    an_issue("ここ", area=here)
    an_issue("どこか", area=None)
    listing = queries.listing(Visitor(), read(Visitor(), sort="near"), PROGRESS, nearness={here.id: 0, there.id: 1})
    assert [row.title for row in listing.rows(0, 20)] == ["ここ", "となり", "どこか"]


def test_a_row_tells_what_the_list_shows(app):
    issue = an_issue(body="あ" * 300)
    a_comment(issue.thread, author=a_person())
    a_comment(issue.thread, deleted_at=clock.now())
    row = queries.listing(Visitor(), Asked(), PROGRESS).rows(0, 20)[0]
    assert (row.id, row.category, row.area, row.comments) == (issue.id, "雪・除雪", "泉野", 1)
    assert row.progress == "talking" and len(row.beginning) < 100


def test_a_page_of_the_list_takes_two_statements_however_long_it_is(app):
    for number in range(25):
        issue = an_issue(f"課題{number}")
        a_comment(issue.thread, author=a_person())
    here, talked = read(Visitor(), sort="old", area=str(a_district().id)), read(Visitor(), progress="talking")
    for asked in (Asked(), here, talked):
        db.session.rollback()
        with selects() as seen:
            listing = queries.listing(Visitor(), asked, PROGRESS)
            assert listing.count() == 25
            assert len(listing.rows(20, 20)) == 5
        assert len(seen) == 2
