"""What can happen to a match."""

from dataclasses import dataclass

from matchbox.core.events import Event
from matchbox.core.journal import Audience
from matchbox.core.words import N_


@dataclass(frozen=True, kw_only=True)
class MatchBegun(Event):
    subject_kind = "match"
    audience = Audience.STAFF
    story = N_("候補になりました")

    issue_id: int | None


@dataclass(frozen=True, kw_only=True)
class PartiesChanged(Event):
    subject_kind = "match"
    audience = Audience.STAFF
    story = N_("当事者を記録しました")

    issue_id: int | None


@dataclass(frozen=True, kw_only=True)
class GroupAsked(Event):
    subject_kind = "match"
    audience = Audience.STAFF
    story = N_("打診しました：%(group)s")

    issue_id: int | None
    outreach_id: int
    group: str


@dataclass(frozen=True, kw_only=True)
class AnswerGiven(Event):
    subject_kind = "match"
    audience = Audience.STAFF
    story = N_("打診に返事がありました：%(group)s・%(answer)s")

    issue_id: int | None
    outreach_id: int
    group: str
    answer: str


@dataclass(frozen=True, kw_only=True)
class MatchApproached(Event):
    subject_kind = "match"
    audience = Audience.PARTIES
    story = N_("打診を始めました")

    issue_id: int | None


@dataclass(frozen=True, kw_only=True)
class MeetingBegun(Event):
    subject_kind = "match"
    audience = Audience.PARTIES
    story = N_("顔合わせに進みました")

    issue_id: int | None


@dataclass(frozen=True, kw_only=True)
class MatchAgreed(Event):
    subject_kind = "match"
    audience = Audience.PUBLIC
    story = N_("マッチングが成立しました")

    issue_id: int | None
    agreed_on: str


@dataclass(frozen=True, kw_only=True)
class AgreementCorrected(Event):
    subject_kind = "match"
    audience = Audience.PARTIES
    story = N_("成立の記録を直しました")

    issue_id: int | None
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class MatchStarted(Event):
    subject_kind = "match"
    audience = Audience.PUBLIC
    story = N_("活動が始まりました")

    issue_id: int | None


@dataclass(frozen=True, kw_only=True)
class ActivityLogged(Event):
    subject_kind = "match"
    audience = Audience.PUBLIC
    story = N_("活動がありました（のべ%(people)s人）")

    issue_id: int | None
    held_on: str
    people: int


@dataclass(frozen=True, kw_only=True)
class MatchCompleted(Event):
    subject_kind = "match"
    audience = Audience.PUBLIC
    story = N_("活動が完了しました")

    issue_id: int | None


@dataclass(frozen=True, kw_only=True)
class MatchSteppedBack(Event):
    subject_kind = "match"
    audience = Audience.STAFF
    story = N_("前の段階に戻しました：%(note)s")

    issue_id: int | None
    note: str


@dataclass(frozen=True, kw_only=True)
class MatchGivenUp(Event):
    subject_kind = "match"
    audience = Audience.PARTIES
    story = N_("不成立になりました：%(reason)s")

    issue_id: int | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class MatchBrokenOff(Event):
    subject_kind = "match"
    audience = Audience.PARTIES
    story = N_("中止になりました：%(reason)s")

    issue_id: int | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class MatchTagged(Event):
    subject_kind = "match"
    audience = Audience.STAFF
    story = N_("計画の施策を付けました：%(policies)s")

    issue_id: int | None
    policies: str


@dataclass(frozen=True, kw_only=True)
class NextStepSet(Event):
    subject_kind = "match"
    audience = Audience.STAFF
    story = N_("次にすることを決めました：%(step)s")

    issue_id: int | None
    step: str
