"""What a person reads and presses where groups are found."""

from urllib.parse import unquote

import pytest

from matchbox.matching.workflow import MatchState
from matchbox.organisations.models import MemberRole
from matchbox.organisations.workflow import Verification
from matchbox.proposals.workflow import ProposalState
from matchbox.search import documents
from tests.browser import Browser
from tests.given.groups import a_field, a_group, a_member_of, an_offer, an_officer_of
from tests.given.issues import an_issue, selects
from tests.given.matches import a_match, helping, needing
from tests.given.people import a_coordinator, a_person, an_analyst
from tests.given.proposals import a_proposal
from tests.given.words import a_district, a_group_kind


def open_(app, url, user=None, expect=200):
    return Browser(app, user).get(url, expect)


# ---- the directory ----


def test_an_empty_directory_says_what_to_do(app):
    page = open_(app, "/organisations")
    assert page.texts(".result-count") == ["0団体が見つかりました"]
    assert "/organisations/apply" in page.links(".empty a")


def test_a_card_tells_kind_fields_area_and_offers(app):
    places = [a_district(name) for name in ("泉野", "馬場", "菊川", "大浦")]
    group = a_group("水辺の会", kind="npo", fields=[a_field()], areas=places, purpose="<b>川</b>を守る")
    an_offer(group)
    page = open_(app, "/organisations")
    assert page.links(".card a") == [f"/organisations/{group.id}"]
    assert page.texts(".card .chip") == ["NPO法人", "まちづくり"]
    assert page.texts(".card .meta li") == ["泉野・大浦・菊川ほか1地区", "できること1件"]
    assert "<b>川</b>を守る" in page.text


def test_conditions_are_kept_counted_and_taken_away_one_by_one(app):
    kind, field, area = a_group_kind("npo"), a_field(), a_district()
    a_group("水辺の会", kind="npo", fields=[field], areas=[area], kana="ミズベ")
    a_group("雪の会", kind="npo")
    page = open_(app, f"/organisations?q=みずべ&kind={kind.id}&field={field.id}&area={area.id}")
    assert page.texts(".result-count") == ["1団体が見つかりました"]
    assert page.html.select_one(".result-count")["role"] == "status"
    chips = page.texts(".conditions .chip")
    assert [chip.removesuffix(" を条件から外す") for chip in chips] == ["みずべ", "NPO法人", "まちづくり", "泉野"]
    without_kind = unquote(page.links(".conditions .chip")[1])
    assert without_kind == f"/organisations?q=みずべ&field={field.id}&area={area.id}"
    assert page.value("q") == "みずべ"
    assert page.html.select_one(f"#kind-{kind.id}").has_attr("checked")
    assert page.html.select_one(f"#area-{area.id}").has_attr("checked")


def test_the_whole_city_is_a_condition(app):
    a_group("全市の会", whole_city=True)
    a_group("泉野の会", areas=[a_district()])
    page = open_(app, "/organisations?area=city")
    assert page.texts(".card__title") == ["全市の会"]
    assert page.texts(".conditions .chip") == ["市全域 を条件から外す"]


@pytest.mark.parametrize("junk", [
    "kind=x", "kind=99999999999999999999", "kind=-1", "field=0", "area=zzz", "area=99999999999999", "page=-4",
    "page=99999999999999999999", "page=x", "q=%00", "kind=1&kind=1&kind=", "unknown=1", "sort=zzz", "sort=best",
    "verified=zzz", "offer=99999", "kind=0&field=0&offer=0",
])  # fmt: skip
def test_junk_in_the_address_is_as_good_as_absent(app, junk):
    a_group("ある会", kind="npo")
    assert open_(app, f"/organisations?{junk}").texts(".card__title") == ["ある会"]


def test_nothing_found_offers_to_take_conditions_away(app):
    a_group()
    page = open_(app, "/organisations?q=" + "ん" * 5000)
    assert page.texts(".card") == []
    assert page.links(".empty a") == ["/organisations"]


def test_pages_keep_the_conditions(app):
    for number in range(21):
        a_group(f"見本{number}の会", kind="npo", kana="ミホン")
    page = open_(app, f"/organisations?kind={a_group_kind('npo').id}")
    assert len(page.texts(".card")) == 20
    second = f"/organisations?kind={a_group_kind('npo').id}&page=2"
    assert second in page.links(".pager a")
    assert len(open_(app, second).texts(".card")) == 1
    assert len(open_(app, second.replace("page=2", "page=900")).texts(".card")) == 1


def test_the_directory_asks_the_database_as_often_for_many_as_for_one(app):
    def statements():
        browser = Browser(app)
        with selects() as seen:
            browser.get("/organisations")
        return len(seen)

    an_offer(a_group("1の会", fields=[a_field()], areas=[a_district()]))
    alone = statements()
    for number in range(2, 12):
        an_offer(a_group(f"{number}の会", kind="npo", fields=[a_field("field_09")], areas=[a_district("馬場")]))
    assert statements() == alone


def test_conditions_lead_to_an_address_that_shows_the_same(app):
    field, area = a_field(), a_district()
    for number in range(45):
        a_group(f"水辺の会{number}", kind="npo", fields=[field], whole_city=True)
    page = open_(app, f"/organisations?q=水辺&field={field.id}&area={area.id}&area=city&verified=verified&sort=new")
    assert page.texts("nav[aria-label=並び順] [aria-current]") == ["承認の新しい順"]
    for link in [*page.links(".pager a"), *page.links("nav[aria-label=並び順] a")]:
        other = open_(app, link)
        assert other.texts(".result-count") == page.texts(".result-count") == ["45団体が見つかりました"]
        assert other.texts(".conditions .chip") == page.texts(".conditions .chip")
    assert len(page.texts(".conditions .chip")) == 5
    assert page.value("sort") == "new"


def test_what_is_not_public_carries_its_state(app):
    a_group("申請した会", state=Verification.APPLIED)
    page = open_(app, "/organisations?verified=applied", a_coordinator())
    assert page.texts(".card .state") == ["申請中"] and page.texts(".card__title") == ["申請した会"]
    visitor = open_(app, "/organisations?verified=applied")
    assert visitor.texts(".card") == [] and visitor.links(".empty a") == ["/organisations"]
    assert [choice for choice in visitor.texts(".choice") if "申請中" in choice] == ["申請中 0 件"]


def test_the_index_brings_the_best_first(app, index):
    a_group("雪かき道具の会", kana="ア", purpose="道具を貸します。", fields=[a_field()])
    a_group("雪かきの会", kana="イ", purpose="屋根の雪かきを手伝います。雪かき、雪かき。")
    a_group("水辺のなかま", kana="ウ")
    a_group("雪かきの新しい会", kana="エ", state=Verification.APPLIED)
    documents.rebuild()
    page = open_(app, "/organisations?q=屋根の雪かき")
    assert page.texts(".card__title")[0] == "雪かきの会" and "書かれたとおりの言葉だけ" not in page.text
    assert page.texts("nav[aria-label=並び順] [aria-current]") == ["関連の高い順"]
    assert page.texts("nav[aria-label=見つかったものの種類] [aria-current]")[0].startswith("団体")
    assert open_(app, "/organisations?q=雪かき&sort=reading").texts(".card__title") == ["雪かき道具の会", "雪かきの会"]
    narrowed = open_(app, f"/organisations?q=雪かき&field={a_field().id}")
    assert narrowed.texts(".card__title") == ["雪かき道具の会"]


def test_without_an_index_it_says_so(app):
    a_group("雪かきの会")
    page = open_(app, "/organisations?q=雪かき")
    assert page.texts(".card__title") == ["雪かきの会"] and "書かれたとおりの言葉だけ" in page.text


# ---- one group ----


def test_a_visitor_reads_the_profile_and_only_public_contact(app):
    group = a_group(
        "水辺の会", kind="npo", kana="ミズベノカイ", activities="清掃\n\n観察会", founded_year=2012, people=1234,
        fields=[a_field()], areas=[a_district()], phone="076-000-0001", phone_public=True, mobile="090-0000-0001",
        email="kai@example.jp", contact_name="山本 花子", address="夕日寺町ロ35番地", postal_code="920-0000",
        fax="076-000-0009", url="https://example.jp/",
    )  # fmt: skip
    an_offer(group, "雪かき", capacity=2, months_off=[7, 8])
    page = open_(app, f"/organisations/{group.id}")
    assert page.heading == "水辺の会"
    for words in ("ミズベノカイ", "NPO法人", "支援センターが承認した団体", "2012年", "1,234人", "まちづくり", "泉野",
                  "同時に受けられる数：2件", "休みの月：7・8月", "076-000-0001"):  # fmt: skip
        assert words in page.text, words
    for secret in ("090-0000-0001", "kai@", "山本", "夕日寺町", "920-0000", "076-000-0009", "公開されていません"):
        assert secret not in page.response.text, secret
    assert page.html.select_one('a[href="https://example.jp/"]')["rel"] == ["nofollow", "noopener"]


@pytest.mark.parametrize(("who", "sees"), [
    (a_person, False),
    (lambda group: a_member_of(group), False),
    (lambda group: a_member_of(a_group("別の会"), role=MemberRole.LIAISON), False),
    (lambda group: an_officer_of(group), True),
    (lambda group: an_analyst(), False),
    (lambda group: a_coordinator(), True),
])  # fmt: skip
def test_contact_that_is_not_public_is_for_officers_and_coordinators(app, who, sees):
    group = a_group(phone="076-000-0001")
    page = open_(app, f"/organisations/{group.id}", who(group) if who is not a_person else a_person())
    assert ("076-000-0001" in page.text) is ("公開されていません" in page.texts(".chip--note")) is sees


@pytest.mark.parametrize("state", [Verification.APPLIED, Verification.EXPIRED, Verification.REFUSED])
def test_an_unverified_group_is_there_for_members_and_staff_only(app, state):
    group = a_group(state=state, verification_reason="理由です。" if state is Verification.REFUSED else "")
    address = f"/organisations/{group.id}"
    open_(app, address, expect=404)
    open_(app, address, a_person(), expect=404)
    for viewer in (a_member_of(group), a_coordinator()):
        page = open_(app, address, viewer)
        assert state.label in page.texts(".state")
        assert "支援センターが承認した団体" not in page.text
    if state is Verification.REFUSED:
        assert "理由です。" in page.text


def test_whoever_asks_for_a_group_that_never_was_gets_404(app):
    for address in ("/organisations/999999", "/organisations/99999999999999999999", "/organisations/0"):
        open_(app, address, expect=404)


def test_the_record_grows_by_itself(app):
    resident, officer = a_person("川端 みどり"), a_person()
    group = a_group(members=[officer])
    issue, draft_for = an_issue(poster=resident), an_issue("別の課題")
    done = a_match(MatchState.COMPLETED, issue, [needing(resident), helping(group)])
    a_match(MatchState.MEETING, draft_for, [needing(resident), helping(group)])
    proposal = a_proposal(issue, group, officer, ProposalState.CHOSEN)
    draft = a_proposal(draft_for, group, officer, ProposalState.DRAFT, "下書きの提案")
    public = open_(app, f"/organisations/{group.id}")
    assert "成立したマッチングは1件です。" in public.text
    assert [url for url in public.links() if url.startswith("/matches/")] == [f"/matches/{done.id}"]
    assert [url for url in public.links() if url.startswith("/proposals/")] == [f"/proposals/{proposal.id}"]
    own = open_(app, f"/organisations/{group.id}", officer)
    assert len([url for url in own.links() if url.startswith("/matches/")]) == 2
    assert f"/proposals/{draft.id}" in own.links()


def test_the_page_of_a_group_asks_the_database_as_often_for_many_as_for_few(app):
    resident, officer = a_person(), a_person()
    group = a_group(members=[officer])
    address = f"/organisations/{group.id}"

    def more():
        issue = an_issue(poster=resident)
        a_match(MatchState.ACTIVE, issue, [needing(a_person()), helping(group), helping(a_group("相手"))])
        a_proposal(issue, group, officer, ProposalState.CHOSEN)
        an_offer(group)

    def statements():
        browser = Browser(app)
        with selects() as seen:
            browser.get(address)
        return len(seen)

    more()
    alone = statements()
    for _ in range(4):
        more()
    assert statements() == alone


def test_buttons_are_for_those_who_may(app):
    group = a_group(state=Verification.EXPIRING)
    base = f"/organisations/{group.id}"
    offer = an_offer(group)

    def offered(viewer):
        links = set(open_(app, base, viewer).links())
        wanted = {"edit": f"{base}/edit", "members": f"{base}/members", "offer": f"{base}/offers/new",
                  "change": f"/offers/{offer.id}/edit", "verify": f"{base}/verify"}  # fmt: skip
        return {name for name, url in wanted.items() if url in links}

    assert offered(None) == offered(a_person()) == offered(a_member_of(group)) == offered(an_analyst()) == set()
    assert offered(an_officer_of(group)) == {"edit", "members", "offer", "change"}
    assert offered(a_coordinator()) == {"edit", "members", "offer", "change", "verify"}
