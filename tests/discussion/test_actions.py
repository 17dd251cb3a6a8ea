"""What can be done in a thread."""

import pytest
from sqlalchemy import func, select

from matchbox.core.database import db
from matchbox.core.errors import Forbidden, Invalid, NotNow
from matchbox.core.journal import Audience, JournalEntry
from matchbox.core.permissions import Visitor
from matchbox.discussion import actions
from matchbox.discussion.models import Comment
from matchbox.organisations.workflow import Verification
from matchbox.web.transactions import writing
from tests.given.groups import a_group
from tests.given.issues import a_comment, a_thread
from tests.given.people import a_coordinator, a_person


def say(actor, thread, body="手伝えます。", voice="own"):
    with writing():
        return actions.write(actor, thread, body=body, voice=voice)


def journal():
    return [(entry.kind, entry.subject_id) for entry in db.session.scalars(select(JournalEntry))]


def test_a_thread_begins_closed_and_everybody_may_need_one(app):
    with writing():
        thread = actions.begin_thread(Visitor(), None, heading="雪かき", audience=Audience.PARTIES)
        thread.address = "/issues/1"
    assert (thread.heading, thread.audience, thread.opened) == ("雪かき", Audience.PARTIES, False)


def test_a_comment_is_kept_and_told(app):
    person, thread = a_person(), a_thread()
    comment = say(person, thread)
    assert (comment.body, comment.author) == ("手伝えます。", person)
    assert comment.organisation is None and not comment.for_centre
    entry = db.session.scalars(select(JournalEntry)).one()
    assert (entry.kind, entry.subject_kind, entry.subject_id) == ("CommentWritten", "thread", thread.id)
    assert entry.facts == {"comment_id": comment.id} and entry.audience is Audience.PARTIES


def test_a_member_may_wear_the_badge_of_a_verified_group(app):
    person = a_person()
    group, thread = a_group(members=[person]), a_thread()
    assert say(person, thread, voice=str(group.id)).organisation == group


@pytest.mark.parametrize("state", [Verification.APPLIED, Verification.EXPIRED, Verification.REFUSED])
def test_the_badge_of_a_group_that_is_not_verified_is_refused(app, state):
    person = a_person()
    group, thread = a_group(members=[person], state=state), a_thread()
    with pytest.raises(Invalid) as refused:
        say(person, thread, voice=str(group.id))
    assert refused.value.field == "voice"


@pytest.mark.parametrize("voice", ["centre", "999999", "junk", ""])
def test_a_name_that_is_not_yours_is_refused(app, voice):
    person, thread = a_person(), a_thread()
    a_group(members=[a_person("ほかの人")])
    with pytest.raises(Invalid):
        say(person, thread, voice=voice)
    assert db.session.scalar(select(func.count()).select_from(Comment)) == 0


def test_a_coordinator_may_speak_for_the_centre(app):
    comment = say(a_coordinator(), a_thread(), voice="centre")
    assert comment.for_centre and comment.organisation is None


def test_visitors_do_not_write(app):
    with pytest.raises(Forbidden):
        say(Visitor(), a_thread())


def test_nothing_is_added_before_it_opens_or_after_it_closed(app):
    person, thread = a_person(), a_thread(opened=False)
    with pytest.raises(NotNow, match="まだ始まっていません"):
        say(person, thread)
    with writing():
        actions.open_thread(person, thread)
    say(person, thread)
    with writing():
        actions.close_thread(person, thread)
    assert thread.opened
    with pytest.raises(NotNow, match="終わりました"):
        say(person, thread)
    with writing():
        actions.open_thread(person, thread)
    assert say(person, thread)
    with writing():
        actions.hide_thread(person, thread)
    assert not thread.opened
    with pytest.raises(NotNow):
        say(person, thread)


def test_deleting_leaves_a_trace_and_says_who(app):
    thread, coordinator = a_thread(), a_coordinator()
    own, rude = a_comment(thread), a_comment(thread)
    with writing():
        actions.delete(own.author, own)
    with writing():
        actions.delete(coordinator, rude)
    assert own.deleted_at and own.deleted_by_author
    assert rude.deleted_at and not rude.deleted_by_author
    assert journal() == [("CommentDeleted", thread.id)] * 2
    with pytest.raises(NotNow, match="すでに"), writing():
        actions.delete(coordinator, own)


def test_others_do_not_delete(app):
    comment, stranger = a_comment(a_thread()), a_person("通りすがり")
    with pytest.raises(Forbidden), writing():
        actions.delete(stranger, comment)
    assert comment.deleted_at is None


