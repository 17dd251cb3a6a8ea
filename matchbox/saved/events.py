"""What can happen to kept conditions. What somebody looks for is nobody else's business, so no event tells it."""

from dataclasses import dataclass

from matchbox.core.events import Event
from matchbox.core.journal import Audience
from matchbox.core.words import N_


@dataclass(frozen=True, kw_only=True)
class SearchSaved(Event):
    subject_kind = "saved_search"
    audience = Audience.STAFF
    story = N_("検索の条件を保存しました")


@dataclass(frozen=True, kw_only=True)
class SearchRenamed(Event):
    subject_kind = "saved_search"
    audience = Audience.STAFF
    story = N_("保存した条件の名前を変えました")


@dataclass(frozen=True, kw_only=True)
class SearchDeleted(Event):
    subject_kind = "saved_search"
    audience = Audience.STAFF
    story = N_("保存した条件を消しました")
