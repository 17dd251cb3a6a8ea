"""What can happen to news."""

from dataclasses import dataclass

from matchbox.core.events import Event
from matchbox.core.journal import Audience
from matchbox.core.words import N_


@dataclass(frozen=True, kw_only=True)
class NewsDrafted(Event):
    subject_kind = "news"
    audience = Audience.STAFF
    story = N_("お知らせの下書きができました")


@dataclass(frozen=True, kw_only=True)
class NewsPublished(Event):
    subject_kind = "news"
    audience = Audience.PUBLIC
    story = N_("お知らせを公開しました")


@dataclass(frozen=True, kw_only=True)
class NewsEdited(Event):
    subject_kind = "news"
    audience = Audience.PUBLIC
    story = N_("お知らせの内容を直しました")


@dataclass(frozen=True, kw_only=True)
class NewsWithdrawn(Event):
    subject_kind = "news"
    audience = Audience.STAFF
    story = N_("お知らせを取り下げました")
