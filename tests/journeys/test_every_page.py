"""Every page of the address map, in Chromium, at 320 and 1280 px: accessible, inside its window, without complaints."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe

from matchbox.core.outbox import Envelope
from tests.given.rows import saved
from tests.given.world import a_world
from tests.house.test_doors import DOORS, PEOPLE

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
BEST_FIRST = ("coordinator", "administrator", "member", "resident", "visitor")
FOR_VISITORS = {"accounts.sign_in", "accounts.confirm", "accounts.reset_password", "issues.confirm", "issues.posted"}
NOT_PAGES = {"assets.css_all", "assets.favicon", "assets.file"}


def pages_by_reader() -> dict[str, list[str]]:
    """Each page is read by the person who may do most on it."""
    found: dict[str, list[str]] = {who: [] for who in PEOPLE}
    for door, answers in json.loads(DOORS.read_text())["doors"].items():
        endpoint, method = door.split(" ")
        readers = [who for who, answer in zip(PEOPLE, answers, strict=True) if answer in {200, 404, 410}]
        if method == "GET" and endpoint not in NOT_PAGES and readers:
            visitors_page = endpoint in FOR_VISITORS or endpoint.startswith("pages.")
            best = next(who for who in BEST_FIRST if who in readers)
            found["visitor" if visitors_page else best].append(endpoint)
    return {who: endpoints for who, endpoints in found.items() if endpoints}


def violations(page) -> list[str]:
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    return [f"{item['id']}: {item['nodes'][0]['html'][:160]}" for item in found]


def is_wider_than_its_window(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


@pytest.fixture
def world(app, ground):
    if ground.kind != "sqlite":
        pytest.skip("what a page looks like does not depend on the database; the stories run on both")
    world = a_world()
    world.subjects["envelope_id"] = saved(Envelope(topic="test", payload={})).id
    return world


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("who", list(pages_by_reader()))
def test_every_page_is_accessible_and_fits(site, world, who, width):
    page = site.person(world.people[who], width=width)
    wrong = {}
    for endpoint in pages_by_reader()[who]:
        url = world.address(site.app, endpoint)
        page.goto(url)
        found = violations(page)
        if is_wider_than_its_window(page):
            found.append("wider than its window")
        if found:
            wrong[url] = found
    assert wrong == {}


REFUSED = {
    "/sign-in": "ログインする",
    "/register": "登録する",
    "/issues/new": "この内容で投稿する",
}


@pytest.mark.parametrize("width", [320, 1280])
def test_refusals_and_errors_are_accessible_too(site, world, width):
    visitor, resident = site.person(width=width), site.person(world.people["resident"], width=width)
    wrong = {}
    for page, url in ((visitor, "/nowhere"), (resident, "/desk"), (visitor, "/issues?q=どこにもない言葉")):
        page.goto(url)
        wrong[url] = violations(page) + ["wider"] * is_wider_than_its_window(page)
    for url, button in REFUSED.items():
        visitor.goto(url)
        visitor.get_by_role("button", name=button).first.click()
        assert visitor.title().startswith("エラー：")
        visitor.get_by_role("alert").get_by_role("link").first.click()
        assert visitor.evaluate("document.activeElement.tagName") in {"INPUT", "TEXTAREA", "SELECT"}
        wrong[url] = violations(visitor) + ["wider"] * is_wider_than_its_window(visitor)
    assert not any(wrong.values()), wrong


def test_the_keyboard_reaches_the_content_first(site, world):
    page = site.person(world.people["coordinator"], width=320)
    for url in ("/", "/issues", "/board", f"/matches/{world.match.id}"):
        page.goto(url)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent").strip() == "本文へ移動"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"


def test_without_scripts_at_320_px_people_filter_comment_and_move_cards(site, world):
    page = site.person(world.people["coordinator"], width=320, java_script_enabled=False)
    page.goto("/issues")
    page.locator("summary", has_text="しぼりこむ").click()
    page.get_by_label("調整中").check()
    page.get_by_role("button", name="この条件でしぼりこむ").click()
    assert "progress=coordinating" in page.url and page.get_by_role("link", name=world.issue.title).count() == 1

    page.goto(f"/issues/{world.issue.id}")
    page.get_by_label("コメント", exact=False).first.fill("スクリプトなしでも書けます。")
    page.get_by_role("button", name="コメントを投稿する").click()
    assert page.get_by_text("スクリプトなしでも書けます。").count() == 1

    page.goto("/board")
    card = page.locator(f"#match-{world.match.id}")
    card.get_by_role("combobox").select_option(label="打診中")
    card.get_by_role("button", name="移す").click()
    page.get_by_label("なぜ戻しますか").fill("日程が決まらなかったため")
    page.get_by_role("button", name="戻す").click()
    page.goto("/board")
    assert page.locator("section", has_text="打診中").locator(f"#match-{world.match.id}").count() == 1


def test_pressing_twice_makes_one_comment(site, world):
    page = site.person(world.people["resident"])
    page.goto(f"/issues/{world.issue.id}")
    page.get_by_label("コメント", exact=False).first.fill("一度だけ書きます。")
    page.get_by_role("button", name="コメントを投稿する").dblclick()
    page.wait_for_url("**/issues/*#*")
    page.reload()
    assert page.get_by_text("一度だけ書きます。").count() == 1
