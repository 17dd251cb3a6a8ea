"""What waits for the office, and what it looks after."""

from datetime import timedelta

from matchbox.admin import queries
from matchbox.core import clock
from matchbox.core.database import db
from matchbox.core.outbox import MOST_ATTEMPTS, Envelope
from matchbox.core.publication import Publication
from matchbox.issues.workflow import Ending
from matchbox.organisations.workflow import Verification
from tests.browser import Browser
from tests.given.groups import a_group
from tests.given.issues import an_issue, selects
from tests.given.people import a_coordinator, an_administrator
from tests.given.rows import saved
from tests.given.world import a_world


def titles(query) -> list[str]:
    return [row.title for row in db.session.scalars(query)]


def test_posts_wait_in_the_order_in_which_an_answer_was_promised(app):
    day = clock.today()
    an_issue("あとの約束", Publication.WAITING, reply_by=day + timedelta(days=3))
    an_issue("先の約束", Publication.WAITING, reply_by=day)
    an_issue("取り下げられた投稿", Publication.WAITING, reply_by=day, ending=Ending.WITHDRAWN)
    assert titles(queries.issues_to_check()) == ["先の約束", "あとの約束"]


def test_who_left_only_a_phone_number_is_called(app):
    now = clock.now()
    an_issue("電話だけの方", Publication.DRAFT, posted_at=now, contact_phone="076-000-0000")
    an_issue("メールの方", Publication.DRAFT, posted_at=now, contact_email="a@example.jp")
    an_issue("まだ書いている方", Publication.DRAFT, contact_phone="076-000-0000")
    assert titles(queries.posts_to_confirm_by_phone()) == ["電話だけの方"]


def test_the_desk_shows_every_list_and_its_number(app):
    world = a_world()
    page = Browser(app, world.people["coordinator"]).get("/desk")
    assert "確認を待つ課題です" in page.text and "新しい会" in page.text
    assert any("日過ぎています" in words for words in page.texts(".chip--late"))


def test_an_empty_desk_says_so(app):
    assert "いま待っているものはありません。" in Browser(app, a_coordinator()).get("/desk").text


def test_the_desk_takes_the_same_statements_however_much_waits(app):
    world = a_world()
    desk = Browser(app, world.people["coordinator"])
    with selects() as few:
        desk.get("/desk")
    for number in range(10):
        an_issue(f"待つ課題{number}", Publication.WAITING)
        a_group(f"待つ会{number}", state=Verification.APPLIED)
    with selects() as many:
        desk.get("/desk")
    assert len(many) == len(few)


def test_work_that_stopped_is_seen_and_started_again(app):
    dead = saved(Envelope(topic="mail", payload={}, attempts=MOST_ATTEMPTS, last_error="no mail server"))
    office = Browser(app, an_administrator())
    page = office.get("/admin/outbox")
    assert "no mail server" in page.text and page.texts(".numbers dd") == ["0件", "1件"]
    office.send(page, "もう一度行う")
    assert dead.attempts == 0
    assert office.get("/admin/outbox").texts(".numbers dd") == ["1件", "0件"]


def test_a_worker_that_does_not_run_is_reported_on_the_desk(app):
    saved(Envelope(topic="mail", payload={}, due_at=clock.now() - timedelta(minutes=6)))
    assert "手紙と検索の処理が止まっています" in Browser(app, a_coordinator()).get("/desk").text
