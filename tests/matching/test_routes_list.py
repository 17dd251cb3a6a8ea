"""The list of matches: what a person reads and presses."""

from datetime import date

import pytest

from matchbox.core.publication import Publication
from matchbox.matching.rules import Answer, MatchKind
from matchbox.matching.workflow import MatchState
from matchbox.search import documents
from tests.browser import Browser
from tests.given.groups import a_group, a_member_of
from tests.given.issues import an_issue, selects
from tests.given.matches import a_match, an_outreach, helping, needing
from tests.given.people import a_coordinator, a_person, an_analyst
from tests.given.words import a_district, a_group_kind, a_policy


def test_the_list_shows_what_was_agreed(app):
    match = a_match(MatchState.ACTIVE, agreed_on=date(2026, 5, 1))
    a_match(MatchState.MEETING, issue=an_issue("まだの課題"))
    page = Browser(app).get("/matches")
    assert page.texts(".item__title") == [match.title]
    assert page.texts(".result-count") == ["1件のマッチングがあります"]
    assert "令和8年5月1日" in page.text and f"/matches/{match.id}" in page.links()


def test_a_restricted_match_is_counted_without_title_names_and_link(app):
    secret = an_issue("ひみつの課題", publication=Publication.RESTRICTED, poster=a_person("ひみつの人"))
    match = a_match(MatchState.ACTIVE, issue=secret)
    page = Browser(app).get("/matches")
    assert page.texts(".item__title") == ["非公開の課題"]
    assert page.texts(".item .meta") == ["成立した年度 令和8年度"]
    for words in ("ひみつ", "ほたる橋", "泉野"):
        assert words not in page.text
    assert f"/matches/{match.id}" not in page.links()
    Browser(app).get(f"/matches/{match.id}", expect=404)
    assert "ひみつの課題" in Browser(app, match.parties[0].user).get("/matches").text


@pytest.mark.parametrize(
    "query, shown",
    [
        ("", {"交流", "連携", "昨年度", "完了"}),
        ("?year=2026", {"交流", "連携", "完了"}),
        ("?year=2025", {"昨年度"}),
        ("?state=completed", {"完了"}),
        ("?kind=exchange", {"交流"}),
        ("?year=2026&state=agreed&kind=cooperation", {"連携"}),
        ("?year=1850&state=x&kind=x&page=x", {"交流", "連携", "昨年度", "完了"}),
        ("?year=2025&state=completed", set()),
        ("?state=candidate", set()),
    ],
)
def test_the_list_is_narrowed_by_year_state_and_kind(app, query, shown):
    a_match(MatchState.AGREED, issue=an_issue("交流"), kind=MatchKind.EXCHANGE)
    a_match(MatchState.AGREED, issue=an_issue("連携"))
    a_match(MatchState.AGREED, issue=an_issue("昨年度"), agreed_on=date(2026, 3, 31))
    a_match(MatchState.COMPLETED, issue=an_issue("完了"))
    a_match(MatchState.CANDIDATE, issue=an_issue("候補のまま"))
    page = Browser(app).get(f"/matches{query}")
    assert set(page.texts(".item__title")) == shown
    assert bool(shown) or "条件を減らしてください" in page.text


def test_the_staff_see_every_stage_in_the_list(app):
    a_match(MatchState.CANDIDATE, issue=an_issue("候補のまま"))
    page = Browser(app, an_analyst()).get("/matches?state=candidate")
    assert page.texts(".item__title") == ["候補のまま"]
    assert page.texts("[for=state-candidate]") == ["候補 1 件"]
    assert Browser(app).get("/matches").texts("[for^=state-]") == []


def test_a_long_list_has_pages_that_keep_the_conditions(app):
    group = a_group()
    for number in range(23):
        a_match(MatchState.AGREED, issue=None, parties=[helping(group)], title=f"交流{number}", coordinator=None)
    page = Browser(app).get("/matches?kind=cooperation")
    assert len(page.texts(".item")) == 20
    assert "/matches?kind=cooperation&page=2" in page.links(".pager a")
    assert len(Browser(app).get("/matches?kind=cooperation&page=99").texts(".item")) == 3


def test_an_empty_list_says_so(app):
    page = Browser(app).get("/matches")
    assert "成立したマッチングは、まだありません" in page.text and "/issues" in page.links(".empty a")
    assert Browser(app).get("/matches?state=agreed").links(".empty a") == ["/matches"]


def test_conditions_are_shown_and_lead_to_addresses_that_keep_the_others(app):
    issue, group = an_issue("公園の草刈り", area=a_district("朝日")), a_group(kind="npo")
    for number in range(21):
        a_match(MatchState.COMPLETED, issue, [needing(a_person()), helping(group)], title=f"公園{number}")
    area, npo, node = a_district("朝日").id, a_group_kind("npo").id, a_policy("2-1")
    asked = f"area={area}&policy={node.id}&helper={npo}&state=completed&year=2026&kind=cooperation&sort=old"
    page = Browser(app).get(f"/matches?q=公園&{asked}")
    chips = [chip.removesuffix(" を条件から外す") for chip in page.texts(".conditions .chip")]
    assert chips == ["公園", "令和8年度", "完了", "連携", f"{node.code} {node.title}", "朝日", "NPO法人"]
    assert page.links(".conditions__clear") == ["/matches"]
    assert page.texts("nav[aria-label=並び順] [aria-current]") == ["成立の古い順"]
    for link in [*page.links(".pager a"), *page.links("nav[aria-label=並び順] a")]:
        other = Browser(app).get(link)
        assert other.texts(".result-count") == ["21件のマッチングがあります"]
        assert len(other.texts(".conditions .chip")) == 7
    for link in page.links(".conditions a.chip"):
        assert len(Browser(app).get(link).texts(".conditions .chip")) == 6


@pytest.mark.parametrize("junk", [
    "year=0", "year=99999", "state=x&kind=x", "area=x&area=99999999999", "policy=99999", "helper=-1", "q=%00", "sort=x",
    "page=-1", "q=" + "あ" * 500, "q=%25_%5C%22", "area=0", "state=agreed&state=agreed", "sort=best", "q=-&sort=best",
])  # fmt: skip
def test_junk_in_the_address_is_survived(app, junk):
    a_match(MatchState.AGREED, issue=an_issue(area=None))
    for viewer in (None, a_person(), a_coordinator()):
        page = Browser(app, viewer).get(f"/matches?{junk}")
        assert page.texts(".item") or junk.startswith("q=")


def test_the_index_brings_the_best_first(app, index):
    a_match(MatchState.AGREED, issue=an_issue("公園の草刈り"), purpose="公園をきれいにするため")
    a_match(MatchState.AGREED, issue=an_issue("雪かきの道具"), purpose="道具を貸すため", kind=MatchKind.EXCHANGE)
    a_match(MatchState.AGREED, issue=an_issue("屋根の雪かき"), purpose="屋根の雪かきをするため")
    a_match(MatchState.AGREED, issue=an_issue("ひみつの雪かき", publication=Publication.RESTRICTED))
    a_match(MatchState.CANDIDATE, issue=an_issue("雪かきの候補"))
    documents.rebuild()
    page = Browser(app).get("/matches?q=屋根の雪かき")
    assert page.texts(".item__title")[0] == "屋根の雪かき" and "書かれたとおりの言葉だけ" not in page.text
    assert page.texts("nav[aria-label=並び順] [aria-current]") == ["関連の高い順"]
    assert page.texts("nav[aria-label=見つかったものの種類] [aria-current]")[0].startswith("取組")
    assert Browser(app).get("/matches?q=雪かき&kind=exchange").texts(".item__title") == ["雪かきの道具"]
    assert set(Browser(app).get("/matches?q=雪かき").texts(".item__title")) == {"雪かきの道具", "屋根の雪かき"}
    staff = Browser(app, an_analyst()).get("/matches?q=雪かき").texts(".item__title")
    assert set(staff) == {"雪かきの道具", "屋根の雪かき", "雪かきの候補"} and staff[-1] == "雪かきの候補"


def test_without_an_index_it_says_so(app):
    a_match(MatchState.AGREED, issue=an_issue("雪かき"))
    page = Browser(app).get("/matches?q=雪かき")
    assert page.texts(".item__title") == ["雪かき"] and "書かれたとおりの言葉だけ" in page.text


def test_the_list_asks_the_database_as_often_for_many_as_for_one(app):
    def statements(viewer):
        browser = Browser(app, viewer)
        a_person()  # after any change nothing is remembered
        with selects() as seen:
            browser.get("/matches")
        return len(seen)

    viewers = (None, a_person(), a_coordinator())
    a_match(MatchState.AGREED)
    alone = [statements(viewer) for viewer in viewers]
    for number in range(6):
        a_match(MatchState.ACTIVE, issue=an_issue(f"課題{number}"))
    assert [statements(viewer) for viewer in viewers] == alone


def test_a_group_that_is_only_asked_reads_no_names_of_others(app):
    other, asked = a_group("だれにも言わない会"), a_group("あおば会")
    match = a_match(MatchState.MEETING, parties=[needing(a_person()), helping(other)])
    an_outreach(match, asked, Answer.WAITING)
    member = a_member_of(asked)
    assert "だれにも言わない会" not in Browser(app, member).get("/matches").text
    assert f"/matches/{match.id}" not in Browser(app, member).get(f"/organisations/{other.id}").links()
    assert "だれにも言わない会" in Browser(app, a_member_of(other)).get("/matches").text
