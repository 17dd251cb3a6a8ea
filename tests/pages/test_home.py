"""The home page."""

from collections import Counter
from datetime import timedelta

from matchbox.core import clock
from matchbox.core.publication import Publication
from matchbox.issues.workflow import Ending, Progress
from matchbox.matching import queries as matches
from matchbox.matching.workflow import MatchState
from matchbox.organisations.workflow import Verification
from matchbox.pages import queries
from matchbox.proposals.workflow import ProposalState
from tests.browser import Browser
from tests.given.groups import a_group
from tests.given.issues import a_comment, an_issue, selects
from tests.given.matches import a_match
from tests.given.news import a_news_item
from tests.given.people import a_coordinator, a_person
from tests.given.proposals import a_proposal
from tests.given.world import a_world


def days_ago(days):
    return clock.now() - timedelta(days=days)


def titles(cards):
    return [card.title for card in cards]


def part(page, id_):
    """The words of one part of the page."""
    return page.html.select_one(f"section[aria-labelledby={id_}]").get_text(" ", strip=True)


def test_its_numbers_are_those_of_the_derived_progress(app):
    issues = [an_issue(f"課題{number}") for number in range(8)]
    for issue, state in zip(issues, MatchState, strict=True):
        a_match(state, issue)
    a_match(MatchState.AGREED, issues[0])
    talking = an_issue("話し合い中の課題")
    a_comment(talking.thread)
    an_issue("終わった課題", ending=Ending.DONE)
    an_issue("まだ公開していない課題", publication=Publication.WAITING)
    steps = Counter(matches.progress_of([*(issue.id for issue in issues), talking.id]).values())
    numbers = queries.numbers()
    assert numbers.waiting == steps[Progress.OPEN] + steps[Progress.TALKING]
    assert numbers.under_way == steps[Progress.UNDER_WAY]


def test_its_groups_are_those_of_the_directory(app):
    a_group("ひとつめの会")
    a_group("申請した会", state=Verification.APPLIED)
    a_group("ふたつめの会", state=Verification.EXPIRING)
    assert queries.numbers().groups == 2


def test_the_newest_stand_first_and_those_that_wait_longest_below(app):
    for number in range(8):
        an_issue(f"課題{number}", published_at=days_ago(number))
    front = queries.front()
    assert titles(front.newest) == ["課題0", "課題1", "課題2"]
    assert titles(front.unanswered) == ["課題7", "課題6", "課題5"]


def test_nothing_stands_in_both_parts(app):
    for number in range(4):
        an_issue(f"課題{number}", published_at=days_ago(number))
    assert titles(queries.front().unanswered) == ["課題3"]


def test_whoever_has_a_proposal_or_a_match_waits_no_longer(app):
    for number in range(3):
        an_issue(f"新しい課題{number}")

    def waiting(title, **more):
        return an_issue(title, published_at=days_ago(20), **more)

    a_proposal(waiting("提案のある課題"))
    a_proposal(waiting("提案の下書きだけがある課題"), state=ProposalState.DRAFT)
    a_match(MatchState.CANDIDATE, waiting("候補のある課題"))
    a_match(MatchState.COMPLETED, waiting("取組が終わった課題"))
    a_match(MatchState.NOT_AGREED, waiting("不成立になった課題"))
    waiting("休んでいる課題", ending=Ending.PAUSED)
    waiting("非公開の課題", publication=Publication.HIDDEN)
    a_comment(waiting("話し合い中の課題").thread)
    assert set(titles(queries.front().unanswered)) == {
        "提案の下書きだけがある課題", "不成立になった課題", "話し合い中の課題",
    }  # fmt: skip


def test_what_is_not_public_is_nowhere_whoever_looks(app):
    an_issue("かくした課題", publication=Publication.HIDDEN)
    restricted = an_issue("限定の課題", publication=Publication.RESTRICTED)
    a_match(MatchState.COMPLETED, restricted, title="限定の取組")
    for viewer in (None, a_coordinator()):
        page = Browser(app, viewer).get("/")
        assert not any(word in page.text for word in ("かくした課題", "限定の課題", "限定の取組"))


def test_what_was_solved_names_who_did_it(app):
    match = a_match(MatchState.COMPLETED, an_issue("雪かきの課題", poster=a_person("川端 みどり")))
    a_match(MatchState.ACTIVE)
    page = Browser(app).get("/")
    assert f"/matches/{match.id}" in page.links() and "川端 みどり・ほたる橋ささえあいの会" in part(page, "done")
    assert [card.id for card in queries.front().completed] == [match.id]


def test_the_latest_news_stand_there_the_important_first(app):
    a_news_item("ふつうのお知らせ")
    a_news_item("大事なお知らせ", is_important=True)
    page = Browser(app).get("/")
    assert page.texts("ul.news a") == ["大事なお知らせ", "ふつうのお知らせ"]
    assert "/news" in page.links("section[aria-labelledby=news] a")


def test_it_leads_everywhere(app):
    world = a_world()
    page = Browser(app).get("/")
    assert page.heading == "まちの課題を、みんなの力で解決する"
    assert {
        "/issues/new", "/organisations", "/plans", "/organisations/apply", "/areas", "/categories",
        "/organisation-kinds", f"/areas/{world.issue.area_id}", f"/categories/{world.issue.category_id}",
        f"/organisation-kinds/{world.group.kind_id}", "/plans/kanazawa-kyodo-2026",
    } <= set(page.links())  # fmt: skip
    search = page.html.select_one(".hero form")
    assert search["action"] == "/search" and search.label.get_text() == "課題・団体・取組を言葉でさがす"


def test_its_numbers_lead_to_lists_of_as_many_things(app):
    world = a_world()
    a_match(MatchState.ACTIVE, an_issue("取組中の課題"))
    a_comment(an_issue("話し合い中の課題").thread, author=world.people["member"])
    browser = Browser(app)
    shown = {link["href"]: link.get_text() for link in browser.get("/").html.select(".now dd a")}
    assert len(shown) == 4
    for url in [url for url in shown if not url.startswith("/plans")]:
        assert browser.get(url).texts(".result-count")[0].startswith(shown[url].removesuffix("団体").removesuffix("件"))


def test_it_is_whole_without_anything_in_it(app):
    page = Browser(app).get("/")
    assert page.texts(".numbers dd") == ["0件", "0件", "0件", "0団体"]
    assert not page.html.select(".numbers a")
    for sentence in (
        "まだ課題はありません。",
        "提案を待っている課題は、ここに並びます。",
        "解決した取組は、ここに並びます。",
        "新しいお知らせはありません。",
    ):
        assert sentence in page.text


def test_it_changes_as_soon_as_something_happens(app):
    browser = Browser(app)
    browser.get("/")
    an_issue("いま公開した課題")
    assert "いま公開した課題" in browser.get("/").text


def test_as_long_as_nothing_happens_it_asks_the_database_for_nothing(app):
    a_world()
    browser = Browser(app)
    browser.get("/")
    with selects() as asked:
        browser.get("/")
    assert [statement for statement in asked if " FROM " in statement] == []


def test_the_number_of_statements_does_not_grow_with_the_rows(app):
    def statements() -> int:
        with selects() as seen:
            Browser(app).get("/")
        return len(seen)

    a_world()
    a_news_item()
    a_match(MatchState.COMPLETED)
    few = statements()
    for number in range(12):
        a_match(MatchState.COMPLETED, an_issue(f"ほかの課題{number}"))
        an_issue(f"待っている課題{number}")
        a_news_item(f"お知らせ{number}")
    assert statements() == few
