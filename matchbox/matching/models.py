"""A match: one attempt to bring about one cooperation, who stands in it, and how far it has come."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, Table, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchbox.accounts.models import User
from matchbox.core.database import Model, Numbered
from matchbox.discussion.models import Thread
from matchbox.issues.models import Issue
from matchbox.matching.rules import (
    ACCEPTING,
    LONGEST_NAME,
    LONGEST_NOTE,
    LONGEST_TEXT,
    MOST_HOURS,
    MOST_PEOPLE,
    Answer,
    Broker,
    MatchKind,
    Means,
    PartyRole,
)
from matchbox.matching.workflow import AGREED_ON, BEFORE_AGREEMENT, LIVE, MATCH, MatchState
from matchbox.organisations.models import Organisation
from matchbox.plans.models import Node
from matchbox.proposals.models import Proposal
from matchbox.vocabulary.models import Term


def _listed(states: tuple[MatchState, ...]) -> str:
    return ", ".join(f"'{state.value}'" for state in states)


match_proposals = Table(
    "match_proposals",
    Model.metadata,
    Column("match_id", ForeignKey("matches.id"), primary_key=True),
    Column("proposal_id", ForeignKey("proposals.id"), primary_key=True),
)
match_candidates = Table(
    "match_candidates",
    Model.metadata,
    Column("match_id", ForeignKey("matches.id"), primary_key=True),
    Column("organisation_id", ForeignKey("organisations.id"), primary_key=True),
)


class Match(Numbered, Model):
    __tablename__ = "matches"
    __table_args__ = (
        # The fiscal year is counted by the day; the report prints purpose and roles.
        CheckConstraint(
            f"state NOT IN ({_listed((*AGREED_ON, MatchState.BROKEN_OFF))}) OR (agreed_on IS NOT NULL AND purpose <> ''"
            " AND who_does_what <> '' AND period_from IS NOT NULL AND brokered_by IS NOT NULL)",
            "agreement",
        ),
        # 不成立 and 中止 are final and say why.
        CheckConstraint(
            f"(state IN ({_listed((MatchState.NOT_AGREED, MatchState.BROKEN_OFF))})) = (end_reason_id IS NOT NULL)",
            "end_reason",
        ),
        CheckConstraint("period_until IS NULL OR period_until >= period_from", "period"),
        Index(
            "uq_matches_one_live",
            "issue_id",
            "party_set",
            unique=True,
            sqlite_where=text(f"state IN ({_listed(LIVE)}) AND party_set <> ''"),
            postgresql_where=text(f"state IN ({_listed(LIVE)}) AND party_set <> ''"),
        ),
    )

    issue_id: Mapped[int | None] = mapped_column(ForeignKey("issues.id"), index=True)
    title: Mapped[str] = mapped_column(String(60))  # the issue's, or what an exchange without an issue is about
    state: Mapped[MatchState] = mapped_column(default=MATCH.initial, index=True)
    kind: Mapped[MatchKind] = mapped_column(default=MatchKind.COOPERATION)
    party_set: Mapped[str] = mapped_column(String(500), default="")  # kept by actions: rules.set_of_parties
    coordinator_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    form_id: Mapped[int | None] = mapped_column(ForeignKey("terms.id"))
    occasion: Mapped[str] = mapped_column(String(LONGEST_NOTE), default="")  # きっかけ
    next_step: Mapped[str] = mapped_column(String(LONGEST_NOTE), default="")
    next_step_by: Mapped[date | None]

    agreed_on: Mapped[date | None] = mapped_column(index=True)
    purpose: Mapped[str] = mapped_column(String(LONGEST_TEXT), default="")
    who_does_what: Mapped[str] = mapped_column(String(LONGEST_TEXT), default="")
    period_from: Mapped[date | None]
    period_until: Mapped[date | None]
    brokered_by: Mapped[Broker | None]
    why_no_meeting: Mapped[str] = mapped_column(String(LONGEST_NOTE), default="")
    is_pact: Mapped[bool] = mapped_column(default=False)  # 連携協定
    agreed_recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    agreed_recorded_at: Mapped[datetime | None]

    end_reason_id: Mapped[int | None] = mapped_column(ForeignKey("terms.id"))
    end_note: Mapped[str] = mapped_column(String(LONGEST_NOTE), default="")
    ended_on: Mapped[date | None]
    continues_id: Mapped[int | None] = mapped_column(ForeignKey("matches.id"))
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"), unique=True)

    issue: Mapped[Issue | None] = relationship()
    coordinator: Mapped[User | None] = relationship(foreign_keys=[coordinator_id])
    form: Mapped[Term | None] = relationship(foreign_keys=[form_id])
    end_reason: Mapped[Term | None] = relationship(foreign_keys=[end_reason_id])
    continues: Mapped["Match | None"] = relationship(remote_side="Match.id")
    thread: Mapped[Thread] = relationship()
    proposals: Mapped[list[Proposal]] = relationship(secondary=match_proposals, order_by=Proposal.id)
    candidates: Mapped[list[Organisation]] = relationship(secondary=match_candidates, order_by=Organisation.id)
    parties: Mapped[list["Party"]] = relationship(back_populates="match", order_by="Party.id")
    outreaches: Mapped[list["Outreach"]] = relationship(back_populates="match", order_by="Outreach.id")
    activities: Mapped[list["Activity"]] = relationship(
        back_populates="match", order_by="Activity.held_on, Activity.id"
    )
    tags: Mapped[list["Tag"]] = relationship(
        back_populates="match", order_by="Tag.id", cascade="all, delete-orphan"
    )

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def waits_for(self) -> list["Outreach"]:
        """The groups whose answer is still awaited; after 成立 nobody waits for one."""
        if self.state not in BEFORE_AGREEMENT:
            return []
        return [outreach for outreach in self.outreaches if outreach.answer is Answer.WAITING]

    @property
    def has_nobody_left(self) -> bool:
        """Groups were asked, none accepted, and no answer is awaited any more."""
        asked = self.state in BEFORE_AGREEMENT and self.outreaches and not self.waits_for
        return bool(asked) and not any(outreach.is_accepted for outreach in self.outreaches)

    @property
    def due_on(self) -> date | None:
        """期限: the first day by which something is expected, of the centre or of a group that was asked."""
        days = [self.next_step_by, *(outreach.answer_by for outreach in self.waits_for)] if self.is_live else []
        return min((day for day in days if day), default=None)


class Party(Numbered, Model):
    """A side of the match: a group, a resident's account, or the person of a 代理投稿 (who stays with their issue)."""

    __tablename__ = "parties"
    __table_args__ = (
        UniqueConstraint("match_id", "role", "organisation_id"),
        UniqueConstraint("match_id", "role", "user_id"),
        CheckConstraint(
            "(CASE WHEN organisation_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN user_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN person_of_issue_id IS NULL THEN 0 ELSE 1 END) = 1",
            "one_of",
        ),
    )

    match_id: Mapped[int] = mapped_column(ForeignKey("matches.id"), index=True)
    role: Mapped[PartyRole]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    person_of_issue_id: Mapped[int | None] = mapped_column(ForeignKey("issues.id"))
    name: Mapped[str] = mapped_column(String(LONGEST_NAME), default="")  # of a person, as the public reads it
    match: Mapped[Match] = relationship(back_populates="parties")
    organisation: Mapped[Organisation | None] = relationship()
    user: Mapped[User | None] = relationship()

    @property
    def key(self) -> str:
        """The identity that counting compares; a merged group has the key of the survivor."""
        if self.organisation_id is not None:
            survivor = self.organisation.merged_into_id if self.organisation else None
            return f"org:{survivor or self.organisation_id}"
        return f"user:{self.user_id}" if self.user_id is not None else f"proxy:{self.person_of_issue_id}"

    @property
    def shown_name(self) -> str:
        return self.organisation.name if self.organisation else self.name


class Outreach(Numbered, Model):
    """打診: one group was asked, until when, and what it answered."""

    __tablename__ = "outreaches"
    __table_args__ = (UniqueConstraint("match_id", "organisation_id"),)

    match_id: Mapped[int] = mapped_column(ForeignKey("matches.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    asked_on: Mapped[date]
    means: Mapped[Means]
    message: Mapped[str] = mapped_column(String(LONGEST_TEXT), default="")
    answer_by: Mapped[date | None]
    answer: Mapped[Answer] = mapped_column(default=Answer.WAITING)
    answered_on: Mapped[date | None]
    decline_reason_id: Mapped[int | None] = mapped_column(ForeignKey("terms.id"))
    answer_note: Mapped[str] = mapped_column(String(LONGEST_NOTE), default="")
    match: Mapped[Match] = relationship(back_populates="outreaches")
    organisation: Mapped[Organisation] = relationship()
    asked_by: Mapped[User | None] = relationship()
    decline_reason: Mapped[Term | None] = relationship()

    @property
    def is_accepted(self) -> bool:
        return self.answer in ACCEPTING


class Activity(Numbered, Model):
    """What was done: when, how many people took part (延べ), for how long."""

    __tablename__ = "activities"
    __table_args__ = (
        CheckConstraint(f"people BETWEEN 0 AND {MOST_PEOPLE}", "people"),
        CheckConstraint(f"hours IS NULL OR hours BETWEEN 0 AND {MOST_HOURS}", "hours"),
    )

    match_id: Mapped[int] = mapped_column(ForeignKey("matches.id"), index=True)
    held_on: Mapped[date]
    people: Mapped[int]
    hours: Mapped[int | None]
    note: Mapped[str] = mapped_column(String(LONGEST_NOTE), default="")
    match: Mapped[Match] = relationship(back_populates="activities")


class Tag(Numbered, Model):
    """A policy that the match serves; one is primary per plan."""

    __tablename__ = "match_tags"
    __table_args__ = (UniqueConstraint("match_id", "node_id"),)

    match_id: Mapped[int] = mapped_column(ForeignKey("matches.id"), index=True)
    node_id: Mapped[int] = mapped_column(ForeignKey("nodes.id"), index=True)
    is_primary: Mapped[bool] = mapped_column(default=False)
    match: Mapped[Match] = relationship(back_populates="tags")
    node: Mapped[Node] = relationship()

    @property
    def short_name(self) -> str:
        """「施策2-1」: the name of its level and its code."""
        levels = self.node.plan.levels
        return f"{levels[self.node.level]['short'] if self.node.level < len(levels) else ''}{self.node.code}"
