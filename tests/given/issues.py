"""Issues and threads, and how many statements reading them takes."""

from contextlib import contextmanager

from sqlalchemy import event

from matchbox.core import clock
from matchbox.core.database import db
from matchbox.core.journal import Audience
from matchbox.core.publication import ACCEPTED, Publication
from matchbox.discussion.models import Comment, Thread
from matchbox.issues.models import Issue, Need
from matchbox.issues.rules import Content, Wanted
from matchbox.web.transactions import writing
from tests.given.people import a_person
from tests.given.rows import saved
from tests.given.words import a_category, a_district, a_need_kind

NOT_SAID = object()


def a_thread(heading="話し合い", address="/", audience=Audience.PUBLIC, opened=True):
    return saved(Thread(heading=heading, address=address, audience=audience, opened=opened))


def an_issue(
    title="通学路の雪かきが追いつきません", publication=Publication.PUBLIC, poster=NOT_SAID, area=NOT_SAID, **more
):
    """A public issue of a resident in 泉野, unless said otherwise."""
    poster = a_person() if poster is NOT_SAID else poster
    area = a_district() if area is NOT_SAID else area
    more = {
        "body": "大雪のたびに、登校の時間までに歩道の雪がかききれません。",
        "category": a_category(),
        "display_name": poster.name if poster else "窓口の方",
        "needs": [Need(kind=a_need_kind(), amount="5人くらい")],
        "published_at": clock.now() if publication in ACCEPTED else None,
        "posted_at": clock.now() if publication is not Publication.DRAFT else None,
        "submitted_at": clock.now() if publication is not Publication.DRAFT else None,
        **more,
    }
    audience = Audience.PARTIES if publication is Publication.RESTRICTED else Audience.PUBLIC
    thread = Thread(heading=title, address="/", audience=audience, opened=publication in ACCEPTED)
    issue = saved(Issue(title=title, publication=publication, poster=poster, area=area, thread=thread, **more))
    with writing():
        thread.address = f"/issues/{issue.id}"
    return issue


def what_it_says(title="公園のベンチがこわれています", **changed):
    """The content of a post, as forms hand it to actions."""
    more = {
        "body": "座ると危ないので、直すのを手伝ってほしいです。",
        "category_id": a_category("parks").id,
        "area_id": a_district().id,
        "needs": (Wanted(a_need_kind("skills").id, "半日", "春まで"),),
        **changed,
    }
    return Content(title=title, **more)


def answers_of_a_post(**changed):
    """The answers of somebody who fills in the form of a post."""
    return {
        "title": "公園のベンチがこわれています",
        "body": "座ると危ないので、直すのを手伝ってほしいです。",
        "category_id": a_category("parks").id,
        "area_id": a_district().id,
        "place_note": "泉野の公園の北側",
        "timing": "春まで",
        "needs-0-kind_id": a_need_kind("skills").id,
        "needs-0-amount": "半日",
        "needs-0-timing": "土曜の朝",
        "display_name": "泉野のすずめ",
        **changed,
    }


def a_posted_draft(**more):
    """What a visitor with a telephone posted and nobody has confirmed yet."""
    more = {"poster": None, "person": "泉野のすずめ", "contact_phone": "076-000-0003", "posted_at": clock.now(), **more}
    return an_issue(publication=Publication.DRAFT, **more)


def a_comment(thread, body="町会でも困っています。", author=None, group=None, **more):
    author = author or a_person("川沿 さくら")
    return saved(Comment(thread_id=thread.id, author=author, organisation=group, body=body, **more))


@contextmanager
def selects():
    """The reading statements that are sent to the database meanwhile."""
    seen = []

    def note(connection, cursor, statement, *more):
        if statement.lstrip().upper().startswith("SELECT"):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
