"""What a person reads in the list of issues and on the page of one."""

import pytest

from matchbox.core import clock
from matchbox.core.database import db
from matchbox.core.publication import Publication
from matchbox.issues import actions
from matchbox.issues.workflow import Ending
from matchbox.matching.workflow import MatchState
from matchbox.organisations.workflow import Verification
from matchbox.proposals.workflow import ProposalState
from matchbox.search import documents
from matchbox.web.transactions import writing
from tests.browser import Browser
from tests.given.groups import a_group, a_member_of
from tests.given.issues import a_comment, an_issue, selects
from tests.given.matches import a_match, an_outreach, helping, needing
from tests.given.people import a_coordinator, a_person
from tests.given.proposals import a_proposal
from tests.given.words import a_category, a_district

# ---- the list ----------------------------------------------------------------------------------------------------


def test_the_empty_list_invites(app):
    page = Browser(app).get("/issues")
    assert page.heading == "課題" and "まだ課題はありません" in page.text
    assert page.texts("[role=status]") == ["0件の課題が見つかりました"]
    assert "/issues/new" in page.links()


def test_a_row_links_to_the_issue_and_says_how_far_it_has_come(app):
    issue = an_issue()
    a_comment(issue.thread, author=a_person())
    page = Browser(app).get("/issues")
    assert page.texts("[role=status]") == ["1件の課題が見つかりました（1〜1件目を表示）"]
    assert page.texts(".item__title a") == ["通学路の雪かきが追いつきません"]
    assert page.texts(".item .state") == ["話し合い中"]
    assert page.texts(".item .meta li")[:2] == ["泉野", "コメント 1件"]
    assert f"/issues/{issue.id}" in page.links()


def test_what_people_wrote_is_text_not_markup(app):
    an_issue("<script>alert(1)</script>100%(x)s 雪", body="<b>太い</b>")
    page = Browser(app).get("/issues")
    assert page.texts(".item__title") == ["<script>alert(1)</script>100%(x)s 雪"]
    assert page.texts(".item__text") == ["<b>太い</b>"]


def test_a_long_text_is_only_begun(app):
    an_issue(body="雪" * 90)
    assert Browser(app).get("/issues").texts(".item__text") == ["雪" * 90]
    an_issue(body="雨" * 91)
    assert Browser(app).get("/issues").texts(".item__text")[0] == "雨" * 90 + "…"


def test_conditions_are_shown_and_each_can_be_taken_away(app):
    an_issue("泉野の雪")
    an_issue("朝日の公園", area=a_district("朝日"), category=a_category("parks"))
    asked = f"area={a_district('朝日').id}&category={a_category('parks').id}&progress=open&q=公園"
    page = Browser(app).get(f"/issues?{asked}")
    assert page.texts(".item__title") == ["朝日の公園"]
    assert page.texts(".conditions .chip") == [
        "公園 を条件から外す", "募集中 を条件から外す", "公園・緑・里山 を条件から外す", "朝日 を条件から外す",
    ]  # fmt: skip
    without_words, *_ = page.links(".conditions a.chip")
    assert "q=" not in without_words and "area=" in without_words and "category=" in without_words
    assert page.links(".conditions__clear") == ["/issues"]
    checked = [box["name"] for box in page.html.select("input[checked]")]
    assert checked == ["progress", "category", "area"]
    assert page.value("q") == "公園"


def test_nothing_found_says_what_to_do(app):
    an_issue()
    page = Browser(app).get("/issues?q=ありえない言葉")
    assert page.texts("[role=status]") == ["0件の課題が見つかりました"]
    assert "条件を減らすか、新しく投稿してください" in page.text


def test_without_an_index_it_says_so(app):
    an_issue()
    page = Browser(app).get("/issues?q=雪かき")
    assert "書かれたとおりの言葉だけ" in page.text and len(page.texts(".item")) == 1


def test_pages_keep_the_conditions(app):
    for number in range(21):
        an_issue(f"課題{number}")
    area = a_district().id
    page = Browser(app).get(f"/issues?area={area}&sort=old")
    assert page.texts("[role=status]") == ["21件の課題が見つかりました（1〜20件目を表示）"]
    second = next(link for link in page.links(".pager a") if "page=2" in link)
    assert f"area={area}" in second and "sort=old" in second
    assert Browser(app).get(second).texts(".item__title") == ["課題20"]


@pytest.mark.parametrize("junk", [
    "page=999", "page=-1", "page=x", "area=x&area=99999999999", "sort=zzz", "progress=zzz&publication=x", "q=%00",
    "q=" + "あ" * 500, "q=%F0%9F%98%80", "q=%25_%5C", "mine=1", "category=1&category=1",
])  # fmt: skip
def test_junk_in_the_address_is_survived(app, junk):
    an_issue()
    Browser(app).get(f"/issues?{junk}")
    Browser(app, a_person()).get(f"/issues?{junk}")


def test_people_find_their_own_posts(app):
    person = a_person()
    an_issue("わたしの下書き", publication=Publication.DRAFT, poster=person)
    an_issue("ほかの人のもの")
    page = Browser(app, person).get("/issues?mine=1")
    assert page.texts(".item__title") == ["わたしの下書き"]
    assert page.texts(".item .state") == ["下書き"]
    assert Browser(app).get("/issues?mine=1").texts(".item__title") == ["ほかの人のもの"]


def test_a_word_that_staff_change_is_shown_at_once(app):
    an_issue()
    area = a_district("浅野川")
    an_issue(area=area)
    assert "浅野川 1 件" in Browser(app).get("/issues").texts(".facet .choice")
    try:
        with writing():
            area.name = "新しい名前"
        assert "新しい名前 1 件" in Browser(app).get("/issues").texts(".facet .choice")
    finally:
        with writing():
            area.name = "浅野川"


def test_the_index_brings_the_best_first(app, index):
    titles = ["公園の草刈りを手伝ってください", "雪かきの道具を貸してください", "屋根の雪かきを手伝ってください"]
    for title in titles:
        an_issue(title, body="よろしくお願いします。", category=a_category("parks"))
    documents.rebuild()
    page = Browser(app).get("/issues?q=屋根の雪かき")
    assert page.texts(".item__title")[0] == "屋根の雪かきを手伝ってください"
    assert "公園の草刈りを手伝ってください" not in page.texts(".item__title")
    assert "書かれたとおりの言葉だけ" not in page.text
    assert page.texts("nav[aria-label=並び順] a") == ["関連の高い順", "新しい順", "古い順"]
    assert page.texts("nav[aria-label=並び順] [aria-current]") == ["関連の高い順"]
    page = Browser(app).get(f"/issues?q=雪かき&sort=old&category={a_category('parks').id}")
    assert page.texts(".item__title") == ["雪かきの道具を貸してください", "屋根の雪かきを手伝ってください"]


@pytest.mark.parametrize("asked", ["", "?sort=old", "?progress=open", "?q=課題"])
def test_the_list_takes_the_same_statements_however_long_it_is(app, asked):
    def read():
        an_issue("課題がひとつふえると、おぼえていた数も数えなおされます")
        with selects() as seen:
            Browser(app).get(f"/issues{asked}")
        return len(seen)

    few = read()
    for number in range(25):
        an_issue(f"課題{number}")
    assert read() == few


def test_a_list_that_nobody_changed_is_not_counted_again(app):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("on a PostgreSQL server the writes of its other databases count as changes too")
    an_issue()
    Browser(app).get("/issues")
    with selects() as seen:
        Browser(app).get("/issues")
    assert len([line for line in seen if "GROUP BY" in line or "count(*)" in line and "FROM (" in line]) <= 1


# ---- the page of one issue ---------------------------------------------------------------------------------------


def test_the_page_tells_what_is_wanted(app):
    issue = an_issue(timing="雪が降る前まで", place_note="泉野小学校の東側", body="一行目\n二行目\n\n次の段落")
    page = Browser(app).get(f"/issues/{issue.id}")
    assert page.heading == "通学路の雪かきが追いつきません"
    assert page.texts(".heading .chips > span") == ["募集中", "雪・除雪"]
    assert page.texts(".heading .meta li")[:2] == ["投稿：川端 みどり さん", "泉野"]
    assert [str(line) for line in page.html.select(".measure p")] == ["<p>一行目<br/>二行目</p>", "<p>次の段落</p>"]
    assert page.texts(".needs li") == ["人手 5人くらい"]
    assert "雪が降る前まで" in page.text and "泉野小学校の東側" in page.text
    assert page.texts(".timeline__now") == ["募集中 いまここ"]
    assert "まだ提案はありません" in page.text and "まだ話し合いは始まっていません" in page.text
    assert page.texts("form.panel") == []


def test_contact_data_and_staff_words_are_nowhere_on_it(app):
    issue = an_issue(contact_email="himitsu@example.jp", contact_phone="076-000-0009", person="山田 花子")
    for viewer in (None, a_person()):
        page = Browser(app, viewer).get(f"/issues/{issue.id}")
        for secret in ("himitsu", "076-000-0009", "山田 花子", "確認する", "マッチングを登録する"):
            assert secret not in page.text


def test_the_longest_title_and_a_name_full_of_symbols_are_shown(app):
    issue = an_issue("雪" * 60, display_name="<名前> & 100%(x)s")
    page = Browser(app).get(f"/issues/{issue.id}")
    assert page.heading == "雪" * 60 and "投稿：<名前> & 100%(x)s さん" in page.text


@pytest.mark.parametrize("state", [state for state in Publication if state is not Publication.PUBLIC])
def test_what_is_not_public_does_not_exist_for_others(app, state):
    issue = an_issue(publication=state)
    for viewer in (None, a_person("通りすがり")):
        page = Browser(app, viewer).get(f"/issues/{issue.id}", expect=404)
        assert issue.title not in page.text
    Browser(app, issue.poster).get(f"/issues/{issue.id}")
    Browser(app, a_coordinator()).get(f"/issues/{issue.id}")
    Browser(app).get("/issues/999999", expect=404)
    Browser(app).get("/issues/99999999999999", expect=404)


@pytest.mark.parametrize("state, words", [
    (Publication.DRAFT, "この課題は下書きです"),
    (Publication.WAITING, "センターが内容を確かめています"),
    (Publication.SENT_BACK, "直していただきたいところがあります"),
    (Publication.HIDDEN, "この課題は非公開になりました"),
    (Publication.RESTRICTED, "この課題は限定で受け付けました"),
])  # fmt: skip
def test_its_poster_reads_where_it_stands(app, state, words):
    issue = an_issue(publication=state, publication_reason="理由はこれです。")
    page = Browser(app, issue.poster).get(f"/issues/{issue.id}")
    assert words in page.text
    assert ("いまの段階" in page.text) is (state is Publication.RESTRICTED)
    assert ("理由はこれです。" in page.text) is (state not in (Publication.DRAFT, Publication.WAITING))


def test_a_public_group_is_linked_and_an_unverified_one_is_only_named(app):
    group, new = a_group("ほたる橋の会"), a_group("新しい会", state=Verification.APPLIED)
    page = Browser(app).get(f"/issues/{an_issue(organisation=group, display_name='').id}")
    assert f"/organisations/{group.id}" in page.links(".heading a") and "投稿： ほたる橋の会" in page.text
    page = Browser(app).get(f"/issues/{an_issue(organisation=new, display_name='').id}")
    assert page.links(".heading .meta a") == [] and "投稿：新しい会" in page.text


def test_a_group_that_was_asked_reads_a_restricted_issue(app):
    issue = an_issue("人に言えないこと", publication=Publication.RESTRICTED)
    asked, other = a_group("頼まれた会"), a_group("ほかの会")
    match = a_match(MatchState.APPROACHED, issue, [needing(issue.poster)])
    an_outreach(match, asked)
    member, stranger = a_member_of(asked), a_member_of(other)
    page = Browser(app, member).get(f"/issues/{issue.id}")
    assert page.heading == "人に言えないこと"
    Browser(app, stranger).get(f"/issues/{issue.id}", expect=404)
    Browser(app, member).post(f"/issues/{issue.id}/comments", {"body": "力になれます。"})
    Browser(app, stranger).post(f"/issues/{issue.id}/comments", {"body": "x"}, expect=404)
    assert page.html.select_one("form.panel")["action"] == f"/issues/{issue.id}/comments"
    page = Browser(app, issue.poster).get(f"/issues/{issue.id}")
    assert "力になれます。" in page.text


def test_being_asked_about_it_shows_no_draft_and_nothing_hidden(app):
    issue = an_issue(publication=Publication.HIDDEN)
    asked = a_group("頼まれた会")
    an_outreach(a_match(MatchState.APPROACHED, issue, [needing(issue.poster)]), asked)
    Browser(app, a_member_of(asked)).get(f"/issues/{issue.id}", expect=404)


def test_proposals_and_matches_stand_on_it(app):
    issue, group = an_issue(), a_group("ほたる橋の会")
    a_proposal(issue, group, title="朝の雪かき隊をつくります")
    a_proposal(issue, a_group("ほかの会"), state=ProposalState.DRAFT, title="まだ秘密の提案")
    a_match(MatchState.ACTIVE, issue, [needing(issue.poster), helping(group)])
    page = Browser(app).get(f"/issues/{issue.id}")
    assert page.texts("h2")[:4] == ["求めるもの", "解決の提案（1件）", "マッチング（1件）", "話し合い（0件）"]
    assert "朝の雪かき隊をつくります" in page.text and "まだ秘密の提案" not in page.text
    assert page.texts(".timeline__now") == ["取組中 いまここ"]


def test_the_history_tells_each_reader_what_is_theirs(app):
    issue, coordinator = an_issue(publication=Publication.WAITING), a_coordinator()
    with writing():
        actions.send_back_issue(coordinator, issue, reason="電話番号を消してください。")
    with writing():
        actions.submit_issue(issue.poster, issue, reply_days=7)
    with writing():
        actions.take_on(coordinator, issue)
    with writing():
        actions.publish_issue(coordinator, issue)

    def history(viewer):
        return Browser(app, viewer).get(f"/issues/{issue.id}").texts("[aria-labelledby=history] .timeline__title")

    public = ["投稿されました", "センターが確認し、公開しました"]
    assert history(None) == history(a_person("通りすがり")) == public
    assert history(issue.poster) == ["直していただきたいところがあり、お返ししました", *public]
    sent_back, assigned = "直していただきたいところがあり、お返ししました", "担当が決まりました"
    assert history(coordinator) == [sent_back, public[0], assigned, public[1]]


def test_what_one_may_do_is_offered(app):
    issue = an_issue()
    group = a_group(members=[a_person("会の人")])
    coordinator, member = a_coordinator(), a_member_of(group)

    def offered(viewer):
        links = Browser(app, viewer).get(f"/issues/{issue.id}").links()
        names = ("check", "edit", "end", "propose", "matches/new?issue=")
        return [name for name in names if any(name in link for link in links if f"{issue.id}" in link)]

    assert offered(None) == offered(a_person("通りすがり")) == []
    assert offered(issue.poster) == ["end"]
    assert offered(member) == ["propose"]
    assert offered(coordinator) == ["check", "end", "matches/new?issue="]
    with writing():
        issue.ending, issue.ended_at = Ending.DONE, clock.now()
    assert offered(member) == [] and offered(coordinator) == ["check", "end"]


def test_an_ended_issue_says_how_it_ended(app):
    issue = an_issue(ending=Ending.PAUSED, ending_reason="冬までお休みします", ended_at=clock.now())
    page = Browser(app).get(f"/issues/{issue.id}")
    assert page.texts(".timeline__now .timeline__title") == ["休止・終了 いまここ"]
    assert "冬までお休みします" in page.text


def test_people_comment_where_they_read(app):
    person = a_person("団体 山本")
    group = a_group("ほたる橋の会", members=[person])
    issue = an_issue()
    browser = Browser(app, person)
    page = browser.get(f"/issues/{issue.id}")
    action = page.html.select_one("form.panel")["action"]
    assert [option["value"] for option in page.html.select("#voice option")] == ["own", str(group.id)]
    sent = browser.post(action, {"body": "手伝えます。", "voice": str(group.id)})
    page = browser.get(sent.location.partition("#")[0])
    assert page.texts(".comment__name") == ["団体 山本"] and page.texts(".comment__head a") == ["ほたる橋の会"]
    assert "手伝えます。" in page.text
    assert page.texts(".comment .disclosure summary") == ["消す （団体 山本さんのコメント）"]
    deletion = page.html.select_one(".comment .act")["action"]
    page = browser.get(browser.post(deletion).location.partition("#")[0])
    assert "このコメントは、書いた方が消しました。" in page.text and "手伝えます。" not in page.text


def test_a_coordinator_speaks_for_the_centre(app):
    issue, coordinator = an_issue(), a_coordinator("センター 佐藤")
    Browser(app, coordinator).post(f"/issues/{issue.id}/comments", {"body": "調整します。", "voice": "centre"})
    page = Browser(app).get(f"/issues/{issue.id}")
    assert page.texts(".comment--staff .chip--staff") == ["職員"]
    assert page.texts(".comment .disclosure") == []


@pytest.mark.parametrize("body", ["", "あ" * 1001, "a\x00b"])
def test_a_refused_comment_keeps_the_page_and_the_words(app, body):
    issue = an_issue()
    page = Browser(app, a_person()).post(f"/issues/{issue.id}/comments", {"body": body}, expect=422)
    assert page.heading == issue.title and page.value("body").strip() == body
    assert page.texts("#body-error .field__error")


def test_a_closed_thread_takes_no_more(app):
    issue = an_issue()
    with writing():
        actions.withdraw(issue.poster, issue, reason="解決しました")
    page = Browser(app, a_person()).get(f"/issues/{issue.id}")
    assert page.html.select_one("form.panel") is None and "この話し合いは終わりました。" in page.text
    page = Browser(app, a_person()).post(f"/issues/{issue.id}/comments", {"body": "まだあります"}, expect=409)
    assert "この話し合いは終わりました。" in page.text


def test_the_page_takes_the_same_statements_however_much_stands_on_it(app):
    issue, viewer = an_issue(), a_person("読む人")

    def read():
        with selects() as seen:
            Browser(app, viewer).get(f"/issues/{issue.id}")
        return len(seen)

    def more(number):
        other = a_group(f"会{number}", members=[a_person(f"人{number}")])
        a_comment(issue.thread, author=a_person(f"言う人{number}"), group=other)
        a_proposal(issue, other)
        a_match(MatchState.ACTIVE, issue, [needing(issue.poster), helping(other)])

    more(0)
    read()  # what is like the issue is remembered
    few = read()
    for number in range(1, 6):
        more(number)
    assert read() == few


def test_a_receipt_number_leads_to_its_issue_for_whoever_may_read_it(app):
    shown, waiting = an_issue("公開中の課題"), an_issue("確認待ちの課題", publication=Publication.WAITING)
    assert Browser(app).get(f"/issues?q={shown.number}", expect=302).location == f"/issues/{shown.id}"
    assert Browser(app).get(f"/issues?q={waiting.number}").texts(".item") == []
    assert Browser(app, a_coordinator()).get(f"/issues?q={waiting.number}", expect=302)
