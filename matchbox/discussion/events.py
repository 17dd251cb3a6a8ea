"""What can happen in a thread."""

from dataclasses import dataclass

from matchbox.core.events import Event
from matchbox.core.journal import Audience
from matchbox.core.words import N_


@dataclass(frozen=True, kw_only=True)
class CommentWritten(Event):
    subject_kind = "thread"
    audience = Audience.PARTIES  # the thread of a match is nobody else's business
    story = N_("コメントがありました")

    comment_id: int


@dataclass(frozen=True, kw_only=True)
class CommentDeleted(Event):
    subject_kind = "thread"
    audience = Audience.STAFF
    story = N_("コメントが消されました")

    comment_id: int
