"""What a person reads on the ways into the lists, and where they lead."""

from urllib.parse import parse_qs, urlsplit

import pytest

from matchbox.core.publication import Publication
from matchbox.issues.workflow import Ending
from matchbox.matching.workflow import MatchState
from tests.browser import Browser
from tests.given.groups import a_field, a_group, an_offer
from tests.given.issues import a_comment, an_issue
from tests.given.matches import a_match, helping, needing
from tests.given.people import a_coordinator, a_person
from tests.given.proposals import a_proposal
from tests.given.words import a_category, a_district, a_group_kind, a_policy

LISTS = ("/issues", "/organisations", "/matches")


@pytest.fixture
def city(app):
    """A little of everything in one district, one category, one kind and one policy."""
    group = a_group("泉野の会", kind="npo", areas=[a_district("泉野")], fields=[a_field("field_09")])
    a_group("市全域の会", kind="npo", whole_city=True, fields=[a_field("field_03")])
    an_offer(group)
    an_issue("待っている課題")
    a_comment(an_issue("話し合い中の課題").thread)
    a_proposal(an_issue("提案のある課題"), group)
    a_match(MatchState.MEETING, an_issue("調整中の課題"))
    active = an_issue("取組中の課題")
    a_match(MatchState.ACTIVE, active, [needing(active.poster), helping(group)])
    done = an_issue("完了した課題", ending=Ending.DONE)
    a_match(MatchState.COMPLETED, done, [needing(done.poster), helping(group)])
    an_issue("近くの課題", area=a_district("弥生"))
    an_issue("ひみつの課題", publication=Publication.WAITING)
    restricted = an_issue("限定の課題", publication=Publication.RESTRICTED)
    a_match(MatchState.ACTIVE, restricted)
    return {
        "/areas": "校下・地区からさがす",
        f"/areas/{a_district('泉野').id}": "泉野の課題と取組",
        "/categories": "分野からさがす",
        f"/categories/{a_category('snow').id}": "「雪・除雪」の課題と取組",
        "/organisation-kinds": "団体の種類からさがす",
        f"/organisation-kinds/{a_group_kind('npo').id}": "団体の種類：NPO法人",
        f"/policies/{a_policy().id}": "施策2-1 地域と多様な主体とのつながり創出",
    }


def test_everybody_may_open_them_and_sees_the_same(app, city):
    for url, heading in city.items():
        pages = [Browser(app, viewer).get(url) for viewer in (None, a_person(), a_coordinator())]
        assert [page.heading for page in pages] == [heading] * 3
        assert len({page.text for page in pages}) == 1, url
        assert not any(word in pages[0].text for word in ("ひみつの課題", "限定の課題"))


def numbers_of(page):
    """Every link that is a number, with the number."""
    for link in page.html.select("main :is(.numbers dd, td, .chip) a, main a.chip"):
        words = link.find(string=True, recursive=False) or ""
        number = link.select_one(".num")
        digits = "".join(sign for sign in (number.get_text() if number else words) if sign.isdigit())
        if digits and urlsplit(link["href"]).path in LISTS:
            yield link["href"], digits


def test_every_number_leads_to_a_list_of_as_many_things(app, city):
    browser, followed = Browser(app), set()
    for url in city:
        for address, number in numbers_of(browser.get(url)):
            count = browser.get(address).texts(".result-count")[0]
            assert "".join(sign for sign in count.partition("（")[0] if sign.isdigit()) == number, (url, address, count)
            followed.add(urlsplit(address).path)
            assert "page" not in parse_qs(urlsplit(address).query)
    assert followed == set(LISTS)


def test_a_zero_leads_nowhere(app):
    page = Browser(app).get(f"/areas/{a_district('泉野').id}")
    assert set(page.texts(".numbers dd")) == {"0件", "0団体"} and not page.html.select(".numbers a")
    assert not Browser(app).get("/areas").html.select("section[aria-labelledby=list] td a")


def test_the_map_leads_to_the_pages_of_the_districts(app, city):
    here = a_district("泉野")
    page = Browser(app).get("/areas")
    tile = page.html.select_one(f"svg a[href='/areas/{here.id}']")
    assert tile["aria-label"] == "泉野校下 6件"
    assert page.html.select_one(f"section[aria-labelledby=list] a[href='/areas/{here.id}']").get_text() == "泉野"


def test_issues_without_a_district_can_be_found_from_the_map_too(app):
    an_issue(area=None)
    assert "/issues?area=0" in Browser(app).get("/areas").links()


def test_a_district_becomes_ones_own_by_one_press(app, city):
    here = a_district("泉野")
    browser = Browser(app)
    page = browser.get(f"/areas/{here.id}")
    address = next(link["href"] for link in page.html.select("main a") if link.get_text() == "自分の校下にする")
    assert parse_qs(urlsplit(address).query) == {"sort": ["near"], "home": [str(here.id)]}
    browser.get(address)
    page = browser.get(f"/areas/{here.id}")
    assert "自分の校下・地区" in page.texts(".chip") and "自分の校下にする" not in page.text
    assert "近い順に課題を見る" in page.text


def test_a_district_shows_what_is_near(app, city):
    page = Browser(app).get(f"/areas/{a_district('泉野').id}")
    assert "近くの課題" in page.texts("section[aria-labelledby=near] h3")
    assert f"/areas/{a_district('弥生').id}" in page.links("section[aria-labelledby=near] a")


def test_a_category_says_why_a_group_could_help(app, city):
    page = Browser(app).get(f"/categories/{a_category('snow').id}")
    card = next(card for card in page.html.select(".card") if card.h3.get_text() == "泉野の会")
    assert [reason.get_text() for reason in card.select(".reasons li")] == [
        "取組2件", "提案1件", "活動分野：地域安全", "できること：人手",
    ]  # fmt: skip
    more = next(link for link in page.links() if link.startswith("/organisations?field="))
    assert Browser(app).get(more).texts(".result-count")[0].startswith("2団体")


def test_a_policy_shows_its_plan_and_its_place_in_it(app, city):
    node = a_policy("1-(1)-1", "kanazawa-strategy-2")
    page = Browser(app).get(f"/policies/{node.id}")
    plan, place, *_ = page.texts(".facts dd")
    assert plan == node.plan.title
    assert place.startswith("基本目標1 若い世代に優しく") and " 施策1-(1) 妊娠から出産" in place
    assert "/plans/kanazawa-strategy-2#K101" in page.links()


def test_the_figures_of_a_policy_are_those_of_its_plan_and_lead_behind_them(app, city):
    page = Browser(app).get(f"/policies/{a_policy().id}")
    (figure,) = [link for link in page.html.select("section[aria-labelledby=figures] td a")]
    assert figure["href"] == "/plans/kanazawa-kyodo-2026/matches?year=2026&policy=2-1"
    assert figure.get_text().startswith("3")
    assert Browser(app).get(figure["href"]).texts(".result-count")[0].startswith("3件")


def test_a_policy_of_a_plan_without_levels_below_is_found_from_the_search(app):
    node = a_policy("4", "kanazawa-sdgs")
    page = Browser(app).get(f"/policies/{node.id}")
    assert page.heading == "方向性4 働きがいも、生きがいも得られるまち" and "位置" not in page.texts(".facts dt")


@pytest.mark.parametrize("address", [
    "/areas/99999", "/categories/99999", "/organisation-kinds/99999", "/policies/99999",
    "/categories/{kind}", "/organisation-kinds/{category}", "/policies/{top}", "/areas/x",
])  # fmt: skip
def test_what_is_none_of_them_is_not_found(app, address):
    known = {"kind": a_group_kind().id, "category": a_category().id, "top": a_policy("2").id}
    Browser(app).get(address.format(**known), expect=404)


def test_they_are_whole_without_anything_in_the_city(app):
    said = {
        f"/areas/{a_district('泉野').id}": (
            "いま、ここで提案を待っている課題はありません。", "ここで解決した取組は、まだありません。",
            "ここで活動している団体は、まだ登録されていません。",
            "近くの校下・地区にも、いま取り組んでいる課題はありません。",
        ),
        f"/categories/{a_category('snow').id}": (
            "いま、この分野で提案を待っている課題はありません。", "この分野で解決した取組は、まだありません。",
            "力になれそうな団体は、まだ見つかっていません。",
        ),
        f"/organisation-kinds/{a_group_kind('npo').id}": (
            "この種類の団体は、まだ登録されていません。", "この種類の団体が投稿した課題は、まだありません。",
        ),
        f"/policies/{a_policy().id}": (
            "この施策につながる、いま進んでいる取組はありません。",
            "この施策につながる、解決した取組はまだありません。",
        ),
        "/areas": ("校下・地区ごとの課題の数",), "/categories": ("雪・除雪",), "/organisation-kinds": ("NPO法人",),
    }  # fmt: skip
    for url, sentences in said.items():
        page = Browser(app).get(url)
        assert [sentence for sentence in sentences if sentence not in page.text] == [], url
