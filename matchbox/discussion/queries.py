"""What has been said, and in whose name somebody may speak."""

from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from matchbox.accounts.models import User
from matchbox.accounts.policy import coordinator
from matchbox.core.database import db
from matchbox.core.journal import Audience
from matchbox.discussion.models import Comment, Thread
from matchbox.organisations.models import Organisation
from matchbox.organisations.queries import of_member


def visible_to(viewer: Any) -> Select[Thread]:
    """Open public threads; coordinators see all. Threads of parties are shown by the pages of their subjects."""
    if coordinator.includes(viewer, None):
        return select(Thread)
    return select(Thread).where(Thread.audience == Audience.PUBLIC, Thread.opened)


def comments_visible_to(viewer: Any) -> Select[Comment]:
    """Comments of the threads that the viewer sees, and the viewer's own ones wherever they stand."""
    if coordinator.includes(viewer, None):
        return select(Comment)
    in_sight = Comment.thread_id.in_(visible_to(viewer).with_only_columns(Thread.id))
    if not viewer.is_authenticated:
        return select(Comment).where(in_sight)
    return select(Comment).where(or_(in_sight, Comment.author_id == viewer.id))


def comments_of(thread: Thread, viewer: Any) -> list[Comment]:
    """What was said, oldest first; of deleted comments the trace stays. A thread that is not open yet shows nothing."""
    if not thread.opened and not coordinator.includes(viewer, None):
        return []
    found = (
        select(Comment)
        .where(Comment.thread_id == thread.id)
        .options(
            joinedload(Comment.author).lazyload(User.grants),
            joinedload(Comment.organisation).joinedload(Organisation.kind),
        )
        .order_by(Comment.id)
    )
    return list(db.session.scalars(found))


def groups_of(writer: Any) -> list[Organisation]:
    """The groups whose badge this person may wear."""
    return of_member(writer, only_verified=True)
