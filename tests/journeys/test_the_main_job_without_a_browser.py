"""The same story as in Chromium, told by forms alone: nothing in it needs a script."""

import re
from pathlib import Path

import pytest
import time_machine

from matchbox.core import clock
from matchbox.tools import mail
from matchbox.web.worker import drain
from tests.browser import Browser
from tests.given.groups import a_group
from tests.given.people import a_coordinator, a_person

TITLE = "児童公園の花壇が荒れたままです"


@pytest.fixture(autouse=True)
def with_tokens_in_the_year_of_the_plan(app):
    app.config["WTF_CSRF_ENABLED"] = True
    with time_machine.travel("2026-11-24 10:00 +0900", tick=True):
        yield


def the_link_in(app, subject: str) -> str:
    drain(clock.now())
    folder = Path(app.instance_path) / "letters"
    letter = next(letter for letter in mail.kept(folder) if subject in letter.subject)
    return re.search(r"http://127.0.0.1:8000(\S+)", mail.read(folder, letter.name).text)[1]


def test_a_residents_issue_becomes_a_match_that_counts(app):
    officer, visitor = a_person("緑化の会 森"), Browser(app)
    a_group("はなみずき緑化の会", members=[officer])
    member, desk = Browser(app, officer), Browser(app, a_coordinator())

    form = visitor.get("/issues/new")
    visitor.send(
        form,
        "この内容で投稿する",
        title=TITLE,
        body="去年の秋から手入れする人がいません。",
        category_id=form.choice("category_id", "公園・緑・里山"),
        area_id=form.choice("area_id", "泉野"),
        display_name="花だいすき",
        contact_email="hana@example.jp",
    )
    visitor.send(visitor.get(the_link_in(app, "投稿")), "この内容で投稿する")

    queue = desk.get("/desk")
    check = next(link for link in queue.links() if link.endswith("/check"))
    issue = check.removesuffix("/check")
    assert visitor.get(issue, expect=404)
    desk.send(desk.get(check), "この結果を記録する", verb="publish")
    assert visitor.get(issue).heading == TITLE

    member.send(
        member.get(f"{issue}/propose"), "提案する", title="月に一度、手入れします", body="会員8人が草を取ります。"
    )
    page = member.get(issue)
    voice = page.choice("voice", "はなみずき緑化の会")
    member.send(page, "コメントを投稿する", body="道具はあります。", voice=voice)
    assert "道具はあります。" in visitor.get(issue).text

    proposal = next(link for link in desk.get(issue).links() if re.fullmatch(r"/proposals/\d+", link))
    desk.send(desk.get(f"{proposal}/decide"), "検討の結果を記録する", verb="review")
    begin = desk.get(next(link for link in desk.get(issue).links() if link.startswith("/matches/new")))
    chosen = begin.choice("proposal_ids", "月に一度、手入れします")
    match = desk.send(begin, "登録する", proposal_ids=chosen).response.request.path

    refused = desk.post(f"{match}/move", {"to": "meeting", **_token(desk, "/board")}, expect=409)
    assert "先に「打診中」へ移してください。" in refused.text
    for stage in ("approached", "meeting"):
        desk.post(f"{match}/move", {"to": stage, **_token(desk, "/board")})
    agree = desk.get(f"{match}/agree")
    policy = next(name for name in agree.form("成立にする")[1] if name.startswith("primary_"))
    agreement = {
        "agreed_on": "2026-11-20",
        "purpose": "安心して遊べる公園にするため",
        "who_does_what": "会が手入れをします。",
        "period_from": "2026-12-01",
        "brokered_by": "centre",
        "form_id": agree.choice("form_id", "人的支援"),
    }
    refused = desk.send(agree, "成立にする", expect=422, **agreement)
    assert "先に「金沢市協働推進計画2026（仮称）」の施策を付けてください。" in refused.text
    assert refused.value("purpose").strip() == "安心して遊べる公園にするため"
    main = agree.choice(policy, "2-1 地域と多様な主体とのつながり創出")
    assert "計上：令和8年度・施策2-1" in desk.send(refused, "成立にする", **{policy: main}).text

    figures = next(link for link in visitor.get("/plans/kanazawa-kyodo-2026").links() if "policy=2-1" in link)
    behind = visitor.get(figures)
    assert match in behind.links()
    assert "計上：令和8年度・施策2-1" in visitor.get(match).text


def _token(browser: Browser, url: str) -> dict:
    answers = browser.get(url).form("移す")[1]
    return {name: answers[name] for name in ("csrf_token", "key")}
