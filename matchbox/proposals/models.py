"""What a group proposes to do about an issue."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchbox.accounts.models import User
from matchbox.core.database import Model, Numbered
from matchbox.discussion.models import Thread
from matchbox.issues.models import Issue
from matchbox.organisations.models import Organisation
from matchbox.proposals.rules import LONGEST_BODY, LONGEST_NOTE, LONGEST_REASON, LONGEST_TITLE
from matchbox.proposals.workflow import PROPOSAL, PUBLIC, UNFINISHED, ProposalState

_UNFINISHED = text(f"state IN ({', '.join(repr(state.value) for state in UNFINISHED)})")


class Proposal(Numbered, Model):
    __tablename__ = "proposals"
    __table_args__ = (
        Index(
            "uq_proposals_one_unfinished",
            "issue_id",
            "organisation_id",
            unique=True,
            sqlite_where=_UNFINISHED,
            postgresql_where=_UNFINISHED,
        ),
    )

    issue_id: Mapped[int] = mapped_column(ForeignKey("issues.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    body: Mapped[str] = mapped_column(String(LONGEST_BODY))
    timing: Mapped[str] = mapped_column(String(LONGEST_NOTE), default="")
    state: Mapped[ProposalState] = mapped_column(default=PROPOSAL.initial, index=True)
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON), default="")
    submitted_at: Mapped[datetime | None]
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"), unique=True)

    issue: Mapped[Issue] = relationship()
    organisation: Mapped[Organisation] = relationship()
    author: Mapped[User] = relationship()
    thread: Mapped[Thread] = relationship()

    @property
    def is_public(self) -> bool:
        """May everybody read it who may read its issue?"""
        return self.state in PUBLIC
