"""What a person reads in the list of proposals."""

import pytest

from matchbox.core.publication import Publication
from matchbox.proposals.workflow import ProposalState
from matchbox.search import documents
from tests.browser import Browser
from tests.given.groups import a_group, a_member_of
from tests.given.issues import an_issue, selects
from tests.given.people import a_coordinator, a_person
from tests.given.proposals import a_proposal
from tests.given.words import a_category, a_district, a_group_kind


def test_an_empty_list_says_what_to_do(app):
    page = Browser(app).get("/proposals")
    assert page.heading == "提案" and page.texts("[role=status]") == ["0件の提案が見つかりました"]
    assert "まだ提案はありません" in page.text and page.links(".empty a") == ["/issues"]
    assert Browser(app).get("/proposals?q=ない言葉").links(".empty a") == ["/proposals"]


def test_a_row_tells_who_proposes_what_for_which_issue(app):
    issue, group = an_issue("<雪>の課題"), a_group("学生の会", kind="student_group")
    proposal = a_proposal(issue, group, body="雪" * 200)
    page = Browser(app).get("/proposals")
    assert page.texts(".item__title") == [proposal.title] and page.texts(".item .chips > *") == ["提出", "学生団体"]
    assert page.texts(".item .sub") == ["課題： <雪>の課題"] and "学生の会" in page.texts(".item .meta li")[0]
    assert len(page.texts(".item__text")[0]) < 100
    assert {f"/proposals/{proposal.id}", f"/issues/{issue.id}"} <= set(page.links())


def test_people_find_what_is_their_own(app):
    group = a_group()
    member = a_member_of(group)
    a_proposal(an_issue("かくれた課題", publication=Publication.HIDDEN), group, title="前の提案")
    a_proposal(an_issue(), group, state=ProposalState.DRAFT, title="下書きの提案")
    page = Browser(app, member).get("/proposals")
    assert page.texts(".item") == [] and page.texts("[for=mine-1]") == ["自分の団体の提案と、公開されていない提案 2 件"]
    page = Browser(app, member).get("/proposals?mine=1")
    assert set(page.texts(".item__title")) == {"前の提案", "下書きの提案"}
    assert "かくれた課題" not in page.text and "いま公開されていません" in page.text
    visitor = Browser(app).get("/proposals?mine=1")
    assert visitor.texts(".item") == visitor.texts(".conditions .chip") == visitor.texts("[for=mine-1]") == []


def test_conditions_are_shown_and_lead_to_addresses_that_keep_the_others(app):
    issue, npo = an_issue(area=a_district("朝日"), category=a_category("parks")), a_group_kind("npo")
    for number in range(21):
        a_proposal(issue, a_group(f"会{number}", kind="npo"), title=f"公園{number}")
    asked = f"category={a_category('parks').id}&area={a_district('朝日').id}&kind={npo.id}&state=submitted&sort=old"
    page = Browser(app).get(f"/proposals?q=公園&{asked}")
    chips = [chip.removesuffix(" を条件から外す") for chip in page.texts(".conditions .chip")]
    assert chips == ["公園", "提出", "公園・緑・里山", "朝日", "NPO法人"]
    assert page.links(".conditions__clear") == ["/proposals"]
    for link in [*page.links(".pager a"), *page.links("nav[aria-label=並び順] a")]:
        other = Browser(app).get(link)
        assert other.texts("[role=status]") == ["21件の提案が見つかりました"]
        assert len(other.texts(".conditions .chip")) == 5
    for link in page.links(".conditions a.chip"):
        assert len(Browser(app).get(link).texts(".conditions .chip")) == 4


@pytest.mark.parametrize("junk", [
    "year=0&year=1850", "state=x&kind=x", "area=x&area=99999999999", "category=0", "mine=2", "q=%00", "sort=x",
    "page=-1", "q=" + "あ" * 500, "q=%25_%5C%22", "area=0", "state=draft&state=submitted", "sort=best", "q=-&sort=best",
])  # fmt: skip
def test_junk_in_the_address_is_survived(app, junk):
    a_proposal(an_issue(area=None))
    for viewer in (None, a_person(), a_coordinator()):
        page = Browser(app, viewer).get(f"/proposals?{junk}")
        assert page.texts(".item") or junk.startswith("q=")


def test_the_index_brings_the_best_first(app, index):
    a_proposal(an_issue("木"), title="公園の草を刈ります", body="きれいにします。")
    a_proposal(an_issue("道具", category=a_category("parks")), title="雪かきの道具を貸します", body="貸します。")
    a_proposal(an_issue("屋根"), title="屋根の雪かきをします", body="屋根の雪かきをします。")
    group = a_group()
    a_proposal(an_issue("ほか"), group, state=ProposalState.DRAFT, title="雪かきの下書き")
    documents.rebuild()
    page = Browser(app).get("/proposals?q=屋根の雪かき")
    assert page.texts(".item__title")[0] == "屋根の雪かきをします" and "書かれたとおりの言葉だけ" not in page.text
    assert page.texts("nav[aria-label=並び順] [aria-current]") == ["関連の高い順"]
    assert page.texts("nav[aria-label=見つかったものの種類] [aria-current]")[0].startswith("提案")
    narrowed = Browser(app).get(f"/proposals?q=雪かき&category={a_category('parks').id}")
    assert narrowed.texts(".item__title") == ["雪かきの道具を貸します"]
    assert Browser(app, a_member_of(group)).get("/proposals?q=雪かき&mine=1").texts(".item__title") == [
        "雪かきの下書き"
    ]


def test_without_an_index_it_says_so(app):
    a_proposal(title="雪かき隊")
    page = Browser(app).get("/proposals?q=雪かき")
    assert page.texts(".item__title") == ["雪かき隊"] and "書かれたとおりの言葉だけ" in page.text


def test_the_list_asks_the_database_as_often_for_many_as_for_one(app):
    def statements(viewer):
        browser = Browser(app, viewer)
        a_person()  # after any change nothing is remembered
        with selects() as seen:
            browser.get("/proposals")
        return len(seen)

    viewers = (None, a_person(), a_coordinator())
    a_proposal()
    alone = [statements(viewer) for viewer in viewers]
    for number in range(6):
        a_proposal(an_issue(f"課題{number}"))
    assert [statements(viewer) for viewer in viewers] == alone
