"""What a person reads and presses to post an issue, confirm it, put it right, or have it written down."""

import re

import pytest
from sqlalchemy import func, select

from matchbox.accounts.models import MailKey
from matchbox.accounts.queries import token_of
from matchbox.core import clock
from matchbox.core.database import db
from matchbox.core.journal import JournalEntry
from matchbox.core.publication import Publication
from matchbox.issues.models import Issue
from matchbox.issues.rules import reply_day
from matchbox.issues.workflow import Ending
from matchbox.vocabulary import queries as vocabulary
from matchbox.vocabulary.models import Vocabulary
from matchbox.web.transactions import writing
from tests.browser import Browser
from tests.given.groups import a_group, a_member_of
from tests.given.issues import a_posted_draft, an_issue, answers_of_a_post
from tests.given.people import a_coordinator, a_person, an_analyst
from tests.given.words import a_category, a_need_kind


def the_issue():
    return db.session.scalars(select(Issue)).one()


def how_many():
    return db.session.scalar(select(func.count()).select_from(Issue))


def errors(page):
    return page.texts(".field__error")


# ---- the form ----------------------------------------------------------------------------------------------------


def test_the_form_says_what_does_not_belong_here_and_where_to_go(app):
    page = Browser(app).get("/issues/new")
    assert page.heading == "課題を投稿する"
    assert {"tel:119", "tel:110"} <= set(page.links())
    for words in ("個人どうしの争い", "市の仕事への苦情や要望", "市民相談"):
        assert words in page.text
    assert page.texts("#area_id option")[:2] == ["えらんでください", "わからない"]
    assert len(page.texts("#area_id option")) == 2 + 71


def test_visitors_are_asked_how_they_can_be_reached_and_people_with_an_account_are_not(app):
    fields = "input, select, textarea, button"
    names = {field.get("name") for field in Browser(app).get("/issues/new").html.select(fields)}
    assert {"contact_email", "contact_phone", "display_name"} <= names and not {"draft", "organisation_id"} & names
    page = Browser(app, a_person("川端 みどり")).get("/issues/new")
    names = {field.get("name") for field in page.html.select(fields)}
    assert {"draft", "display_name"} <= names and not {"contact_email", "organisation_id"} & names
    assert page.value("display_name") == "川端 みどり"


def test_members_choose_in_whose_name(app):
    person = a_person()
    group = a_group("ほたる橋の会", members=[person])
    page = Browser(app, person).get("/issues/new")
    assert page.texts("#organisation_id option") == ["自分", "ほたる橋の会"]
    Browser(app, person).post("/issues/new", answers_of_a_post(organisation_id=group.id, display_name=""))
    assert (the_issue().organisation, the_issue().display_name) == (group, "")


# ---- somebody with an account ------------------------------------------------------------------------------------


def test_somebody_signed_in_gets_a_receipt_with_the_day_of_the_answer(app):
    browser = Browser(app, a_person())
    page = browser.follow(browser.post("/issues/new", answers_of_a_post()))
    issue = the_issue()
    assert page.heading == "投稿を受け付けました" and issue.number in page.text
    day = reply_day(clock.today(), 7)
    assert f"{day.month}月{day.day}日までに" in page.text and issue.reply_by == day
    assert f"/issues/{issue.id}" in page.links()
    assert (issue.publication, issue.place_note, issue.timing) == (Publication.WAITING, "泉野の公園の北側", "春まで")
    assert [(need.kind.code, need.amount, need.timing) for need in issue.needs] == [("skills", "半日", "土曜の朝")]


def test_the_promised_day_follows_the_settings(app):
    app.config["REPLY_DAYS"] = 2
    Browser(app, a_person()).post("/issues/new", answers_of_a_post())
    assert the_issue().reply_by == reply_day(clock.today(), 2)


def test_several_needs_are_small_records_and_empty_rows_are_none(app):
    place = a_need_kind("place").id
    answers = answers_of_a_post(**{"needs-3-kind_id": place, "needs-3-amount": "集会所", "needs-1-kind_id": ""})
    Browser(app, a_person()).post("/issues/new", answers)
    assert [need.kind.code for need in the_issue().needs] == ["skills", "place"]


def test_a_need_without_its_kind_is_asked_for_it_and_stays_in_sight(app):
    page = Browser(app, a_person()).post(
        "/issues/new", answers_of_a_post(**{"needs-1-amount": "スコップ10本"}), expect=422
    )
    assert errors(page) == ["求めるものの種類をえらんでください。"]
    assert page.links(".error-summary a") == ["#needs-1-kind_id"]
    row = page.html.select_one("#needs-1-amount")
    assert row["value"] == "スコップ10本" and row.find_parent("details") is None
    assert how_many() == 0


def test_the_district_may_be_unknown(app):
    Browser(app, a_person()).post("/issues/new", answers_of_a_post(area_id="unknown"))
    assert the_issue().area is None


def test_a_double_click_posts_once(app):
    browser, answers = Browser(app, a_person()), answers_of_a_post(key="one")
    first = browser.post("/issues/new", answers)
    assert browser.post("/issues/new", answers).location == first.location
    assert how_many() == 1
    page = browser.post("/issues/new", {**answers, "title": "べつの題名"}, expect=409)
    assert page.value("title") == "べつの題名" and how_many() == 1


@pytest.mark.parametrize("changed, sentence", [
    ({"title": ""}, "題名を入力してください。"),
    ({"title": "　"}, "題名を入力してください。"),
    ({"title": "雪" * 61}, "題名は60文字以内で入力してください。"),
    ({"body": ""}, "何に困っているかを入力してください。"),
    ({"body": "雪" * 2001}, "困っていることは2000文字以内で入力してください。"),
    ({"body": "雪\x00"}, "使えない文字が入っています。その文字を消してください。"),
    ({"needs-0-amount": "5\x00人"}, "使えない文字が入っています。その文字を消してください。"),
    ({"needs-0-timing": "あ" * 61}, "時期は60文字以内で入力してください。"),
    ({"category_id": ""}, "分野をえらんでください。"),
    ({"category_id": "999999"}, "一覧の中からえらんでください。"),
    ({"category_id": "junk"}, "分野をえらんでください。"),
    ({"area_id": ""}, "校下・地区をえらんでください。"),
    ({"area_id": "999999"}, "一覧の中からえらんでください。"),
    ({"needs-0-kind_id": "junk"}, "一覧の中からえらんでください。"),
    ({"place_note": "あ" * 201}, "目印は200文字以内で入力してください。"),
    ({"timing": "あ" * 201}, "時期は200文字以内で入力してください。"),
    ({"display_name": ""}, "表示名を入力してください。本名でなくてかまいません。"),
    ({"display_name": "あ" * 41}, "表示名は40文字以内で入力してください。"),
])  # fmt: skip
def test_a_refused_post_keeps_every_answer_and_says_what_to_do(app, changed, sentence):
    page = Browser(app, a_person()).post("/issues/new", answers_of_a_post(**changed), expect=422)
    assert errors(page) == [sentence]
    assert page.html.title.get_text().startswith("エラー：")
    kept = answers_of_a_post(**changed)
    for name in ("title", "place_note", "timing", "display_name"):
        assert page.value(name) == str(kept[name]).strip()
    assert page.html.select_one("#needs-0-kind_id option[selected]") or "kind_id" in str(changed)
    assert how_many() == 0


def test_emoji_full_width_and_the_longest_answers_are_welcome(app):
    answers = answers_of_a_post(title="雪😀" * 30, body="１２３ＡＢＣ\r\n" + "雪" * 1992, **{"needs-0-amount": "５人"})
    Browser(app, a_person()).post("/issues/new", answers)
    issue = the_issue()
    assert issue.title == "雪😀" * 30 and issue.body.startswith("１２３ＡＢＣ\n雪") and issue.needs[0].amount == "５人"


def test_more_rows_than_there_may_be_are_not_an_error(app):
    kind = a_need_kind().id
    many = {f"needs-{number}-kind_id": kind for number in range(40)}
    Browser(app, a_person()).post("/issues/new", answers_of_a_post(**many))
    assert len(the_issue().needs) == 12


# ---- drafts ------------------------------------------------------------------------------------------------------


def test_a_draft_asks_only_for_a_title_and_a_category_and_goes_on_later(app):
    browser = Browser(app, a_person())
    draft = {"title": "まだ途中です", "category_id": a_category().id, "draft": "1", "area_id": "", "display_name": ""}
    sent = browser.post("/issues/new", draft)
    issue = the_issue()
    assert sent.location == f"/issues/{issue.id}/edit" and issue.publication is Publication.DRAFT
    page = browser.follow(sent)
    assert page.texts("[role=status]") == ["成功 下書きを保存しました。"]
    assert page.value("title") == "まだ途中です"
    page = browser.post(sent.location, {"title": "まだ途中です", "category_id": a_category().id}, expect=422)
    assert errors(page)[0] == "何に困っているかを入力してください。"
    sent = browser.post(sent.location, answers_of_a_post())
    assert sent.location == f"/issues/{issue.id}" and issue.publication is Publication.WAITING


def test_a_visitors_form_knows_no_draft(app):
    Browser(app).post("/issues/new", answers_of_a_post(body="", draft="1", contact_phone="076-000-0009"), expect=422)
    assert how_many() == 0


# ---- visitors ----------------------------------------------------------------------------------------------------


def test_a_visitor_confirms_by_the_link_in_the_letter(app):
    browser = Browser(app)
    page = browser.follow(browser.post("/issues/new", answers_of_a_post(contact_email="ｓｕｚｕｍｅ＠example.com")))
    issue = the_issue()
    assert page.heading == "メールを確かめてください" and "まだ終わっていません" in page.text
    assert "suzume" not in page.text
    key = db.session.scalars(select(MailKey)).one()
    link = f"/issues/confirm/{token_of(key)}"
    page = browser.get(link)
    assert page.heading == "投稿を確かめる" and issue.title in page.text
    assert issue.publication is Publication.DRAFT  # opening a link does nothing yet
    page = browser.follow(browser.post(link))
    assert page.heading == "投稿を受け付けました" and "/forgot-password" in page.links()
    assert issue.publication is Publication.WAITING and issue.reply_by
    assert issue.poster.email == "suzume@example.com" and issue.poster.confirmed_at


def test_the_second_press_leads_to_the_same_receipt(app):
    browser = Browser(app)
    receipt = browser.post("/issues/new", answers_of_a_post(contact_email="suzume@example.com")).location
    link = f"/issues/confirm/{token_of(db.session.scalars(select(MailKey)).one())}"
    assert browser.post(link).location == browser.post(link).location == receipt
    assert len(list(db.session.scalars(select(JournalEntry).where(JournalEntry.kind == "IssueSubmitted")))) == 1
    page = browser.get(link, expect=410)
    assert page.heading == "この投稿は、すでに確かめられています" and the_issue().number in page.text


def test_a_link_that_is_over_says_what_to_do(app):
    browser = Browser(app)
    browser.post("/issues/new", answers_of_a_post(contact_email="suzume@example.com"))
    key = db.session.scalars(select(MailKey)).one()
    with writing():
        key.expires_at = clock.now()
    link = f"/issues/confirm/{token_of(key)}"
    for page in (browser.get(link, expect=410), browser.post(link, expect=410)):
        assert page.heading == "このリンクは使えなくなりました"
    assert the_issue().publication is Publication.DRAFT
    browser.get("/issues/confirm/made-up", expect=404)
    browser.post(f"/issues/confirm/{token_of(key)}x", expect=404)


def test_the_link_of_another_letter_confirms_no_post(app):
    browser = Browser(app)
    browser.post("/issues/new", answers_of_a_post(contact_email="suzume@example.com"))
    key = db.session.scalars(select(MailKey)).one()
    with writing():
        key.purpose = "reset"
    browser.get(f"/issues/confirm/{token_of(key)}", expect=404)


def test_a_visitor_with_only_a_phone_learns_by_when_the_desk_phones(app):
    browser = Browser(app)
    page = browser.follow(browser.post("/issues/new", answers_of_a_post(contact_phone="０７６ー０００ー０００９")))
    assert page.heading == "センターからお電話します"
    assert f"{the_issue().reply_by.day}日までに、センターからお電話して" in page.text
    assert (the_issue().contact_phone, the_issue().awaits_confirmation) == ("076-000-0009", True)


@pytest.mark.parametrize("contact, sentence", [
    ({}, "メールアドレスか電話番号の、どちらかを入力してください。"),
    ({"contact_email": "suzume.example.com"}, "メールアドレスに「@」がありません（例：name@example.com）"),
    ({"contact_phone": "12"}, "電話番号は市外局番から入力してください（例：076-000-0000）。"),
    ({"contact_phone": "でんわ"}, "電話番号は市外局番から入力してください（例：076-000-0000）。"),
    ({"contact_email": "a@b", "contact_phone": "076-000-0009"}, None),
    ({"contact_email": "a\x00@example.com"}, None),
])  # fmt: skip
def test_one_way_to_be_reached_is_needed_and_must_be_one(app, contact, sentence):
    page = Browser(app).post("/issues/new", answers_of_a_post(**contact), expect=422)
    assert errors(page) and (sentence is None or errors(page) == [sentence])
    assert how_many() == 0


def test_a_receipt_opens_only_with_its_signature(app):
    issue = an_issue(publication=Publication.WAITING)
    for token in ("1", str(issue.id), f"{issue.id}.abc", "あ"):
        Browser(app).get(f"/issues/posted/{token}", expect=404)


def test_the_receipt_of_a_withdrawn_post_says_so(app):
    browser = Browser(app)
    sent = browser.post("/issues/new", answers_of_a_post(contact_phone="076-000-0009"))
    with writing():
        the_issue().ending = Ending.WITHDRAWN
    assert browser.follow(sent).heading == "投稿は取り下げられました"


def test_visitors_do_not_post_without_end(app):
    browser = Browser(app)
    for _ in range(20):
        browser.post("/issues/new", answers_of_a_post(body="", contact_phone="076-000-0009"), expect=422)
    page = browser.post("/issues/new", answers_of_a_post(contact_phone="076-000-0009"), expect=429)
    assert "もう一度お試しください" in page.text and page.value("title") == "公園のベンチがこわれています"
    assert how_many() == 0
    Browser(app, a_person()).post("/issues/new", answers_of_a_post())


def test_one_address_is_not_flooded_with_letters(app):
    browser = Browser(app)
    for _ in range(10):
        browser.post("/issues/new", answers_of_a_post(contact_email="suzume@example.com"))
    browser.post("/issues/new", answers_of_a_post(contact_email="Suzume@example.com"), expect=429)
    assert how_many() == 10


# ---- putting right -----------------------------------------------------------------------------------------------


def test_what_was_sent_back_is_put_right_and_handed_in_again(app):
    issue = an_issue(publication=Publication.SENT_BACK, publication_reason="電話番号を消してください。", area=None)
    browser = Browser(app, issue.poster)
    page = browser.get(f"/issues/{issue.id}/edit")
    assert "電話番号を消してください。" in page.text
    assert page.value("title") == issue.title and page.value("body").strip() == issue.body
    assert page.html.select_one("#area_id option[selected]")["value"] == "unknown"
    assert page.html.select_one("#needs-0-kind_id option[selected]").get_text() == "人手"
    assert page.html.select_one("[name=contact_email]") is None
    sent = browser.post(f"/issues/{issue.id}/edit", answers_of_a_post())
    assert sent.location == f"/issues/{issue.id}"
    assert (issue.publication, issue.title) == (Publication.WAITING, "公園のベンチがこわれています")
    assert [need.kind.code for need in issue.needs] == ["skills"]
    assert "確かめています" in browser.follow(sent).text


def test_putting_right_sent_twice_is_one_deed(app):
    issue = an_issue(publication=Publication.SENT_BACK)
    browser, answers = Browser(app, issue.poster), answers_of_a_post(key="one")
    first = browser.post(f"/issues/{issue.id}/edit", answers)
    assert browser.post(f"/issues/{issue.id}/edit", answers).location == first.location


def test_what_is_public_is_no_longer_put_right_by_its_poster(app):
    issue = an_issue()
    page = Browser(app, issue.poster).post(f"/issues/{issue.id}/edit", answers_of_a_post(), expect=409)
    assert "直せるのは、「下書き」か「差し戻し」のあいだです" in page.text
    assert page.value("title") == "公園のベンチがこわれています"


def test_others_do_not_even_see_the_page(app):
    issue = an_issue(publication=Publication.SENT_BACK)
    Browser(app, a_person()).get(f"/issues/{issue.id}/edit", expect=404)
    Browser(app).get(f"/issues/{issue.id}/edit", expect=404)
    public = an_issue()
    assert "投稿したご本人" in Browser(app, a_person()).get(f"/issues/{public.id}/edit", expect=403).text
    assert "/sign-in" in Browser(app).get(f"/issues/{public.id}/edit", expect=302).location


def test_a_coordinator_corrects_words_without_deciding(app):
    issue = a_posted_draft(contact_email="himitsu@example.com")
    with writing():
        issue.publication = Publication.WAITING
    browser = Browser(app, a_coordinator())
    page = browser.get(f"/issues/{issue.id}/edit")
    assert page.value("contact_email") == "himitsu@example.com"
    answers = answers_of_a_post(contact_email="himitsu@example.com", contact_phone="076-000-0004")
    assert browser.post(f"/issues/{issue.id}/edit", answers).location == f"/issues/{issue.id}"
    assert (issue.publication, issue.contact_phone) == (Publication.WAITING, "076-000-0004")


def test_a_draft_that_waits_for_a_call_stays_one_when_its_words_are_corrected(app):
    issue = a_posted_draft()
    answers = answers_of_a_post(contact_phone="076-000-0003")
    Browser(app, a_coordinator()).post(f"/issues/{issue.id}/edit", answers)
    assert issue.title == "公園のベンチがこわれています" and issue.awaits_confirmation


def test_words_that_were_retired_stay_with_an_issue_that_has_them(app):
    issue = an_issue(publication=Publication.DRAFT)
    with writing():
        issue.category.retired = issue.needs[0].kind.retired = issue.area.retired = True
    try:
        page = Browser(app, issue.poster).get(f"/issues/{issue.id}/edit")
        chosen = [option.get_text() for option in page.html.select("option[selected]")]
        assert {"雪・除雪", "泉野", "人手"} <= set(chosen)
    finally:
        with writing():
            issue.category.retired = issue.needs[0].kind.retired = issue.area.retired = False


def test_a_member_of_the_group_puts_right_but_sees_no_contact(app):
    group = a_group()
    issue = an_issue(
        publication=Publication.SENT_BACK, organisation=group, display_name="", poster=None, person="山田",
        contact_phone="076-000-0009",
    )  # fmt: skip
    member = a_member_of(group)
    page = Browser(app, member).get(f"/issues/{issue.id}/edit")
    assert "076-000-0009" not in page.response.text and page.html.select_one("[name=display_name]") is None
    Browser(app, member).post(f"/issues/{issue.id}/edit", answers_of_a_post(contact_phone="1"))
    assert issue.contact_phone == "076-000-0009" and issue.publication is Publication.WAITING


# ---- 代理投稿 ----------------------------------------------------------------------------------------------------


def test_a_coordinator_writes_down_what_somebody_said(app):
    coordinator, desk = a_coordinator(), vocabulary.term(Vocabulary.INTAKE_CHANNEL, "desk")
    answers = answers_of_a_post(channel_id=desk.id, person="山田 花子", contact_phone="076-000-0009")
    page = Browser(app, coordinator).post("/issues/record", answers, expect=422)
    assert errors(page) == ["ご本人が投稿に同意していることを確かめて、印を付けてください。"]
    sent = Browser(app, coordinator).post("/issues/record", {**answers, "consented": "y"})
    issue = the_issue()
    assert sent.location == f"/issues/{issue.id}/check"
    assert (issue.publication, issue.person, issue.channel) == (Publication.WAITING, "山田 花子", desk)
    assert "/issues/record" in Browser(app, coordinator).get("/issues/new").links()
    for stranger in (a_person(), an_analyst()):
        assert "/issues/record" not in Browser(app, stranger).get("/issues/new").links()
        Browser(app, stranger).get("/issues/record", expect=403)
    assert "/sign-in" in Browser(app).get("/issues/record", expect=302).location


def test_the_name_of_the_person_is_never_public(app):
    desk = vocabulary.term(Vocabulary.INTAKE_CHANNEL, "desk")
    answers = answers_of_a_post(channel_id=desk.id, person="山田 花子", consented="y")
    coordinator = Browser(app, a_coordinator())
    coordinator.post("/issues/record", answers)
    coordinator.post(f"/issues/{the_issue().id}/check", {"verb": "publish"})
    page = Browser(app).get(f"/issues/{the_issue().id}")
    assert "山田" not in page.text and re.search("投稿：泉野のすずめ さん", page.text)
