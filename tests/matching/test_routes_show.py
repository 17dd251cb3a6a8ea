"""The page of a match: what each reader sees on it."""

from datetime import date

import pytest

from matchbox.core.publication import Publication
from matchbox.matching.rules import Answer
from matchbox.matching.workflow import AGREED_ON, BEFORE_AGREEMENT, MatchState
from tests.browser import Browser
from tests.given.groups import a_group, a_member_of
from tests.given.issues import an_issue
from tests.given.matches import a_match, an_activity, an_outreach, helping
from tests.given.people import a_coordinator, a_person, an_analyst

NEXT = "次にすること・担当を決める"
IN_2026, IN_2021 = "kanazawa-kyodo-2026", "kanazawa-kyodo-2021"
PAGES = ("agree", "correct", "step-back", "give-up", "break-off", "ask", "parties", "tags", "next-step")


def buttons(page):
    return page.texts(".panel--next a, .panel--next button")


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
