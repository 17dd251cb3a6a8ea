"""Who reads what was said."""

from matchbox.core.database import db
from matchbox.core.journal import Audience
from matchbox.core.permissions import Visitor
from matchbox.discussion import queries
from matchbox.organisations.workflow import Verification
from tests.given.groups import a_group
from tests.given.issues import a_comment, a_thread, selects
from tests.given.people import a_coordinator, a_person, an_analyst


def seen(viewer):
    return {thread.heading for thread in db.session.scalars(queries.visible_to(viewer))}


def test_three_viewers_one_list_of_threads(app):
    a_thread("公開")
    a_thread("公開前", opened=False)
    a_thread("当事者", audience=Audience.PARTIES)
    assert seen(Visitor()) == seen(a_person()) == seen(an_analyst()) == {"公開"}
    assert seen(a_coordinator()) == {"公開", "公開前", "当事者"}


def test_comments_are_seen_with_their_thread_and_ones_own_everywhere(app):
    person = a_person()
    public, private = a_thread(), a_thread(audience=Audience.PARTIES)
    a_comment(public, body="みんなへ", author=a_person())
    a_comment(private, body="わたしから", author=person)
    a_comment(private, body="相手から", author=a_person())

    def read_by(viewer):
        return {comment.body for comment in db.session.scalars(queries.comments_visible_to(viewer))}

    assert read_by(Visitor()) == {"みんなへ"}
    assert read_by(person) == {"みんなへ", "わたしから"}
    assert read_by(a_coordinator()) == {"みんなへ", "わたしから", "相手から"}


def test_a_thread_that_is_not_open_shows_nothing_but_to_coordinators(app):
    thread = a_thread(opened=False)
    a_comment(thread)
    assert queries.comments_of(thread, a_person()) == []
    assert len(queries.comments_of(thread, a_coordinator())) == 1


def test_reading_a_thread_takes_one_statement_however_long_it_is(app):
    thread, viewer = a_thread(), a_person()
    group = a_group(members=[viewer])

    def read():
        db.session.rollback()
        thread.id, viewer.grants  # noqa: B018  both are read again after the rollback
        with selects() as seen:
            said = [(each.author.name, each.organisation.kind.label) for each in queries.comments_of(thread, viewer)]
        return len(said), len(seen)

    a_comment(thread, group=group)
    assert read() == (1, 1)
    for number in range(12):
        a_comment(thread, body=f"{number}", author=a_person(f"人{number}"), group=group)
    assert read() == (13, 1)


def test_the_badges_are_those_of_verified_groups_of_today(app):
    person = a_person()
    a_group("承認済みの会", members=[person])
    a_group("申請中の会", members=[person], state=Verification.APPLIED)
    a_group("ほかの会", members=[a_person()])
    assert [group.name for group in queries.groups_of(person)] == ["承認済みの会"]
    assert queries.groups_of(Visitor()) == []
