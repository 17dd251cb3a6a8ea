"""The board: what a person reads and presses."""

from datetime import timedelta

import pytest

from matchbox.core import clock
from matchbox.matching.rules import Answer
from matchbox.matching.workflow import MATCH, MatchState
from tests.browser import Browser
from tests.given.groups import a_group
from tests.given.issues import an_issue
from tests.given.matches import a_match, an_activity, an_outreach
from tests.given.people import a_coordinator, a_person, an_administrator, an_analyst
from tests.given.words import a_district

DAY = timedelta(days=1)


def titles(page, state):
    return page.texts(f"[aria-labelledby=column-{state.value}] .ticket h3")


def options(page, match):
    return [option["value"] for option in page.html.select(f"#match-{match.id} select[name=to] option")]


def test_the_board_is_for_coordinators(app):
    assert Browser(app).get("/board", expect=302).location.startswith("/sign-in")
    for person in (a_person(), an_analyst(), an_administrator()):
        Browser(app, person).get("/board", expect=403)
    assert Browser(app, a_coordinator()).get("/board").heading == "調整ボード"


def test_an_empty_board_has_six_columns_that_say_so(app):
    page = Browser(app, a_coordinator()).get("/board")
    heads = page.texts(".board__head")
    assert [head.split()[0] for head in heads] == ["候補", "打診中", "顔合わせ", "成立", "活動中", "完了"]
    assert page.text.count("この段階のマッチングはありません") == 6


def test_a_card_tells_what_a_coordinator_needs(app):
    coordinator, today = a_coordinator("佐藤"), clock.today()
    match = a_match(
        MatchState.MEETING, coordinator=coordinator, next_step="会議室を予約する", next_step_by=today - 3 * DAY
    )
    page = Browser(app, coordinator).get("/board")
    (card,) = page.texts(".ticket")
    told = ("ほたる橋ささえあいの会", "期限を3日過ぎています", "担当 佐藤", "次： 会議室を予約する", "泉野")
    for words in (match.title, *told):
        assert words in card
    assert page.html.select_one(".ticket--late")["id"] == f"match-{match.id}"
    assert page.texts("#column-meeting") == ["顔合わせ 1件"]


@pytest.mark.parametrize(
    "late_by, words", [(-5, "期限 11月29日"), (0, "期限 11月24日"), (1, "期限を1日過ぎています")]
)
def test_how_the_due_day_is_told(app, late_by, words):
    coordinator = a_coordinator()
    a_match(coordinator=coordinator, next_step="電話", next_step_by=clock.today() - late_by * DAY)
    assert words in Browser(app, coordinator).get("/board").texts(".ticket")[0]


def test_a_card_names_those_asked_else_the_candidates(app):
    coordinator = a_coordinator()
    asked = a_match(MatchState.APPROACHED, issue=an_issue("一つ目"), parties=[], coordinator=coordinator)
    an_outreach(asked, a_group("あおば会"), Answer.WAITING)
    a_match(
        MatchState.CANDIDATE, issue=an_issue("二つ目"), parties=[], coordinator=coordinator,
        candidates=[a_group("みどり会")],
    )  # fmt: skip
    a_match(MatchState.CANDIDATE, issue=an_issue("三つ目"), parties=[], coordinator=coordinator)
    page = Browser(app, coordinator).get("/board")
    assert "打診中：あおば会" in page.text and "候補：みどり会" in page.text
    assert "相手はまだ決まっていません" in page.text


@pytest.mark.parametrize("state", [state for state in MatchState if MATCH.open_from(state)])
def test_the_select_offers_where_it_stands_and_the_lawful_next_stages(app, state):
    coordinator = a_coordinator()
    match = a_match(state, coordinator=coordinator)
    page = Browser(app, coordinator).get("/board")
    assert options(page, match) == [state.value, *(step.target.value for step in MATCH.open_from(state))]


def moved(browser, match, to, expect=303, query=""):
    return browser.post(f"/matches/{match.id}/move{query}", {"to": to}, expect=expect)


@pytest.mark.parametrize(
    "state, to", [("candidate", "approached"), ("approached", "meeting"), ("agreed", "active"), ("active", "completed")]
)
def test_moves_that_ask_nothing_are_carried_out_at_once(app, state, to):
    coordinator = a_coordinator()
    match = a_match(MatchState.of(state), coordinator=coordinator)
    an_outreach(match, a_group("あおば会"))
    an_activity(match)
    browser = Browser(app, coordinator)
    answer = moved(browser, match, to)
    assert answer.location.endswith(f"#match-{match.id}")
    assert match.state is MatchState.of(to)
    assert "段階を移しました。" in browser.follow(answer).text


@pytest.mark.parametrize(
    "state, to, page",
    [
        ("meeting", "agreed", "agree"),
        ("approached", "agreed", "agree"),
        ("candidate", "not_agreed", "give-up"),
        ("meeting", "not_agreed", "give-up"),
        ("active", "broken_off", "break-off"),
        ("completed", "broken_off", "break-off"),
        ("meeting", "approached", "step-back"),
        ("approached", "candidate", "step-back"),
    ],
)
def test_moves_that_need_answers_lead_to_their_page(app, state, to, page):
    coordinator = a_coordinator()
    match = a_match(MatchState.of(state), coordinator=coordinator)
    browser = Browser(app, coordinator)
    answer = moved(browser, match, to)
    assert answer.location == f"/matches/{match.id}/{page}"
    assert match.state is MatchState.of(state)
    browser.follow(answer)


@pytest.mark.parametrize(
    "state, to, sentence",
    [
        ("candidate", "approached", "先に、打診を1件記録してください。"),
        ("approached", "meeting", "「受ける」または「条件付きで受ける」"),
        ("active", "completed", "先に、活動を1件記録してください。"),
        ("candidate", "meeting", "先に「打診中」へ移してください。"),
        ("candidate", "agreed", "先に「顔合わせ」へ移してください。"),
        ("candidate", "completed", "先に「活動中」へ移してください。"),
        ("agreed", "candidate", "成立したあとは「中止」"),
        ("agreed", "not_agreed", "成立したあとは「中止」"),
        ("candidate", "broken_off", "成立の前は「不成立」"),
    ],
)
def test_a_refused_move_answers_with_its_reason_above_the_board(app, state, to, sentence):
    coordinator = a_coordinator()
    match = a_match(MatchState.of(state), coordinator=coordinator)
    page = moved(Browser(app, coordinator), match, to, expect=409)
    assert page.heading == "調整ボード"
    assert any(sentence in words for words in page.texts("[role=status]"))
    assert match.state is MatchState.of(state)
    assert titles(page, match.state) == [match.title]


@pytest.mark.parametrize("to", ["", "meeting", "nowhere"])
def test_a_move_without_a_stage_to_go_to_is_refused(app, to):
    coordinator = a_coordinator()
    match = a_match(MatchState.MEETING, coordinator=coordinator)
    page = moved(Browser(app, coordinator), match, to, expect=422)
    assert "えらんでください" in page.texts("[role=status]")[0]


def test_a_move_keeps_the_conditions_of_the_board(app):
    coordinator = a_coordinator()
    match = a_match(MatchState.AGREED, coordinator=coordinator)
    browser = Browser(app, coordinator)
    page = browser.get("/board?coordinator=all&area=&late=")
    action = page.html.select_one(f"#match-{match.id} form")["action"]
    assert action == f"/matches/{match.id}/move?coordinator=all"
    answer = moved(browser, match, "active", query="?coordinator=all")
    assert answer.location == f"/board?coordinator=all#match-{match.id}"


def test_only_coordinators_move(app):
    match = a_match(MatchState.AGREED)
    moved(Browser(app, an_analyst()), match, "active", expect=403)
    moved(Browser(app, match.parties[0].user), match, "active", expect=403)
    assert match.state is MatchState.AGREED


def test_pressing_twice_moves_once(app):
    coordinator = a_coordinator()
    match = a_match(MatchState.AGREED, coordinator=coordinator)
    browser = Browser(app, coordinator)
    for _ in range(2):
        browser.post(f"/matches/{match.id}/move", {"to": "active", "key": "once"})
    assert match.state is MatchState.ACTIVE
    browser.post(f"/matches/{match.id}/move", {"to": "active", "key": "again"}, expect=422)


@pytest.mark.parametrize(
    "query, shown",
    [
        ("", {"わたしの課題"}),
        ("?coordinator=me", {"わたしの課題"}),
        ("?coordinator=all", {"わたしの課題", "田中の課題", "戸板の課題"}),
        ("?coordinator=all&late=1", {"田中の課題"}),
        ("?coordinator=all&late=yes", {"わたしの課題", "田中の課題", "戸板の課題"}),
        ("?coordinator=-1", {"わたしの課題"}),
        ("?coordinator=99999999999999999999", {"わたしの課題"}),
        ("?coordinator=9999", set()),
        ("?coordinator=nobody&area=x&late=x", {"わたしの課題"}),
    ],
)
def test_conditions_come_from_the_address_and_survive_nonsense(app, query, shown):
    me, other = a_coordinator("わたし"), a_coordinator("センター 田中")
    a_match(issue=an_issue("わたしの課題"), coordinator=me)
    a_match(issue=an_issue("田中の課題"), coordinator=other, next_step="電話", next_step_by=clock.today() - DAY)
    a_match(issue=an_issue("戸板の課題", area=a_district("戸板")), coordinator=other)
    page = Browser(app, me).get(f"/board{query}")
    assert set(page.texts(".ticket h3")) == shown


def test_a_coordinator_and_a_district_can_be_chosen(app):
    me, other = a_coordinator("わたし"), a_coordinator("センター 田中")
    a_match(issue=an_issue("田中の泉野"), coordinator=other)
    a_match(issue=an_issue("田中の戸板", area=a_district("戸板")), coordinator=other)
    page = Browser(app, me).get(f"/board?coordinator={other.id}&area={a_district('戸板').id}")
    assert page.texts(".ticket h3") == ["田中の戸板"]
    chosen = {element.get_text() for element in page.html.select("form[role=search] option[selected]")}
    assert chosen == {"センター 田中", "戸板"}


def test_what_people_wrote_is_shown_as_they_wrote_it(app):
    coordinator = a_coordinator("<b>佐藤</b> 100%")
    a_match(issue=an_issue("<script>100%</script>"), coordinator=coordinator, next_step="50%引き", next_step_by=None)
    card = Browser(app, coordinator).get("/board").texts(".ticket")[0]
    assert "<script>100%</script>" in card and "<b>佐藤</b> 100%" in card and "50%引き" in card
