"""The page of a match and everything that is recorded from it: what a person reads and presses."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from matchbox.core.database import db
from matchbox.core.journal import JournalEntry
from matchbox.core.publication import Publication
from matchbox.discussion.models import Comment
from matchbox.matching.models import Match
from matchbox.matching.rules import Answer, Broker, MatchKind, Means, PartyRole
from matchbox.matching.workflow import AGREED_ON, BEFORE_AGREEMENT, MatchState
from matchbox.proposals.workflow import ProposalState
from matchbox.vocabulary.models import Vocabulary
from tests.browser import Browser
from tests.given.groups import a_group, a_member_of
from tests.given.issues import an_issue
from tests.given.matches import a_match, an_activity, an_outreach, helping, needing, supporting, tags
from tests.given.people import a_coordinator, a_person, an_analyst
from tests.given.proposals import a_proposal
from tests.given.words import a_plan, a_policy, the_term

DAY = timedelta(days=1)
NEXT = "次にすること・担当を決める"
IN_2026, IN_2021 = "kanazawa-kyodo-2026", "kanazawa-kyodo-2021"


def primary(plan=IN_2026):
    return f"primary_{a_plan(plan).id}"


def others(plan=IN_2026):
    return f"others_{a_plan(plan).id}"


def answers(**changed):
    """What a coordinator types on the page of 成立."""
    return {
        "agreed_on": "2026-11-20",
        "kind": "cooperation",
        "purpose": "冬の通学路を安全にするため",
        "who_does_what": "町会が道具を用意し、団体が朝に雪をかきます。",
        "period_from": "2026-12-01",
        "period_until": "",
        "brokered_by": "centre",
        "form_id": the_term(Vocabulary.COOPERATION_FORM, "staffing").id,
        primary(): a_policy().id,
        **changed,
    }


def buttons(page):
    return page.texts(".panel--next a, .panel--next button")


def errors(page, field):
    return page.texts(f"#{field}-error")


def test_the_page_tells_the_public_who_does_what_with_whom(app):
    inside = {"occasion": "内輪のきっかけ", "why_no_meeting": "内輪の理由"}
    match = a_match(MatchState.ACTIVE, agreed_on=date(2026, 5, 1), **inside)
    an_outreach(match, a_group("断った会"), Answer.DECLINED)
    an_activity(match, date(2026, 6, 1), 26, note="第1回を実施しました。")
    page = Browser(app).get(f"/matches/{match.id}")
    assert page.heading == match.title
    for words in (
        "ほたる橋ささえあいの会", "課題側", "協力側", "令和8年5月1日", match.purpose, match.who_does_what, "センター",
        "第1回を実施しました。", "のべ26人", "施策2-1", "計上：令和8年度・施策2-1",
    ):  # fmt: skip
        assert words in page.text, words
    for secret in ("断った会", "内輪", "次にすること", "話し合い", match.coordinator.name):
        assert secret not in page.text, secret
    assert f"/issues/{match.issue_id}" in page.links()
    assert f"/plans/{IN_2026}" in page.links()
    assert page.texts(".stages [aria-current] .stages__word") == ["活動中 （いまここ）"]


@pytest.mark.parametrize(
    "state, shown",
    [
        ("candidate", ["団体に打診する", NEXT, "不成立にする"]),
        ("approached", ["団体に打診する", "成立を記録する", NEXT, "候補に戻す", "不成立にする"]),
        ("meeting", ["成立を記録する", "団体に打診する", NEXT, "打診中に戻す", "不成立にする"]),
        ("agreed", ["活動を始める", NEXT, "中止にする"]),
        ("active", ["活動を記録する", NEXT, "中止にする"]),
        ("completed", ["活動を記録する", "中止にする"]),
        ("not_agreed", []),
        ("broken_off", []),
    ],
)
def test_a_coordinator_sees_the_steps_that_are_open(app, state, shown):
    match = a_match(MatchState.of(state))
    page = Browser(app, a_coordinator()).get(f"/matches/{match.id}")
    assert sorted(buttons(page)) == sorted(shown)


def test_a_step_that_lacks_something_says_what(app):
    coordinator = a_coordinator()
    for state, words in [("candidate", "打診を1件"), ("approached", "「受ける」"), ("active", "活動を1件")]:
        match = a_match(MatchState.of(state), issue=an_issue(state))
        assert words in Browser(app, coordinator).get(f"/matches/{match.id}").text


def test_a_party_sees_its_own_buttons_and_an_analyst_none(app):
    match = a_match(MatchState.AGREED)
    member = a_member_of(match.parties[1].organisation)
    assert buttons(Browser(app, member).get(f"/matches/{match.id}")) == ["活動を始める"]
    assert buttons(Browser(app, an_analyst()).get(f"/matches/{match.id}")) == []


def test_the_staff_see_every_outreach_and_a_group_its_own(app):
    match, first, second = a_match(MatchState.APPROACHED), a_group("あおば会"), a_group("みどり会")
    mine = an_outreach(match, first, Answer.WAITING, answer_by=date(2026, 12, 1), asked_by_id=match.coordinator_id)
    an_outreach(match, second, Answer.DECLINED)
    page = Browser(app, a_coordinator()).get(f"/matches/{match.id}")
    assert {"あおば会", "みどり会"} <= set(page.texts("#outreach h3"))
    assert "時期が合わない" in page.text and match.coordinator.name in page.text
    own = Browser(app, a_member_of(first)).get(f"/matches/{match.id}")
    assert own.texts("#outreach h3") == ["あおば会"] and "みどり会" not in own.text
    assert f"/outreaches/{mine.id}/answer" in own.links()
    assert "話し合い" not in own.text


def test_if_nobody_is_left_the_page_says_what_to_do(app):
    match = a_match(MatchState.APPROACHED)
    an_outreach(match, a_group("あおば会"), Answer.DECLINED)
    page = Browser(app, a_coordinator()).get(f"/matches/{match.id}")
    assert "ほかの団体に打診するか、「不成立にする」を押してください。" in page.text
    an_outreach(match, a_group("みどり会"), Answer.WAITING)
    assert "受けた団体がありません" not in Browser(app, a_coordinator()).get(f"/matches/{match.id}").text


@pytest.mark.parametrize("state, reason", [("not_agreed", "相手が見つからない"), ("broken_off", "団体の事情")])
def test_an_ended_match_says_why_and_offers_a_new_attempt(app, state, reason):
    match = a_match(MatchState.of(state), end_note="内輪の事情")
    page = Browser(app, a_coordinator()).get(f"/matches/{match.id}")
    assert reason in page.text and "内輪の事情" in page.text
    assert f"/matches/new?continues={match.id}" in page.links()
    theirs = Browser(app, match.parties[0].user).get(f"/matches/{match.id}")
    assert reason in theirs.text and "内輪の事情" not in theirs.text and "新しく登録する" not in theirs.text


def test_the_history_is_told_by_audience(app):
    coordinator = a_coordinator("センター 山口")
    match = a_match(MatchState.AGREED)
    browser = Browser(app, coordinator)
    browser.post(f"/matches/{match.id}/next-step", {"next_step": "電話する", "next_step_by": ""})
    browser.post(f"/matches/{match.id}/start")
    assert browser.get(f"/matches/{match.id}").texts(".timeline__title") == [
        "活動が始まりました", "次にすることを決めました：電話する",
    ]  # fmt: skip
    assert browser.get(f"/matches/{match.id}").texts(".timeline__by") == ["センター 山口"] * 2
    public = Browser(app).get(f"/matches/{match.id}")
    assert public.texts(".timeline__title") == ["活動が始まりました"] and public.texts(".timeline__by") == []


@pytest.mark.parametrize("publication", [Publication.PUBLIC, Publication.RESTRICTED])
def test_what_may_not_be_known_is_missing(app, publication):
    match = a_match(MatchState.MEETING, issue=an_issue(publication=publication))
    Browser(app).get(f"/matches/{match.id}", expect=404)
    Browser(app, a_person("通りすがり")).get(f"/matches/{match.id}", expect=404)
    assert Browser(app, match.parties[0].user).get(f"/matches/{match.id}").heading == match.title
    Browser(app, a_coordinator()).get("/matches/99999", expect=404)


PAGES = ("agree", "correct", "step-back", "give-up", "break-off", "ask", "parties", "tags", "next-step")


def test_pages_of_the_office_are_closed_to_others(app):
    match = a_match(MatchState.AGREED)
    member = a_member_of(match.parties[1].organisation)
    for page in PAGES:
        Browser(app, member).get(f"/matches/{match.id}/{page}", expect=403)
        Browser(app, an_analyst()).get(f"/matches/{match.id}/{page}", expect=403)
        assert Browser(app).get(f"/matches/{match.id}/{page}", expect=302).location.startswith("/sign-in")
    Browser(app, an_analyst()).get("/matches/new", expect=403)
    Browser(app, an_analyst()).get(f"/matches/{match.id}/activities/new", expect=403)


@pytest.mark.parametrize("state", MatchState)
def test_every_page_of_the_office_opens_or_says_why_not(app, state):
    match = a_match(state)
    browser = Browser(app, a_coordinator())
    open_from = {
        "agree": state in (MatchState.APPROACHED, MatchState.MEETING),
        "step-back": state in (MatchState.APPROACHED, MatchState.MEETING),
        "give-up": state in BEFORE_AGREEMENT,
        "break-off": state in AGREED_ON,
    }
    for page in (*PAGES, "activities/new", ""):
        browser.get(f"/matches/{match.id}/{page}".rstrip("/"), expect=200 if open_from.get(page, True) else 409)


def test_a_match_begins_from_an_issue_and_its_proposal(app):
    group, issue, coordinator = a_group(), an_issue(), a_coordinator()
    proposal = a_proposal(issue, group, a_person("提案者"), state=ProposalState.UNDER_REVIEW)
    browser, address = Browser(app, coordinator), f"/matches/new?issue={issue.id}&proposal={proposal.id}"
    page = browser.get(address)
    assert issue.title in page.text and not page.html.select("[name=title]")
    assert [box["value"] for box in page.html.select("[name=proposal_ids][checked]")] == [str(proposal.id)]
    sent = {"kind": "cooperation", "proposal_ids": proposal.id, "coordinator_id": coordinator.id, "occasion": "窓口"}
    answer = browser.post(address, sent)
    match = db.session.scalars(select(Match)).one()
    assert answer.location == f"/matches/{match.id}"
    assert match.proposals == [proposal] and len(match.parties) == 2
    assert "マッチングを登録しました。" in browser.follow(answer).text


def test_a_match_begins_with_candidates_named_in_the_address_and_added_by_hand(app):
    first, second, issue, coordinator = a_group("あおば会"), a_group("みどり会"), an_issue(), a_coordinator()
    browser, address = Browser(app, coordinator), f"/matches/new?issue={issue.id}&candidate={first.id}&candidate=junk"
    offered = browser.get(address).html.select("[name=candidate_ids][checked]")
    assert [box["value"] for box in offered] == [str(first.id)]
    browser.post(
        address,
        {
            "kind": "cooperation", "candidate_ids": first.id, "candidate_id": second.id,
            "coordinator_id": coordinator.id,
        },
    )  # fmt: skip
    match = db.session.scalars(select(Match)).one()
    assert match.candidates == [first, second]
    assert "まだ打診していない候補：あおば会・みどり会" in browser.get(f"/matches/{match.id}").text


def test_an_exchange_begins_without_an_issue(app):
    coordinator = a_coordinator()
    browser = Browser(app, coordinator)
    sent = {"kind": "exchange", "coordinator_id": coordinator.id}
    page = browser.post("/matches/new", {**sent, "title": " "}, expect=422)
    assert errors(page, "title") == ["題名を入力してください。"]
    page = browser.post("/matches/new", {**sent, "title": "長" * 61}, expect=422)
    assert errors(page, "title") == ["題名は60文字以内で入力してください。"]
    browser.post("/matches/new", {**sent, "title": "茶話会"})
    match = db.session.scalars(select(Match)).one()
    assert (match.title, match.kind, match.issue) == ("茶話会", MatchKind.EXCHANGE, None)


def test_a_second_match_of_the_same_kind_is_refused_beside_a_link_to_the_first(app):
    match = a_match(MatchState.CANDIDATE)
    with_poster = match.parties[1]
    browser, address = Browser(app, a_coordinator()), f"/matches/new?issue={match.issue_id}"
    assert f"/matches/{match.id}" in browser.get(address).links("aside a")
    browser.post(f"/parties/{with_poster.id}/remove")
    page = browser.post(address, {"kind": "cooperation", "coordinator_id": match.coordinator_id}, expect=409)
    assert f"（番号{match.id}）" in page.texts("[role=alert]")[0]
    assert page.html.select("[name=kind][checked]")[0]["value"] == "cooperation"


def test_a_new_attempt_continues_the_old_one(app):
    first = a_match(MatchState.BROKEN_OFF)
    browser, address = Browser(app, first.coordinator), f"/matches/new?continues={first.id}"
    assert "前のマッチングの続き" in browser.get(address).text
    browser.post(address, {"kind": "cooperation", "coordinator_id": first.coordinator_id})
    second = db.session.scalars(select(Match).order_by(Match.id.desc())).first()
    assert (second.continues, second.issue) == (first, first.issue)
    assert f"/matches/{first.id}" in browser.get(f"/matches/{second.id}").links("aside a")


def test_what_the_address_names_and_does_not_exist_is_a_missing_page(app):
    browser = Browser(app, a_coordinator())
    for query in ("issue=9999", "continues=9999"):
        browser.get(f"/matches/new?{query}", expect=404)
    browser.get("/matches/new?issue=junk&proposal=junk&continues=-1")


def test_a_begin_form_names_what_is_wrong_in_japanese(app):
    page = Browser(app, a_coordinator()).post(
        "/matches/new", {"kind": "x", "title": "茶話会", "coordinator_id": "x", "candidate_id": "9999"}, expect=422
    )
    assert "一覧の中からえらんでください。" in errors(page, "kind")[0]
    assert "えらんでください" in errors(page, "coordinator_id")[0]
    assert errors(page, "candidate_id") == ["一覧の中からえらんでください。"]
    assert "Not a valid" not in page.text and "Invalid" not in page.text


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
    Browser(app, an_analyst()).get(f"/outreaches/{outreach.id}/answer", expect=403)


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


def test_agreeing_on_the_page_with_the_policies_of_the_year(app):
    match, browser = a_match(MatchState.MEETING), Browser(app, a_coordinator())
    page = browser.get(f"/matches/{match.id}/agree")
    assert page.value("agreed_on") == "2026-11-24" and not page.html.select("[name=why_no_meeting]")
    assert page.texts(f"#plan-{a_plan(IN_2026).id} .choices .choice")[2].startswith("2-1")
    answer = browser.post(f"/matches/{match.id}/agree", answers(**{others(): [a_policy("2-3").id]}))
    assert answer.location == f"/matches/{match.id}"
    assert (match.state, match.agreed_on, match.brokered_by) == (MatchState.AGREED, date(2026, 11, 20), Broker.CENTRE)
    assert {(tag.short_name, tag.is_primary) for tag in match.tags} == {("施策2-1", True), ("施策2-3", False)}
    assert "成立を記録しました。" in browser.follow(answer).text


def test_an_agreement_without_the_policy_of_a_required_plan_names_the_plan(app):
    match, browser = a_match(MatchState.MEETING), Browser(app, a_coordinator())
    page = browser.post(f"/matches/{match.id}/agree", answers(**{primary(): ""}), expect=422)
    assert errors(page, primary()) == ["先に「金沢市協働推進計画2026（仮称）」の施策を付けてください。"]
    assert page.value("purpose").strip() == "冬の通学路を安全にするため"
    assert match.state is MatchState.MEETING


def test_a_day_of_another_fiscal_year_brings_the_policies_of_that_year(app):
    match, browser = a_match(MatchState.MEETING), Browser(app, a_coordinator())
    page = browser.post(f"/matches/{match.id}/agree", answers(agreed_on="2026-03-31"), expect=422)
    assert errors(page, primary(IN_2021)) == ["先に「金沢市協働推進計画2021」の施策を付けてください。"]
    assert page.texts("main h2")[-1] == "令和7年度の計画の施策" and not page.html.select(f"[name={primary()}]")
    sent = answers(agreed_on="2026-03-31", **{primary(IN_2021): a_policy("1", IN_2021).id})
    browser.post(f"/matches/{match.id}/agree", sent)
    assert [tag.node.plan.code for tag in match.tags] == [IN_2021]


def test_provisional_tags_are_filled_in(app):
    match = a_match(MatchState.MEETING, tags=tags(a_policy("2-3"), a_policy("1-1")))
    page = Browser(app, a_coordinator()).get(f"/matches/{match.id}/agree")
    assert page.texts(f"#{primary()} option[selected]")[0].startswith("2-3")
    assert [box["value"] for box in page.html.select(f"[name={others()}][checked]")] == [str(a_policy("1-1").id)]


def test_every_answer_of_an_agreement_is_asked_for_in_words(app):
    match = a_match(MatchState.APPROACHED)
    page = Browser(app, a_coordinator()).post(
        f"/matches/{match.id}/agree", {"agreed_on": "2026-02-30", "purpose": "長" * 1001}, expect=422
    )
    expected = {
        "agreed_on": "日付は「2026-12-06」のように", "purpose": "1000文字以内",
        "who_does_what": "だれが何をするか", "period_from": "期間の始まり", "brokered_by": "だれの仲介か",
        "form_id": "協働の形態", "why_no_meeting": "顔合わせをしなかった理由",
        primary(): "先に「金沢市協働推進計画2026",
    }  # fmt: skip
    for field, words in expected.items():
        assert words in errors(page, field)[0], field
    assert "Not a valid" not in page.text


def test_a_day_in_the_future_is_refused_beside_its_question(app):
    match = a_match(MatchState.MEETING)
    page = Browser(app, a_coordinator()).post(f"/matches/{match.id}/agree", answers(agreed_on="2026-11-25"), expect=422)
    assert errors(page, "agreed_on") == ["成立日には、今日までの日付を入力してください。"]


def test_parties_that_are_one_are_told_of_before_and_refused_above_the_form(app):
    group = a_group()
    parties = [needing(a_member_of(group)), helping(group), supporting(a_group("協賛の会社"))]
    match = a_match(MatchState.MEETING, parties=parties)
    browser = Browser(app, a_coordinator())
    assert "異なる2者になっていません" in browser.get(f"/matches/{match.id}/agree").text
    page = browser.post(f"/matches/{match.id}/agree", answers(), expect=409)
    assert "異なる2者になっていません" in page.texts("[role=alert]")[0]
    assert match.state is MatchState.MEETING


def test_agreeing_twice_makes_one_agreement_and_a_late_click_is_told(app):
    match, browser = a_match(MatchState.MEETING), Browser(app, a_coordinator())
    for _ in range(2):
        browser.post(f"/matches/{match.id}/agree", answers(key="once"))
    told = db.session.scalars(select(JournalEntry).where(JournalEntry.kind == "MatchAgreed")).all()
    assert len(told) == 1
    page = browser.post(f"/matches/{match.id}/agree", answers(key="again"), expect=409)
    assert "すでにこの段階になっています" in page.texts("[role=alert]")[0]


def test_the_record_of_an_agreement_is_put_right(app):
    match = a_match(MatchState.ACTIVE, agreed_on=date(2026, 5, 1), form=the_term(Vocabulary.COOPERATION_FORM, "place"))
    browser, address = Browser(app, a_coordinator()), f"/matches/{match.id}/correct"
    page = browser.get(address)
    assert (page.value("agreed_on"), page.value("purpose").strip()) == ("2026-05-01", match.purpose)
    assert page.texts("#form_id option[selected]") == ["場の提供"]
    browser.post(address, answers(agreed_on="2026-05-08", purpose="書きなおした目的"))
    assert (match.agreed_on, match.purpose, match.state) == (date(2026, 5, 8), "書きなおした目的", MatchState.ACTIVE)
    page = browser.post(address, answers(agreed_on="2026-03-31"), expect=422)
    assert "金沢市協働推進計画2021" in errors(page, primary(IN_2021))[0]


def test_policies_are_tagged_on_their_own_page(app):
    match, browser = a_match(MatchState.CANDIDATE), Browser(app, a_coordinator())
    address = f"/matches/{match.id}/tags"
    page = browser.get(address)
    assert "仮の施策" in page.text and "令和8年度の計画の施策" in page.texts("h2")
    answer = browser.post(address, {primary(): a_policy("2-2").id, others(): [a_policy("2-2").id, a_policy("3-1").id]})
    assert {(tag.short_name, tag.is_primary) for tag in match.tags} == {("施策2-2", True), ("施策3-1", False)}
    assert "施策2-2" in browser.follow(answer).texts("#policies")[0]
    page = browser.post(address, {primary(): "", others(): [a_policy("3-1").id]}, expect=422)
    assert "主に関わるものを1つ" in errors(page, primary())[0]
    page = browser.post(address, {primary(): a_policy("2", IN_2021).id}, expect=422)
    assert errors(page, primary()) == ["一覧の中からえらんでください。"]


def test_tags_of_a_plan_that_is_over_are_named_and_fall(app):
    match, browser = a_match(MatchState.CANDIDATE, tags=tags(a_policy("2", IN_2021))), Browser(app, a_coordinator())
    page = browser.get(f"/matches/{match.id}/tags")
    assert "この年度には使えない施策" in page.text and "金沢市協働推進計画2021" in page.text
    browser.post(f"/matches/{match.id}/tags", {primary(): a_policy().id})
    assert [tag.node.plan.code for tag in match.tags] == [IN_2026]


def test_after_the_agreement_the_tags_are_those_of_its_year(app):
    match = a_match(MatchState.AGREED, agreed_on=date(2026, 3, 31), tags=tags(a_policy("2", IN_2021)))
    browser = Browser(app, a_coordinator())
    assert "令和7年度の計画の施策" in browser.get(f"/matches/{match.id}/tags").texts("h2")
    page = browser.post(f"/matches/{match.id}/tags", {primary(IN_2021): ""}, expect=422)
    assert "先に「金沢市協働推進計画2021」" in errors(page, primary(IN_2021))[0]


@pytest.mark.parametrize(
    "state, verb, after", [("candidate", "approach", "approached"), ("approached", "meet", "meeting"),
                           ("agreed", "start", "active"), ("active", "complete", "completed")]
)  # fmt: skip
def test_steps_are_pressed_on_the_page(app, state, verb, after):
    match, browser = a_match(MatchState.of(state)), Browser(app, a_coordinator())
    an_outreach(match, a_group("あおば会"))
    an_activity(match)
    assert f"/matches/{match.id}/{verb}" in [
        form["action"] for form in browser.get(f"/matches/{match.id}").html.select(".panel--next form")
    ]
    answer = browser.post(f"/matches/{match.id}/{verb}")
    assert answer.location == f"/matches/{match.id}" and match.state is MatchState.of(after)
    browser.post(f"/matches/{match.id}/{verb}", expect=409)


def test_a_party_starts_and_reports(app):
    match = a_match(MatchState.AGREED, agreed_on=date(2026, 11, 1))
    browser = Browser(app, match.parties[0].user)
    browser.post(f"/matches/{match.id}/start")
    sent = {"held_on": "2026-11-15", "people": "２６", "hours": "", "note": "第2回"}
    answer = browser.post(f"/matches/{match.id}/activities/new", sent)
    assert answer.location == f"/matches/{match.id}#activities"
    (activity,) = match.activities
    assert (activity.people, activity.hours, activity.note) == (26, None, "第2回")
    page = browser.post(
        f"/matches/{match.id}/activities/new", {"held_on": "", "people": "たくさん", "hours": "10001"}, expect=422
    )
    assert errors(page, "held_on") == ["活動した日を入力してください。"]
    assert "数字で入力してください" in errors(page, "people")[0]
    assert "10000まで" in errors(page, "hours")[0]
    page = browser.post(f"/matches/{match.id}/activities/new", {**sent, "held_on": "2026-11-25"}, expect=422)
    assert errors(page, "held_on") == ["活動した日には、今日までの日付を入力してください。"]
    browser.post(f"/matches/{match.id}/complete", expect=403)


@pytest.mark.parametrize(
    "state, page, sent, after",
    [
        ("meeting", "step-back", {"note": "日程が合わない"}, MatchState.APPROACHED),
        ("meeting", "give-up", {"note": ""}, MatchState.NOT_AGREED),
        ("active", "break-off", {"note": "雪が降らなかった"}, MatchState.BROKEN_OFF),
    ],
)
def test_turning_back_and_ending_ask_why(app, state, page, sent, after):
    match, browser = a_match(MatchState.of(state)), Browser(app, a_coordinator())
    address = f"/matches/{match.id}/{page}"
    assert "理由" in browser.post(address, {}, expect=422).texts("[role=alert]")[0]
    reasons = [option["value"] for option in browser.get(address).html.select("#reason_id option[value]")]
    browser.post(address, {**sent, **({"reason_id": reasons[1]} if reasons else {})})
    assert match.state is after


def test_a_completed_match_is_broken_off_only_as_a_wrong_entry(app):
    match, browser = a_match(MatchState.COMPLETED), Browser(app, a_coordinator())
    address = f"/matches/{match.id}/break-off"
    page = browser.post(address, {"reason_id": the_term(Vocabulary.BROKEN_OFF_REASON, "funding").id}, expect=422)
    assert "「登録の誤り」のときだけ" in errors(page, "reason_id")[0]
    browser.post(address, {"reason_id": the_term(Vocabulary.BROKEN_OFF_REASON, "wrong_entry").id})
    assert match.state is MatchState.BROKEN_OFF


def test_the_next_step_is_set_and_shown(app):
    match, browser = a_match(), Browser(app, a_coordinator())
    other = a_coordinator("センター 田中")
    sent = {"next_step": "会議室を予約する", "next_step_by": "2026-11-20", "coordinator_id": other.id}
    browser.post(f"/matches/{match.id}/next-step", sent)
    page = browser.get(f"/matches/{match.id}")
    for words in ("11月20日までに", "会議室を予約する", "期限を4日過ぎています", "センター 田中"):
        assert words in page.text, words
    assert page.links(".panel--next a")
    assert browser.get(f"/matches/{match.id}/next-step").value("next_step").strip() == "会議室を予約する"


def test_parties_and_the_centre_talk_among_themselves(app):
    match = a_match(MatchState.ACTIVE)
    browser, address = Browser(app, match.parties[0].user), f"/matches/{match.id}"
    answer = browser.post(f"{address}/comments", {"body": "土曜の朝でお願いします。", "voice": "own"})
    comment = db.session.scalars(select(Comment)).one()
    assert answer.location == f"{address}#comment-{comment.id}" and comment.thread_id == match.thread_id
    assert "土曜の朝でお願いします。" in browser.get(address).text
    assert "土曜の朝でお願いします。" in Browser(app, a_coordinator()).get(address).text
    assert "土曜の朝でお願いします。" not in Browser(app).get(address).text
    page = browser.post(f"{address}/comments", {"body": " "}, expect=422)
    assert "コメントを入力してください。" in page.text
    Browser(app, a_person("通りすがり")).post(f"{address}/comments", {"body": "よそから"}, expect=403)
    Browser(app, an_analyst()).post(f"{address}/comments", {"body": "よそから"}, expect=403)


def test_in_an_ended_match_nothing_more_is_said(app):
    match, browser = a_match(MatchState.MEETING), Browser(app, a_coordinator())
    reason = the_term(Vocabulary.NOT_AGREED_REASON, "solved").id
    browser.post(f"/matches/{match.id}/give-up", {"reason_id": reason})
    assert not browser.get(f"/matches/{match.id}").html.select("textarea")
    browser.post(f"/matches/{match.id}/comments", {"body": "まだあります", "voice": "own"}, expect=409)


def test_long_and_odd_words_do_not_break_the_page(app):
    odd = "<b>100%</b> & " + "とても長い名前の団体" * 5
    group, coordinator = a_group(odd[:80]), a_coordinator("%(name)s さん")
    match = a_match(
        MatchState.ACTIVE, issue=an_issue("<i>50%</i>課題"), parties=[helping(group)], coordinator=coordinator,
        purpose="一行目\n二行目 100%\n\n次の段落", who_does_what="<u>だれ</u>", next_step="%s と %(x)s",
    )  # fmt: skip
    browser = Browser(app, coordinator)
    browser.post(f"/matches/{match.id}/next-step", {"next_step": "%s と %(x)s", "next_step_by": ""})
    page = browser.get(f"/matches/{match.id}")
    for words in ("<i>50%</i>課題", "<u>だれ</u>", "%s と %(x)s", "%(name)s さん"):
        assert words in page.text, words
    assert page.heading == "<i>50%</i>課題"
