"""What waits for the office, and how the machine is doing."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from matchbox.accounts.models import User
from matchbox.core import clock
from matchbox.core.database import db
from matchbox.core.outbox import MOST_ATTEMPTS, Envelope
from matchbox.core.publication import ACCEPTED, Publication
from matchbox.issues.models import Issue
from matchbox.issues.workflow import Ending
from matchbox.matching.models import Match, Outreach
from matchbox.matching.rules import Answer
from matchbox.matching.workflow import LIVE
from matchbox.organisations.models import OFFICERS, Membership, Organisation
from matchbox.organisations.queries import running
from matchbox.organisations.workflow import Verification
from matchbox.proposals.models import Proposal
from matchbox.proposals.workflow import OPEN
from matchbox.tools import yaml_files

SHOWN = 20  # lines of each list on the desk

DEMONSTRATION = Path(__file__).parent / "data" / "demo"
DEMONSTRATION_PASSWORD = "matchbox-demo-2026"


def issues_to_check() -> Select[Issue]:
    """Posts that wait for a look, the first promised first."""
    waiting = (Issue.publication == Publication.WAITING) & (Issue.ending == Ending.NONE)
    return select(Issue).where(waiting).order_by(Issue.reply_by.asc().nulls_last(), Issue.id)


def posts_to_confirm_by_phone() -> Select[Issue]:
    """Drafts of people who left only a phone number."""
    return (
        select(Issue)
        .where(
            Issue.publication == Publication.DRAFT,
            Issue.posted_at.is_not(None),
            Issue.contact_email == "",
            Issue.ending == Ending.NONE,
        )
        .order_by(Issue.id)
    )


def issues_without_coordinator() -> Select[Issue]:
    return (
        select(Issue)
        .where(Issue.publication.in_(ACCEPTED), Issue.ending == Ending.NONE, Issue.coordinator_id.is_(None))
        .where(Issue.merged_into_id.is_(None))
        .order_by(Issue.published_at.asc().nulls_last(), Issue.id)
    )


def groups_to_verify() -> Select[Organisation]:
    due = (Verification.APPLIED, Verification.EXPIRING)
    found = select(Organisation).where(Organisation.verification.in_(due))
    return found.options(joinedload(Organisation.kind)).order_by(Organisation.created_at, Organisation.id)


def open_proposals() -> Select[Proposal]:
    found = select(Proposal).where(Proposal.state.in_(OPEN))
    return found.options(joinedload(Proposal.issue), joinedload(Proposal.organisation)).order_by(
        Proposal.submitted_at.asc().nulls_last(), Proposal.id
    )


def answers_awaited() -> Select[Outreach]:
    """打診 without an answer, the first due first."""
    found = select(Outreach).join(Match).where(Outreach.answer == Answer.WAITING, Match.state.in_(LIVE))
    return found.options(joinedload(Outreach.match), joinedload(Outreach.organisation)).order_by(
        Outreach.answer_by.asc().nulls_last(), Outreach.id
    )


def next_steps_due(day: date) -> Select[Match]:
    """Live matches whose next step is due by that day."""
    return (
        select(Match)
        .where(Match.state.in_(LIVE), Match.next_step_by.is_not(None), Match.next_step_by <= day)
        .order_by(Match.next_step_by, Match.id)
    )


class Health(NamedTuple):
    """How the outbox stands."""

    waiting: int
    dead: int
    oldest: datetime | None

    def is_late(self, moment: datetime) -> bool:
        """Nobody has carried anything out for a while: the worker is not running, or something blocks it."""
        return self.oldest is not None and moment - self.oldest > timedelta(minutes=5)


def health(moment: datetime) -> Health:
    undone = Envelope.done_at.is_(None)
    alive, dead = undone & (Envelope.attempts < MOST_ATTEMPTS), undone & (Envelope.attempts >= MOST_ATTEMPTS)
    waiting, oldest = db.session.execute(
        select(func.count(), func.min(Envelope.due_at)).where(alive, Envelope.due_at <= moment)
    ).one()
    return Health(waiting, db.session.scalar(select(func.count()).where(dead)) or 0, oldest)


def envelopes() -> Select[Envelope]:
    """What is not done, the newest first."""
    return select(Envelope).where(Envelope.done_at.is_(None)).order_by(Envelope.id.desc())


def demonstration_texts(files: str = "*") -> dict[str, list[dict[str, Any]]]:
    """What the texts of the demonstration city tell, by its kind."""
    texts: dict[str, list[dict[str, Any]]] = {}
    for path in sorted(DEMONSTRATION.glob(f"{files}.yaml")):
        for kind, told in yaml_files.read(path).items():
            texts.setdefault(kind, []).extend(told)
    return texts


def demonstration_address(key: str) -> str:
    return f"{key}@example.jp"


class SignIn(NamedTuple):
    """With which address somebody of the demonstration city signs in, and as what."""

    email: str
    name: str
    roles: str


def demonstration_sign_ins() -> list[SignIn]:
    """Staff first, then residents, then members of groups."""
    texts = demonstration_texts("people")
    told = [told for kind in ("staff", "people") for told in texts[kind] if told.get("login")]
    emails = [demonstration_address(each["key"]) for each in told]
    people = list(db.session.scalars(select(User).where(User.email.in_(emails))))
    groups = _groups_of(people)
    return [
        SignIn(person.email or "", person.name, _roles(person, groups.get(person.id, [])))
        for person in sorted(people, key=lambda person: (not person.is_staff, person.id in groups, person.id))
    ]


def _groups_of(people: list[User]) -> dict[int, list[str]]:
    terms = select(Membership).where(Membership.user_id.in_([person.id for person in people]), running(clock.today()))
    found: dict[int, list[str]] = {}
    held = db.session.scalars(terms.options(joinedload(Membership.organisation)).order_by(Membership.id))
    for term in sorted(held, key=lambda term: term.role not in OFFICERS):
        found.setdefault(term.user_id, []).append(f"{term.organisation.name}の{term.role.label}")
    return found


def _roles(person: User, groups: list[str]) -> str:
    day = clock.today()
    return "、".join([grant.role.label for grant in person.grants if grant.runs_on(day)] or groups or ["住民"])
