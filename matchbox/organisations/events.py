"""What can happen to a group."""

from dataclasses import dataclass

from matchbox.core.events import Event
from matchbox.core.journal import Audience
from matchbox.core.words import N_


@dataclass(frozen=True, kw_only=True)
class OrganisationApplied(Event):
    subject_kind = "organisation"
    audience = Audience.STAFF
    story = N_("団体の登録を申請しました")


@dataclass(frozen=True, kw_only=True)
class OrganisationVerified(Event):
    subject_kind = "organisation"
    audience = Audience.PUBLIC
    story = N_("センターが団体を承認しました")

    until: str


@dataclass(frozen=True, kw_only=True)
class OrganisationRefused(Event):
    subject_kind = "organisation"
    audience = Audience.PARTIES
    story = N_("申請が却下されました")

    reason: str


@dataclass(frozen=True, kw_only=True)
class OrganisationChanged(Event):
    subject_kind = "organisation"
    audience = Audience.STAFF
    story = N_("団体の紹介を直しました")


@dataclass(frozen=True, kw_only=True)
class VerificationFellDue(Event):
    subject_kind = "organisation"
    audience = Audience.PARTIES
    story = N_("承認の更新の時期になりました")


@dataclass(frozen=True, kw_only=True)
class VerificationExpired(Event):
    subject_kind = "organisation"
    audience = Audience.PARTIES
    story = N_("承認の期限が切れました")


@dataclass(frozen=True, kw_only=True)
class MemberJoined(Event):
    subject_kind = "organisation"
    audience = Audience.PARTIES
    story = N_("メンバーが加わりました")

    user_id: int


@dataclass(frozen=True, kw_only=True)
class MembershipEnded(Event):
    subject_kind = "organisation"
    audience = Audience.PARTIES
    story = N_("メンバーの任期が終わりました")

    user_id: int


@dataclass(frozen=True, kw_only=True)
class OfferPublished(Event):
    subject_kind = "organisation"
    audience = Audience.PUBLIC
    story = N_("できることを登録しました：%(title)s")

    title: str


@dataclass(frozen=True, kw_only=True)
class OfferWithdrawn(Event):
    subject_kind = "organisation"
    audience = Audience.PUBLIC
    story = N_("できることを取り下げました：%(title)s")

    title: str
