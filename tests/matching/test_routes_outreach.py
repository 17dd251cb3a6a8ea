"""Asking, answering and the parties: what a person reads and presses."""

from datetime import date

from matchbox.matching.rules import Answer, Means, PartyRole
from matchbox.matching.workflow import MatchState
from tests.browser import Browser
from tests.given.groups import a_group, a_member_of
from tests.given.issues import an_issue
from tests.given.matches import a_match, an_outreach
from tests.given.people import a_coordinator, a_person, an_analyst
from tests.matching.reading import errors


def test_asking_from_the_page(app):
    match, group = a_match(MatchState.CANDIDATE, parties=[]), a_group("あおば会")
    browser = Browser(app, a_coordinator("<b>50%</b>"))
    sent = {
        "organisation_id": group.id, "means": "phone", "message": "来月いかがですか", "asked_on": "2026-11-20",
        "answer_by": "２０２６年１２月１日", "move_on": "y",
    }  # fmt: skip
    answer = browser.post(f"/matches/{match.id}/ask", sent)
    (outreach,) = match.outreaches
    assert (outreach.means, outreach.asked_on, outreach.answer_by) == (
        Means.PHONE, date(2026, 11, 20), date(2026, 12, 1),
    )  # fmt: skip
    assert match.state is MatchState.APPROACHED and answer.location == f"/matches/{match.id}#outreach"
    page = browser.post(f"/matches/{match.id}/ask", sent, expect=422)
    assert "11月20日に<b>50%</b>がすでに打診しています" in errors(page, "organisation_id")[0]
    assert "あおば会" in page.texts("aside")[0] and page.value("message").strip() == "来月いかがですか"


def test_the_groups_to_ask_show_how_often_and_put_the_candidates_first(app):
    first, busy = a_group("あおば会"), a_group("人気の会")
    match = a_match(MatchState.CANDIDATE, issue=an_issue("この課題"), parties=[], candidates=[busy])
    an_outreach(a_match(issue=an_issue("別の課題")), busy)
    page = Browser(app, a_coordinator()).get(f"/matches/{match.id}/ask")
    assert page.texts("#organisation_id optgroup[label=候補の団体] option") == ["人気の会（1回）"]
    assert f"{first.name}（0回）" in page.texts("#organisation_id optgroup[label=ほかの団体] option")


def test_a_form_of_asking_names_what_is_wrong(app):
    match = a_match(MatchState.APPROACHED)
    page = Browser(app, a_coordinator()).post(
        f"/matches/{match.id}/ask",
        {"organisation_id": "", "means": "proposal", "asked_on": "きのう", "message": "長" * 1001},
        expect=422,
    )
    assert errors(page, "organisation_id") == ["団体をえらんでください。"]
    assert errors(page, "means") == ["一覧の中からえらんでください。"]
    assert "日付は" in errors(page, "asked_on")[0]
    assert errors(page, "message") == ["1000文字以内で入力してください。"]


def test_a_member_answers_and_reads_that_it_arrived(app):
    group = a_group("あおば会")
    match = a_match(MatchState.APPROACHED)
    outreach = an_outreach(match, group, Answer.WAITING, message="朝の雪かきを手伝ってください")
    browser, address = Browser(app, a_member_of(group)), f"/outreaches/{outreach.id}/answer"
    page = browser.get(address)
    assert "朝の雪かきを手伝ってください" in page.text and not page.html.select("[name=answered_on]")
    assert page.texts(".choices .choice") == ["受ける", "条件付きで受ける", "断る"]
    answer = browser.post(address, {"answer": "conditional", "answer_note": "土曜だけ"})
    after = browser.follow(answer)
    assert after.heading == "打診への返事" and "条件付きで受ける" in after.text and "土曜だけ" in after.text
    assert "あおば会" in [party.shown_name for party in match.parties]
    page = browser.post(address, {"answer": "declined"}, expect=409)
    assert "すでに返事をいただいています" in page.text


def test_a_member_answers_while_the_match_is_still_a_candidate(app):
    group = a_group("あおば会")
    outreach = an_outreach(a_match(MatchState.CANDIDATE), group, Answer.WAITING)
    browser, address = Browser(app, a_member_of(group)), f"/outreaches/{outreach.id}/answer"
    assert browser.follow(browser.post(address, {"answer": "accepted"})).heading == "打診への返事"


def test_answers_that_lack_something_are_shown_beside_their_question(app):
    group = a_group("あおば会")
    outreach = an_outreach(a_match(MatchState.APPROACHED), group, Answer.WAITING)
    browser, address = Browser(app, a_member_of(group)), f"/outreaches/{outreach.id}/answer"
    assert errors(browser.post(address, {}, expect=422), "answer") == ["返事をえらんでください。"]
    page = browser.post(address, {"answer": "declined"}, expect=422)
    assert errors(page, "decline_reason_id") == ["お断りの理由をえらんでください。"]
    page = browser.post(address, {"answer": "conditional"}, expect=422)
    assert errors(page, "answer_note") == ["どのような条件か、入力してください。"]
    assert errors(browser.post(address, {"answer": "expired"}, expect=422), "answer")


def test_the_centre_writes_down_an_answer_with_its_day(app):
    match = a_match(MatchState.APPROACHED)
    outreach = an_outreach(match, a_group("あおば会"), Answer.WAITING, asked_on=date(2026, 11, 1))
    browser, address = Browser(app, a_coordinator()), f"/outreaches/{outreach.id}/answer"
    assert "期限切れ" in browser.get(address).texts(".choices .choice")
    answer = browser.post(address, {"answer": "accepted", "answered_on": "2026-11-10"})
    assert answer.location == f"/matches/{match.id}#outreach"
    assert outreach.answered_on == date(2026, 11, 10)
    browser.get(address)


def test_after_the_agreement_a_group_reads_that_answers_are_closed(app):
    group = a_group("あおば会")
    outreach = an_outreach(a_match(MatchState.AGREED), group, Answer.WAITING)
    assert "受付は終わりました" in Browser(app, a_member_of(group)).get(f"/outreaches/{outreach.id}/answer").text


def test_strangers_do_not_know_of_an_outreach(app):
    outreach = an_outreach(a_match(MatchState.APPROACHED), a_group("あおば会"), Answer.WAITING)
    Browser(app, a_person("通りすがり")).get(f"/outreaches/{outreach.id}/answer", expect=404)
    Browser(app, an_analyst()).get(f"/outreaches/{outreach.id}/answer", expect=404)


def test_parties_are_added_and_taken_out(app):
    match, sponsor = a_match(), a_group("協賛の会社")
    browser, address = Browser(app, a_coordinator()), f"/matches/{match.id}/parties"
    browser.post(address, {"role": "supporting", "organisation_id": sponsor.id})
    assert "協賛の会社" in browser.get(address).texts(".parties b")
    page = browser.post(address, {"role": "helping", "organisation_id": sponsor.id}, expect=422)
    assert "先に返事を記録してください" in errors(page, "role")[0]
    party = next(party for party in match.parties if party.role is PartyRole.SUPPORTING)
    removal = f"/parties/{party.id}/remove"
    assert browser.post(removal).location == address
    assert "協賛の会社" not in browser.get(address).texts(".parties b")
    browser.post(removal, expect=404)
