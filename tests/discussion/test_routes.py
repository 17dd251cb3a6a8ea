"""What a person reads and presses where people talk."""

import pytest
from sqlalchemy import select

from matchbox.core import clock
from matchbox.core.database import db
from matchbox.core.journal import Audience
from matchbox.discussion.models import Comment
from matchbox.web.transactions import writing
from tests.browser import Browser
from tests.given.groups import a_group
from tests.given.issues import a_comment, a_thread
from tests.given.people import a_coordinator, a_person


def comments():
    return list(db.session.scalars(select(Comment).order_by(Comment.id)))


def test_a_comment_leads_back_to_its_place(app):
    thread = a_thread(address="/issues/7")
    sent = Browser(app, a_person()).post(f"/threads/{thread.id}/comments", {"body": " 町会でも\r\n困っています。😀 "})
    assert sent.location == f"/issues/7#comment-{comments()[0].id}"
    assert comments()[0].body == "町会でも\n困っています。😀"


def test_a_double_click_writes_once(app):
    thread, browser = a_thread(), Browser(app, a_person())
    answers = {"body": "手伝えます。", "key": "one"}
    first = browser.post(f"/threads/{thread.id}/comments", answers)
    assert browser.post(f"/threads/{thread.id}/comments", answers).location == first.location
    assert len(comments()) == 1
    page = browser.post(f"/threads/{thread.id}/comments", {**answers, "body": "べつの言葉"}, expect=409)
    assert page.value("body").strip() == "べつの言葉"


@pytest.mark.parametrize("body, sentence", [
    ("", "コメントを入力してください。"),
    ("　 \n", "コメントを入力してください。"),
    ("あ" * 1001, "コメントは1000文字以内で入力してください。"),
    ("手伝い\x00ます", "使えない文字が入っています。その文字を消してください。"),
])  # fmt: skip
def test_a_refused_comment_keeps_the_words_and_says_what_to_do(app, body, sentence):
    thread = a_thread("雪かきの話", address="/issues/7")
    page = Browser(app, a_person()).post(f"/threads/{thread.id}/comments", {"body": body}, expect=422)
    assert page.texts("#body-error .field__error") == [sentence]
    assert page.html.title.get_text().startswith("エラー：コメントを書く")
    assert page.value("body").strip() == body.strip()
    assert "雪かきの話" in page.text and "/issues/7#talk" in page.links()
    assert comments() == []


def test_a_thousand_characters_are_welcome(app):
    thread = a_thread()
    Browser(app, a_person()).post(f"/threads/{thread.id}/comments", {"body": "雪" * 1000})
    assert len(comments()[0].body) == 1000


def test_a_member_chooses_the_badge(app):
    person, thread = a_person(), a_thread()
    group = a_group(members=[person])
    Browser(app, person).post(f"/threads/{thread.id}/comments", {"body": "団体として", "voice": str(group.id)})
    assert comments()[0].organisation_id == group.id


@pytest.mark.parametrize("voice", ["centre", "12345", "junk"])
def test_a_badge_that_is_not_yours_is_no_choice(app, voice):
    thread = a_thread()
    page = Browser(app, a_person()).post(f"/threads/{thread.id}/comments", {"body": "x", "voice": voice}, expect=422)
    assert "一覧の中からえらんでください。" in page.text
    assert comments() == []


def test_who_writes_signs_in_first(app):
    thread = a_thread()
    sent = Browser(app).post(f"/threads/{thread.id}/comments", {"body": "x"}, expect=302)
    assert "/sign-in" in sent.location and comments() == []


@pytest.mark.parametrize("hidden", [{"opened": False}, {"audience": Audience.PARTIES}])
def test_a_thread_that_is_not_shown_does_not_exist(app, hidden):
    thread = a_thread(**hidden)
    Browser(app, a_person()).post(f"/threads/{thread.id}/comments", {"body": "x"}, expect=404)
    assert comments() == []


def test_a_closed_thread_says_so_and_keeps_the_words(app):
    thread = a_thread()
    with writing():
        thread.closed_at = clock.now()
    page = Browser(app, a_person()).post(f"/threads/{thread.id}/comments", {"body": "まだ話したい"}, expect=409)
    assert "この話し合いは終わりました。" in page.text and page.value("body").strip() == "まだ話したい"


def test_the_author_deletes_and_the_trace_stays(app):
    thread, person = a_thread(address="/issues/7"), a_person()
    comment = a_comment(thread, author=person)
    sent = Browser(app, person).post(f"/comments/{comment.id}/delete")
    assert sent.location == f"/issues/7#comment-{comment.id}" and comment.deleted_at


def test_a_coordinator_deletes_too_and_others_learn_who_may(app):
    thread = a_thread()
    comment = a_comment(thread)
    page = Browser(app, a_person()).post(f"/comments/{comment.id}/delete", expect=403)
    assert "書いたご本人" in page.text and "センターのコーディネーター" in page.text
    Browser(app, a_coordinator()).post(f"/comments/{comment.id}/delete")
    assert comment.deleted_at and not comment.deleted_by_author


def test_what_one_may_not_read_one_cannot_delete(app):
    comment = a_comment(a_thread(audience=Audience.PARTIES))
    Browser(app, a_person()).post(f"/comments/{comment.id}/delete", expect=404)
    Browser(app, a_person()).post("/comments/999999/delete", expect=404)
    assert comment.deleted_at is None
