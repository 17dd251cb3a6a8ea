"""A resident's issue becomes a match that counts in the plan, told by four people at four browsers."""

import re
from pathlib import Path

import pytest
import time_machine
from playwright.sync_api import expect
from sqlalchemy import select

from matchbox.accounts.models import User
from matchbox.core.database import db
from matchbox.tools import mail
from tests.given.groups import a_group
from tests.given.people import a_coordinator, a_person

pytestmark = pytest.mark.browser

TITLE = "児童公園の花壇が荒れたままです"


@pytest.fixture(autouse=True)
def in_the_year_of_the_plan():
    with time_machine.travel("2026-11-24 10:00 +0900", tick=True):
        yield


def the_letter(site, subject: str) -> str:
    """The address in the newest letter with this subject, after the worker has done its work."""
    site.work()
    folder = Path(site.app.instance_path) / "letters"
    for letter in mail.kept(folder):
        if subject in letter.subject:
            text = mail.read(folder, letter.name).text
            return re.search(r"https?://[^\s<>]+", text)[0].replace("http://127.0.0.1:8000", "")
    raise AssertionError(f"no letter about {subject}")


def test_a_residents_issue_becomes_a_match_that_counts(site):
    coordinator = a_coordinator()
    officer = a_person("緑化の会 森")
    group = a_group("はなみずき緑化の会", members=[officer])

    issue = a_resident_posts(site)
    a_coordinator_checks_and_publishes(site, coordinator, issue)
    a_member_proposes(site, officer, issue)
    they_discuss(site, officer, issue)
    match = the_coordinator_records_the_match(site, coordinator, issue, group)
    it_counts_in_the_plan(site, match)


def a_resident_posts(site) -> str:
    page = site.person()
    page.goto("/")
    page.get_by_role("link", name="課題を投稿する").first.click()
    page.get_by_label("題名").fill(TITLE)
    page.get_by_label("何に困っていますか").fill("去年の秋から手入れする人がいなくなり、子どもが遊びにくくなっています。")
    page.get_by_label("分野").select_option(label="公園・緑・里山")
    page.get_by_label("校下・地区").select_option(label="泉野")
    page.get_by_label("種類").first.select_option(label="人手")
    page.get_by_label("表示名").fill("花だいすき")
    page.get_by_label("メールアドレス").fill("hana@example.jp")
    page.get_by_role("button", name="この内容で投稿する").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("課題を投稿する")

    page.goto(the_letter(site, "投稿"))
    page.get_by_role("button", name="この内容で投稿する").click()
    expect(page.get_by_role("main")).to_contain_text("K-")
    poster = db.session.scalars(select(User).where(User.email == "hana@example.jp")).one()
    assert poster.confirmed_at is not None
    return db.session.connection().exec_driver_sql("SELECT max(id) FROM issues").scalar()


def a_coordinator_checks_and_publishes(site, coordinator, issue) -> None:
    page = site.person(coordinator)
    page.goto("/desk")
    page.get_by_role("link", name=TITLE).click()
    page.get_by_label("公開する").check()
    page.get_by_role("button", name="この結果を記録する").click()
    expect(page.get_by_role("status").first).to_be_visible()
    visitor = site.person()
    site.work()
    visitor.goto("/issues?q=花壇")
    expect(visitor.get_by_role("link", name=TITLE)).to_be_visible()


def a_member_proposes(site, officer, issue) -> None:
    page = site.person(officer, width=390)
    page.goto(f"/issues/{issue}")
    page.get_by_role("link", name="団体として提案する").click()
    page.get_by_label("題名").fill("月に一度、花壇を手入れします")
    page.get_by_label("内容").fill("会員8人が、毎月第1土曜の午前に草取りと植えつけをします。")
    page.get_by_role("button", name="提案する", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("月に一度、花壇を手入れします")


def they_discuss(site, officer, issue) -> None:
    page = site.person(officer)
    page.goto(f"/issues/{issue}")
    page.get_by_label("コメント", exact=False).first.fill("道具はこちらで用意できます。")
    page.get_by_label("だれの名前で").select_option(label="はなみずき緑化の会")
    page.get_by_role("button", name="コメントを投稿する").click()
    comment = page.locator("article.comment, .comment").filter(has_text="道具はこちらで用意できます。")
    expect(comment).to_contain_text("はなみずき緑化の会")


def the_coordinator_records_the_match(site, coordinator, issue, group) -> str:
    page = site.person(coordinator)
    page.goto(f"/issues/{issue}")
    page.get_by_role("link", name="月に一度、花壇を手入れします").click()
    page.get_by_role("link", name="検討").first.click()
    page.get_by_label("検討中にする").check()
    page.get_by_role("button", name="検討の結果を記録する").click()

    page.goto(f"/issues/{issue}")
    page.get_by_role("link", name="マッチングを登録する").click()
    page.get_by_label("月に一度、花壇を手入れします").check()
    page.get_by_role("button", name="登録する", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    match = page.url.rsplit("/", 1)[1]

    page.goto("/board")
    card = page.locator(f"#match-{match}")
    card.get_by_role("combobox").select_option(label="打診中")
    card.get_by_role("button", name="移す").click()
    page.locator(f"#match-{match}").get_by_role("combobox").select_option(label="顔合わせ")
    page.locator(f"#match-{match}").get_by_role("button", name="移す").click()

    page.goto(f"/matches/{match}/agree")
    fill_in_the_agreement(page)
    page.get_by_role("button", name="成立").click()
    expect(page.get_by_role("main")).to_contain_text("先に「金沢市協働推進計画2026（仮称）」の施策を付けてください")

    page.goto(f"/matches/{match}/tags")
    page.get_by_label("主に関わるもの").first.select_option(label="2-1 地域と多様な主体とのつながり創出")
    page.get_by_role("button", name="記録する", exact=True).click()
    page.goto(f"/matches/{match}/agree")
    fill_in_the_agreement(page)
    page.get_by_role("button", name="成立").click()
    expect(page.get_by_role("main")).to_contain_text("計上：令和8年度・施策2-1")
    return match


def fill_in_the_agreement(page) -> None:
    page.get_by_label("成立日").fill("2026-11-20")
    page.get_by_label("目的").fill("子どもが安心して遊べる公園にするため")
    page.get_by_label("役割").fill("会が手入れをし、近所の人が水やりをします。")
    page.get_by_label("期間の始まり").fill("2026-12-01")
    page.get_by_label("期間の終わり").fill("2027-03-31")
    page.get_by_label("センター", exact=True).check()
    page.get_by_label("協働の形態").select_option(label="人的支援")


def it_counts_in_the_plan(site, match) -> None:
    visitor = site.person(width=390)
    visitor.goto("/plans")
    visitor.get_by_role("link", name="金沢市協働推進計画2026（仮称）").first.click()
    row = visitor.get_by_role("row").filter(has_text="地域と多様な主体とのつながり創出")
    row.get_by_role("link", name="1").click()
    visitor.get_by_role("link", name=TITLE).click()
    expect(visitor).to_have_url(re.compile(f"/matches/{match}$"))
    expect(visitor.get_by_role("main")).to_contain_text("計上：令和8年度・施策2-1")
    site.work()
    assert the_letter(site, "成立")
