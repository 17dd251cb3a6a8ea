"""What can happen to an issue."""

from dataclasses import dataclass

from matchbox.core.events import Event
from matchbox.core.journal import Audience
from matchbox.core.words import N_


@dataclass(frozen=True, kw_only=True)
class IssueDrafted(Event):
    subject_kind = "issue"
    audience = Audience.PARTIES
    story = N_("下書きができました")


@dataclass(frozen=True, kw_only=True)
class IssuePosted(Event):
    subject_kind = "issue"
    audience = Audience.PARTIES
    story = N_("投稿を受け取りました")


@dataclass(frozen=True, kw_only=True)
class ConfirmationAsked(Event):
    subject_kind = "issue"
    audience = Audience.STAFF
    story = N_("投稿を確かめるメールを送りました")

    key_id: int


@dataclass(frozen=True, kw_only=True)
class IssueSubmitted(Event):
    subject_kind = "issue"
    audience = Audience.PUBLIC
    story = N_("投稿されました")


@dataclass(frozen=True, kw_only=True)
class IssueEdited(Event):
    subject_kind = "issue"
    audience = Audience.PARTIES
    story = N_("内容が直されました")


@dataclass(frozen=True, kw_only=True)
class IssuePublished(Event):
    subject_kind = "issue"
    audience = Audience.PUBLIC
    story = N_("センターが確認し、公開しました")


@dataclass(frozen=True, kw_only=True)
class IssueRestricted(Event):
    subject_kind = "issue"
    audience = Audience.PARTIES
    story = N_("センターが確認し、限定で受け付けました")


@dataclass(frozen=True, kw_only=True)
class IssueSentBack(Event):
    subject_kind = "issue"
    audience = Audience.PARTIES
    story = N_("直していただきたいところがあり、お返ししました")

    reason: str


@dataclass(frozen=True, kw_only=True)
class IssueHidden(Event):
    subject_kind = "issue"
    audience = Audience.PARTIES
    story = N_("非公開になりました")

    reason: str


@dataclass(frozen=True, kw_only=True)
class IssueRestored(Event):
    subject_kind = "issue"
    audience = Audience.PUBLIC
    story = N_("公開に戻りました")


@dataclass(frozen=True, kw_only=True)
class IssueEnded(Event):
    subject_kind = "issue"
    audience = Audience.PUBLIC
    story = N_("終わりました：%(ending)s")

    ending: str


@dataclass(frozen=True, kw_only=True)
class IssueReopened(Event):
    subject_kind = "issue"
    audience = Audience.PUBLIC
    story = N_("再開しました")


@dataclass(frozen=True, kw_only=True)
class CoordinatorAssigned(Event):
    subject_kind = "issue"
    audience = Audience.STAFF
    story = N_("担当が決まりました")

    coordinator_id: int


@dataclass(frozen=True, kw_only=True)
class ContactSeen(Event):
    subject_kind = "issue"
    audience = Audience.STAFF
    story = N_("投稿した方の連絡先を見ました")
