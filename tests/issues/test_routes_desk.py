"""How the centre looks at posts, and how issues come to an end."""

import pytest
from sqlalchemy import select

from matchbox.core import clock
from matchbox.core.database import db
from matchbox.core.journal import JournalEntry
from matchbox.core.publication import Publication
from matchbox.issues.workflow import Ending
from matchbox.matching.workflow import MatchState
from matchbox.web.transactions import writing
from tests.browser import Browser
from tests.given.issues import a_posted_draft, an_issue
from tests.given.matches import a_match
from tests.given.people import a_coordinator, a_person, an_analyst


def kinds():
    entries = db.session.scalars(select(JournalEntry).order_by(JournalEntry.id))
    return [entry.kind for entry in entries if entry.subject_kind == "issue"]


def choices(page):
    return [box["value"] for box in page.html.select("[name=verb]")]


# ---- checking ----------------------------------------------------------------------------------------------------


def test_the_page_shows_everything_but_the_contact(app):
    issue = an_issue(publication=Publication.WAITING, reply_by=clock.today(), contact_email="himitsu@example.com")
    page = Browser(app, a_coordinator()).get(f"/issues/{issue.id}/check")
    assert page.heading == f"確認：{issue.title}" and issue.body in page.text and issue.number in page.text
    assert "himitsu" not in page.response.text
    assert choices(page) == ["publish", "restrict", "send_back"]


def test_the_contact_is_shown_after_the_look_is_written_down(app):
    issue, coordinator = a_posted_draft(contact_email="himitsu@example.com"), a_coordinator()
    page = Browser(app, coordinator).post(f"/issues/{issue.id}/contact", expect=200)
    assert "himitsu@example.com" in page.text and "076-000-0003" in page.text
    assert f"/issues/{issue.id}/check" in page.links()
    entry = db.session.scalars(select(JournalEntry)).one()
    assert (entry.kind, entry.actor_id) == ("ContactSeen", coordinator.id)


def test_the_contact_of_somebody_with_an_account_is_that_of_the_account(app):
    issue = an_issue(poster=a_person(phone="076-000-0005"))
    page = Browser(app, a_coordinator()).post(f"/issues/{issue.id}/contact", expect=200)
    assert issue.poster.email in page.text and "076-000-0005" in page.text


def test_the_contact_is_not_for_others_and_not_for_links(app):
    issue = an_issue()
    page = Browser(app, a_person()).post(f"/issues/{issue.id}/contact", expect=403)
    assert "センターのコーディネーター" in page.text
    Browser(app, a_coordinator()).get(f"/issues/{issue.id}/contact", expect=405)
    assert kinds() == []


@pytest.mark.parametrize("state, verb, after", [
    (Publication.WAITING, "publish", Publication.PUBLIC),
    (Publication.WAITING, "restrict", Publication.RESTRICTED),
    (Publication.WAITING, "send_back", Publication.SENT_BACK),
    (Publication.PUBLIC, "hide", Publication.HIDDEN),
    (Publication.HIDDEN, "restore", Publication.PUBLIC),
])  # fmt: skip
def test_each_decision_is_one_press(app, state, verb, after):
    issue = an_issue(publication=state)
    browser = Browser(app, a_coordinator())
    answers = {"verb": verb, "reason": "これが理由です。", "key": "one"}
    first = browser.post(f"/issues/{issue.id}/check", answers)
    assert browser.post(f"/issues/{issue.id}/check", answers).location == first.location
    assert issue.publication is after and len(kinds()) == 1
    browser.follow(first)


@pytest.mark.parametrize("state, verb", [(Publication.WAITING, "send_back"), (Publication.PUBLIC, "hide")])
def test_a_decision_that_hurts_says_why(app, state, verb):
    issue = an_issue(publication=state)
    page = Browser(app, a_coordinator()).post(f"/issues/{issue.id}/check", {"verb": verb, "reason": " "}, expect=422)
    assert page.texts("#reason-error .field__error") == ["理由を入力してください。投稿した方に伝わります。"]
    assert page.html.select_one("[name=verb][checked]")["value"] == verb
    assert issue.publication is state


@pytest.mark.parametrize("answers, sentence", [
    ({}, "どうするかをえらんでください。"),
    ({"verb": "burn"}, "一覧の中からえらんでください。"),
    ({"verb": "submit"}, "一覧の中からえらんでください。"),
    ({"verb": "send_back", "reason": "あ" * 501}, "理由は500文字以内で入力してください。"),
    ({"verb": "send_back", "reason": "a\x00"}, "使えない文字が入っています。その文字を消してください。"),
])  # fmt: skip
def test_what_is_no_decision_is_refused_beside_its_field(app, answers, sentence):
    issue = an_issue(publication=Publication.WAITING)
    page = Browser(app, a_coordinator()).post(f"/issues/{issue.id}/check", answers, expect=422)
    assert page.texts(".field__error") == [sentence] and issue.publication is Publication.WAITING
    assert page.html.title.get_text().startswith("エラー：")


def test_what_a_colleague_decided_first_is_said(app):
    issue = an_issue()
    page = Browser(app, a_coordinator()).post(f"/issues/{issue.id}/check", {"verb": "publish"}, expect=409)
    assert "すでにこの段階になっています" in page.text and choices(page) == ["hide"]


def test_only_coordinators_open_the_page(app):
    public, waiting = an_issue(), an_issue(publication=Publication.WAITING)
    assert "センターのコーディネーター" in Browser(app, a_person()).get(f"/issues/{public.id}/check", expect=403).text
    Browser(app, an_analyst()).get(f"/issues/{public.id}/check", expect=403)
    Browser(app, waiting.poster).get(f"/issues/{waiting.id}/check", expect=403)
    Browser(app, a_person()).get(f"/issues/{waiting.id}/check", expect=404)
    Browser(app).get(f"/issues/{waiting.id}/check", expect=404)
    assert "/sign-in" in Browser(app).get(f"/issues/{public.id}/check", expect=302).location


def test_a_coordinator_takes_it_on(app):
    issue, coordinator = an_issue(), a_coordinator("センター 佐藤")
    browser = Browser(app, coordinator)
    assert "まだ決まっていません。" in browser.get(f"/issues/{issue.id}/check").text
    page = browser.follow(browser.post(f"/issues/{issue.id}/take-on"))
    assert "担当になりました。" in page.text and "センター 佐藤" in page.text
    assert "担当になる" not in page.texts("button")
    Browser(app, a_person()).post(f"/issues/{issue.id}/take-on", expect=403)


def test_a_phone_number_is_confirmed_by_the_desk(app):
    issue = a_posted_draft(reply_by=clock.today())
    browser = Browser(app, a_coordinator())
    page = browser.get(f"/issues/{issue.id}/check")
    assert "電話番号だけが書かれています" in page.text and choices(page) == []
    page = browser.follow(browser.post(f"/issues/{issue.id}/confirm-by-phone", {"key": "one"}))
    assert issue.publication is Publication.WAITING and choices(page) == ["publish", "restrict", "send_back"]
    browser.post(f"/issues/{issue.id}/confirm-by-phone", {"key": "one"})
    browser.post(f"/issues/{issue.id}/confirm-by-phone", {"key": "two"}, expect=409)
    assert kinds() == ["IssueSubmitted"]
    Browser(app, a_person()).post(f"/issues/{a_posted_draft().id}/confirm-by-phone", expect=404)


def test_a_draft_that_is_still_written_offers_nothing_to_decide(app):
    issue = an_issue(publication=Publication.DRAFT, body="")
    page = Browser(app, a_coordinator()).get(f"/issues/{issue.id}/check")
    assert choices(page) == [] and "電話で確かめた" not in page.text


# ---- ending ------------------------------------------------------------------------------------------------------


def test_the_poster_finishes_what_is_solved(app):
    issue = an_issue()
    browser = Browser(app, issue.poster)
    assert choices(browser.get(f"/issues/{issue.id}/end")) == ["finish", "withdraw", "pause"]
    answers = {"verb": "finish", "key": "one"}
    page = browser.follow(browser.post(f"/issues/{issue.id}/end", answers))
    assert issue.ending is Ending.DONE and page.texts(".timeline__now .timeline__title") == ["完了 いまここ"]
    assert browser.post(f"/issues/{issue.id}/end", answers).location == f"/issues/{issue.id}"
    assert kinds() == ["IssueEnded"]


@pytest.mark.parametrize("state, ends", [
    (MatchState.CANDIDATE, False), (MatchState.MEETING, False), (MatchState.AGREED, False), (MatchState.ACTIVE, False),
    (MatchState.COMPLETED, True), (MatchState.NOT_AGREED, True), (MatchState.BROKEN_OFF, True),
])  # fmt: skip
def test_done_waits_for_the_matches(app, state, ends):
    issue = an_issue()
    a_match(state, issue)
    answers, browser = {"verb": "finish", "reason": "書いた言葉"}, Browser(app, issue.poster)
    if ends:
        browser.post(f"/issues/{issue.id}/end", answers)
        assert issue.ending is Ending.DONE
    else:
        page = browser.post(f"/issues/{issue.id}/end", answers, expect=409)
        assert "進んでいるマッチングがあります" in page.text and page.value("reason").strip() == "書いた言葉"
        assert issue.ending is Ending.NONE


@pytest.mark.parametrize("verb, ending", [("withdraw", Ending.WITHDRAWN), ("pause", Ending.PAUSED)])
def test_other_ends_ask_for_a_reason_and_can_be_taken_back(app, verb, ending):
    issue = an_issue()
    browser = Browser(app, issue.poster)
    page = browser.post(f"/issues/{issue.id}/end", {"verb": verb}, expect=422)
    assert page.texts("#reason-error .field__error") == ["理由を入力してください。"]
    browser.post(f"/issues/{issue.id}/end", {"verb": verb, "reason": "引っ越します"})
    assert issue.ending is ending
    assert "reopen" in choices(browser.get(f"/issues/{issue.id}/end"))
    browser.post(f"/issues/{issue.id}/end", {"verb": "reopen"})
    assert issue.ending is Ending.NONE


def test_a_waiting_post_can_be_withdrawn_and_is_then_not_decided_on(app):
    issue = an_issue(publication=Publication.WAITING)
    page = Browser(app, issue.poster).post(f"/issues/{issue.id}/end", {"verb": "finish"}, expect=409)
    assert "取り下げる" in page.text
    Browser(app, issue.poster).post(f"/issues/{issue.id}/end", {"verb": "withdraw", "reason": "解決しました"})
    page = Browser(app, a_coordinator()).get(f"/issues/{issue.id}/check")
    assert choices(page) == [] and "この課題は終わっています。" in page.text
    Browser(app, a_coordinator()).post(f"/issues/{issue.id}/check", {"verb": "publish"}, expect=409)
    assert issue.publication is Publication.WAITING


def test_others_do_not_end_it(app):
    issue = an_issue()
    page = Browser(app, a_person()).get(f"/issues/{issue.id}/end", expect=403)
    assert "投稿したご本人" in page.text and "投稿した団体のメンバー" in page.text
    assert "/sign-in" in Browser(app).get(f"/issues/{issue.id}/end", expect=302).location
    with writing():
        issue.publication = Publication.WAITING
    Browser(app, a_person()).get(f"/issues/{issue.id}/end", expect=404)
