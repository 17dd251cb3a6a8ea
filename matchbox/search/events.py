"""What can happen to the words that search knows."""

from dataclasses import dataclass

from matchbox.core.events import Event
from matchbox.core.journal import Audience
from matchbox.core.words import N_


@dataclass(frozen=True, kw_only=True)
class SynonymsAdded(Event):
    subject_kind = "synonym_group"
    audience = Audience.STAFF
    story = N_("検索の言いかえを登録しました：%(words)s")

    words: str


@dataclass(frozen=True, kw_only=True)
class SynonymsChanged(Event):
    subject_kind = "synonym_group"
    audience = Audience.STAFF
    story = N_("検索の言いかえを直しました：%(words)s")

    words: str


@dataclass(frozen=True, kw_only=True)
class SynonymsWithdrawn(Event):
    subject_kind = "synonym_group"
    audience = Audience.STAFF
    story = N_("検索の言いかえを使うのをやめました：%(words)s")

    words: str


@dataclass(frozen=True, kw_only=True)
class SynonymsRestored(Event):
    subject_kind = "synonym_group"
    audience = Audience.STAFF
    story = N_("検索の言いかえをもう一度使うようにしました：%(words)s")

    words: str
