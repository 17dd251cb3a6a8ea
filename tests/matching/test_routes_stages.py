"""The steps of a match and what is recorded on the way: what a person reads and presses."""

from datetime import date

import pytest
from sqlalchemy import select

from matchbox.core.database import db
from matchbox.discussion.models import Comment
from matchbox.matching.workflow import MatchState
from matchbox.vocabulary.models import Vocabulary
from tests.browser import Browser
from tests.given.groups import a_group
from tests.given.matches import a_match, an_activity, an_outreach
from tests.given.people import a_coordinator, a_person, an_analyst
from tests.given.words import the_term
from tests.matching.reading import errors


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
