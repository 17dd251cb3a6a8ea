"""What can happen to a proposal."""

from dataclasses import dataclass

from matchbox.core.events import Event
from matchbox.core.journal import Audience
from matchbox.core.words import N_


@dataclass(frozen=True, kw_only=True)
class ProposalDrafted(Event):
    subject_kind = "proposal"
    audience = Audience.PARTIES
    story = N_("提案の下書きができました")

    issue_id: int


@dataclass(frozen=True, kw_only=True)
class ProposalDiscarded(Event):
    subject_kind = "proposal"
    audience = Audience.PARTIES
    story = N_("提案の下書きを取りやめました")

    issue_id: int


@dataclass(frozen=True, kw_only=True)
class ProposalSubmitted(Event):
    subject_kind = "proposal"
    audience = Audience.PUBLIC
    story = N_("提案がありました：%(group)s")

    issue_id: int
    group: str


@dataclass(frozen=True, kw_only=True)
class ProposalChanged(Event):
    subject_kind = "proposal"
    audience = Audience.PUBLIC
    story = N_("提案の内容を直しました：%(group)s")

    issue_id: int
    group: str


@dataclass(frozen=True, kw_only=True)
class ProposalReviewed(Event):
    subject_kind = "proposal"
    audience = Audience.PUBLIC
    story = N_("提案の検討を始めました：%(group)s")

    issue_id: int
    group: str


@dataclass(frozen=True, kw_only=True)
class ProposalChosen(Event):
    subject_kind = "proposal"
    audience = Audience.PUBLIC
    story = N_("提案が採用されました：%(group)s")

    issue_id: int
    group: str


@dataclass(frozen=True, kw_only=True)
class ProposalDeclined(Event):
    subject_kind = "proposal"
    audience = Audience.PUBLIC
    story = N_("提案は今回は見送りになりました：%(group)s")

    issue_id: int
    group: str


@dataclass(frozen=True, kw_only=True)
class ProposalWithdrawn(Event):
    subject_kind = "proposal"
    audience = Audience.PUBLIC
    story = N_("提案が取り下げられました：%(group)s")

    issue_id: int
    group: str
