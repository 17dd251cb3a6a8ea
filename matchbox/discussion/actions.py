"""Everything that can be done in a thread."""

from matchbox.accounts.policy import coordinator
from matchbox.core import clock
from matchbox.core.database import db
from matchbox.core.errors import Invalid, NotNow
from matchbox.core.events import publish
from matchbox.core.journal import Audience
from matchbox.core.permissions import Actor, requires
from matchbox.core.words import N_
from matchbox.discussion import policy, queries
from matchbox.discussion.events import CommentDeleted, CommentWritten
from matchbox.discussion.models import Comment, Thread
from matchbox.discussion.rules import CENTRE, OWN
from matchbox.organisations.models import Organisation

NOT_OPEN = N_("この話し合いは、まだ始まっていません。公開されてから書いてください。")
CLOSED = N_("この話し合いは終わりました。")
NOT_YOUR_NAME = N_("この名前では書けません。もう一度えらんでください。")
GONE = N_("このコメントは、すでに消されています。")


@requires(policy.BEGIN)
def begin_thread(
    actor: Actor, subject: None, *, heading: str, audience: Audience = Audience.PUBLIC, opened: bool = False
) -> Thread:
    """A place to talk about something that is being made; its maker sets `address` once that has an id."""
    thread = Thread(heading=heading, address="", audience=audience, opened=opened)
    db.session.add(thread)
    return thread


@requires(policy.TEND)
def open_thread(actor: Actor, thread: Thread) -> Thread:
    """Its subject can be seen: its audience reads and writes. Whoever calls has allowed the deed on the subject."""
    thread.opened, thread.closed_at = True, None
    return thread


@requires(policy.TEND)
def close_thread(actor: Actor, thread: Thread) -> Thread:
    """Its subject has come to an end: what was said stays to be read, nothing is added."""
    thread.closed_at = clock.now()
    return thread


@requires(policy.TEND)
def hide_thread(actor: Actor, thread: Thread) -> Thread:
    """Its subject is not to be seen: nobody but the coordinators reads on."""
    thread.opened, thread.closed_at = False, clock.now()
    return thread


@requires(policy.WRITE)
def write(actor: Actor, thread: Thread, *, body: str, voice: str = OWN) -> Comment:
    """Say something; whether the actor may read the thread at all is judged where its subject is known."""
    if not thread.opened:
        raise NotNow(NOT_OPEN)
    if thread.closed_at is not None:
        raise NotNow(CLOSED)
    for_centre = voice == CENTRE
    if for_centre and not coordinator.includes(actor, None):
        raise Invalid("voice", NOT_YOUR_NAME)
    comment = Comment(
        thread=thread,
        author_id=actor.id,
        organisation=None if for_centre else _group_named(actor, voice),
        for_centre=for_centre,
        body=body,
    )
    db.session.add(comment)
    db.session.flush()  # the event names the comment
    publish(CommentWritten(actor_id=actor.id, subject_id=thread.id, comment_id=comment.id))
    return comment


def _group_named(actor: Actor, voice: str) -> Organisation | None:
    if voice == OWN:
        return None
    for group in queries.groups_of(actor):
        if str(group.id) == voice:
            return group
    raise Invalid("voice", NOT_YOUR_NAME)


@requires(policy.DELETE)
def delete(actor: Actor, comment: Comment) -> Comment:
    """Take the words away; that something stood there remains to be seen."""
    if comment.deleted_at is not None:
        raise NotNow(GONE)
    comment.deleted_at, comment.deleted_by_id = clock.now(), actor.id
    publish(CommentDeleted(actor_id=actor.id, subject_id=comment.thread_id, comment_id=comment.id))
    return comment
