"""成立, its corrections and the policies: what a coordinator reads and presses."""

from datetime import date

from sqlalchemy import select

from matchbox.core.database import db
from matchbox.core.journal import JournalEntry
from matchbox.matching.rules import Broker
from matchbox.matching.workflow import MatchState
from matchbox.vocabulary.models import Vocabulary
from tests.browser import Browser
from tests.given.groups import a_group, a_member_of
from tests.given.matches import a_match, helping, needing, supporting, tags
from tests.given.people import a_coordinator
from tests.given.words import a_plan, a_policy, the_term
from tests.matching.reading import errors

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
