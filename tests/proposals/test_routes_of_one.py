"""What stands on the page of a proposal, and what can be pressed there."""

import pytest

from matchbox.core.publication import Publication
from matchbox.organisations.workflow import Verification
from matchbox.proposals import actions
from matchbox.proposals.workflow import ProposalState
from matchbox.web.transactions import writing
from tests.browser import Browser
from tests.given.groups import a_group, a_member_of
from tests.given.issues import a_comment, an_issue
from tests.given.people import a_coordinator, a_person, an_analyst
from tests.given.proposals import a_proposal, texts


def test_everybody_reads_what_is_proposed(app):
    author = a_person()
    group = a_group("水辺の会", kind="npo", members=[author])
    proposal = a_proposal(an_issue("用水路がつまります"), group, author, timing="12月から")
    page = Browser(app).get(f"/proposals/{proposal.id}")
    for words in ("水辺の会", "NPO法人", "12月から", "用水路がつまります", proposal.body):
        assert words in page.text, words
    assert {f"/organisations/{group.id}", f"/issues/{proposal.issue_id}"} <= set(page.links())
    assert not [url for url in page.links() if url.startswith(f"/proposals/{proposal.id}")]


@pytest.mark.parametrize(("state", "words"), [
    (ProposalState.CHOSEN, "この提案は採用されました"),
    (ProposalState.NOT_THIS_TIME, "この提案は、今回は見送りになりました"),
])  # fmt: skip
def test_a_decision_is_shown_with_its_reason(app, state, words):
    proposal = a_proposal(state=state, reason="日程を<b>くらべました。</b>")
    page = Browser(app).get(f"/proposals/{proposal.id}")
    assert words in page.text and "日程を<b>くらべました。</b>" in page.text


def test_a_withdrawn_proposal_is_for_the_group_and_the_centre(app):
    proposal = a_proposal(state=ProposalState.WITHDRAWN, reason="人手が足りません。")
    Browser(app).get(f"/proposals/{proposal.id}", expect=404)
    Browser(app, an_analyst()).get(f"/proposals/{proposal.id}", expect=404)
    for viewer in (proposal.author, a_coordinator()):
        assert "人手が足りません。" in Browser(app, viewer).get(f"/proposals/{proposal.id}").text


def test_the_group_keeps_its_proposal_when_the_issue_is_hidden(app):
    proposal = a_proposal(an_issue("かくれた課題", publication=Publication.HIDDEN))
    page = Browser(app, proposal.author).get(f"/proposals/{proposal.id}")
    assert "この課題は、いま公開されていません。" in page.text and "かくれた課題" not in page.text
    Browser(app).get(f"/proposals/{proposal.id}", expect=404)


def test_neighbours_talk_below_the_proposal(app):
    proposal, person = a_proposal(), a_person("川端 みどり")
    address = f"/proposals/{proposal.id}"
    a_comment(proposal.thread, "道具は町会にあります。")
    assert "道具は町会にあります。" in Browser(app).get(address).text
    assert not Browser(app).get(address).html.select("[name=body]")
    browser = Browser(app, person)
    sent = browser.post(f"{address}/comments", {"body": "手伝います。"})
    assert sent.location.startswith(f"{address}#comment-")
    assert "手伝います。" in browser.get(address).text
    page = browser.post(f"{address}/comments", {"body": ""}, expect=422)
    assert page.texts("#body-error .field__error") == ["コメントを入力してください。"]
    assert page.html.title.get_text().startswith("エラー：")
    assert "/sign-in" in Browser(app).post(f"{address}/comments", {"body": "やあ"}, expect=302).location


def test_nobody_talks_below_a_draft(app):
    proposal = a_proposal(state=ProposalState.DRAFT)
    page = Browser(app, proposal.author).get(f"/proposals/{proposal.id}")
    assert not page.html.select("[name=body]") and "話し合い" not in page.text


def test_buttons_are_for_those_who_may(app):
    proposal = a_proposal()
    base = f"/proposals/{proposal.id}"

    def offered(viewer):
        links = Browser(app, viewer).get(base).links()
        return {url.removeprefix(f"{base}/") for url in links if url.startswith(f"{base}/")}

    assert offered(None) == offered(a_person()) == offered(an_analyst()) == set()
    assert offered(a_member_of(proposal.organisation)) == {"edit", "withdraw"}
    assert offered(a_coordinator()) == {"decide"}


def test_a_match_begins_from_what_is_taken_up(app):
    staff, proposal = Browser(app, a_coordinator()), a_proposal(state=ProposalState.CHOSEN)
    links = staff.get(f"/proposals/{proposal.id}").links()
    begin = f"/matches/new?issue={proposal.issue_id}&proposal={proposal.id}"
    assert begin in links
    assert begin not in Browser(app, proposal.author).get(f"/proposals/{proposal.id}").links()
    staff.get(begin)


@pytest.mark.parametrize(("page", "who"), [("edit", "group"), ("withdraw", "group"), ("decide", "centre")])
def test_doors_of_a_proposal(app, page, who):
    proposal = a_proposal()
    address = f"/proposals/{proposal.id}/{page}"
    assert "/sign-in" in Browser(app).get(address, expect=302).location
    for outsider in (a_person(), an_analyst(), a_member_of(a_group("別の会"))):
        Browser(app, outsider).get(address, expect=403)
    Browser(app, a_member_of(proposal.organisation)).get(address, expect=200 if who == "group" else 403)
    Browser(app, a_coordinator()).get(address, expect=200 if who == "centre" else 403)
    Browser(app, a_coordinator()).get(f"/proposals/99999/{page}", expect=404)


def test_a_submitted_proposal_is_edited_until_it_is_reviewed(app):
    proposal = a_proposal()
    browser, address = Browser(app, proposal.author), f"/proposals/{proposal.id}/edit"
    page = browser.follow(browser.post(address, texts(title="書き直した題名")))
    assert page.heading == "書き直した題名" and page.texts(".state") == ["提出"]
    assert "提案の内容を直しました" in page.text
    with writing():
        proposal.state = ProposalState.UNDER_REVIEW
    page = browser.post(address, texts(title="おそすぎた題名"), expect=409)
    assert actions.NOT_EDITABLE in page.text and page.value("title") == "おそすぎた題名"


def test_a_group_that_expired_cannot_submit_its_draft(app):
    proposal = a_proposal(state=ProposalState.DRAFT)
    with writing():
        proposal.organisation.verification = Verification.EXPIRED
    browser = Browser(app, proposal.author)
    page = browser.post(f"/proposals/{proposal.id}/edit", texts(), expect=403)
    assert page.texts("main li") == ["承認済みの団体のメンバー"]
    browser.post(f"/proposals/{proposal.id}/edit", texts(title="保存だけ", save="draft"))
    assert (proposal.title, proposal.state) == ("保存だけ", ProposalState.DRAFT)


def test_withdrawing(app):
    proposal = a_proposal()
    browser, address = Browser(app, proposal.author), f"/proposals/{proposal.id}/withdraw"
    browser.get(address)
    page = browser.post(address, {"reason": "理" * 501}, expect=422)
    assert page.value("reason").strip() == "理" * 501
    sent = {"reason": "", "key": "one"}
    page = browser.follow(browser.post(address, sent))
    assert page.texts(".state") == ["取り下げ"]
    browser.post(address, sent)
    browser.post(address, {"reason": "もう一度"}, expect=409)


def test_the_centre_decides_step_by_step(app):
    proposal, browser = a_proposal(), Browser(app, a_coordinator())
    address = f"/proposals/{proposal.id}/decide"
    assert [box["value"] for box in browser.get(address).html.select("[name=verb]")] == ["review", "decline"]
    sent = {"verb": "review", "reason": "", "key": "one"}
    page = browser.follow(browser.post(address, sent))
    assert page.texts(".state") == ["検討中"]
    assert browser.post(address, sent).location == f"/proposals/{proposal.id}"
    assert [box["value"] for box in browser.get(address).html.select("[name=verb]")] == ["choose", "decline"]
    page = browser.post(address, {"verb": "decline", "reason": ""}, expect=422)
    assert page.texts("#reason-error .field__error") == ["見送りの理由を入力してください。"]
    assert page.html.select_one("[name=verb][checked]")["value"] == "decline"
    page = browser.follow(browser.post(address, {"verb": "choose", "reason": "日程が合います。"}))
    assert page.texts(".state") == ["採用"] and "日程が合います。" in page.text
    assert "すでに結果が出ている" in browser.get(address).text


@pytest.mark.parametrize(("verb", "status"), [
    ("", 422), ("submit", 422), ("withdraw", 422), ("x", 422), ("choose", 409),
])  # fmt: skip
def test_what_cannot_be_decided_now_is_refused(app, verb, status):
    proposal = a_proposal()
    page = Browser(app, a_coordinator()).post(
        f"/proposals/{proposal.id}/decide", {"verb": verb, "reason": "書いた理由"}, expect=status
    )
    assert page.value("reason").strip() == "書いた理由" and proposal.state is ProposalState.SUBMITTED
