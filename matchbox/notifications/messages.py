"""Who is told what by letter, and carrying the letters out."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import current_app

from matchbox.accounts import queries as people
from matchbox.accounts.events import PasswordChanged, Registered, RegisteredAgain, ResetAsked
from matchbox.accounts.models import MailKey, User
from matchbox.core import clock
from matchbox.core.database import db
from matchbox.core.events import Event
from matchbox.core.outbox import Envelope
from matchbox.core.publication import Publication
from matchbox.discussion.events import CommentWritten
from matchbox.discussion.models import Comment
from matchbox.issues import events as issues
from matchbox.issues.models import Issue
from matchbox.matching.events import GroupAsked, MatchAgreed, MatchBrokenOff, MatchGivenUp
from matchbox.matching.models import Match, Outreach
from matchbox.matching.rules import Answer, Means
from matchbox.matching.workflow import AGREED_ON, LIVE, MatchState
from matchbox.notifications import queries as who
from matchbox.organisations.events import OrganisationApplied, OrganisationRefused, OrganisationVerified
from matchbox.organisations.models import Organisation
from matchbox.organisations.workflow import MAY_ACT, Verification
from matchbox.proposals.events import ProposalChosen, ProposalDeclined, ProposalSubmitted
from matchbox.proposals.models import Proposal
from matchbox.proposals.workflow import OPEN, ProposalState
from matchbox.tools import mail


@dataclass(frozen=True)
class Letter:
    """When `event` happens, `to` get the letter of this name, as long as it `stands`."""

    name: str  # of its three templates in emails/
    event: type[Event]
    about: type[Any]  # the row whose id the event names
    to: Callable[[Any], who.People]
    stands: Callable[[Any], bool]
    named_by: str = "subject_id"  # the field of the event
    to_anybody: bool = False  # also where the address is not confirmed yet


def always(it: Any) -> bool:
    return True


def registers(key: MailKey) -> bool:
    return key.is_good(clock.now()) and key.user.confirmed_at is None


def resets(key: MailKey) -> bool:
    return key.is_good(clock.now())


def confirms_a_post(key: MailKey) -> bool:
    issue = db.session.get(Issue, key.subject_id) if key.subject_id is not None else None
    return key.is_good(clock.now()) and issue is not None and issue.awaits_confirmation


def published_as(state: Publication) -> Callable[[Issue], bool]:
    return lambda issue: issue.publication is state


def verified_as(*states: Verification) -> Callable[[Organisation], bool]:
    return lambda group: group.verification in states


def proposed_as(*states: ProposalState) -> Callable[[Proposal], bool]:
    return lambda proposal: proposal.state in states


def matched_as(*states: MatchState) -> Callable[[Match], bool]:
    return lambda match: match.state in states


def waits_for_an_answer(outreach: Outreach) -> bool:
    """Whoever was asked by phone or at a visit knows already."""
    return outreach.means is Means.SYSTEM and outreach.answer is Answer.WAITING and outreach.match.state in LIVE


def was_given_up(match: Match) -> bool:
    """A candidate whom nobody had asked was never known to the parties."""
    return match.state is MatchState.NOT_AGREED and bool(match.outreaches)


def can_be_read(comment: Comment) -> bool:
    return comment.deleted_at is None and comment.thread.opened


LETTERS = (
    Letter("accounts/confirm", Registered, MailKey, who.owner, registers, "key_id", to_anybody=True),
    Letter("accounts/known_address", RegisteredAgain, User, who.oneself, always),
    Letter("accounts/reset", ResetAsked, MailKey, who.owner, resets, "key_id", to_anybody=True),
    Letter("accounts/password_changed", PasswordChanged, User, who.oneself, always),
    Letter("issues/confirm", issues.ConfirmationAsked, MailKey, who.owner, confirms_a_post, "key_id", to_anybody=True),
    Letter("issues/received", issues.IssueSubmitted, Issue, who.poster, published_as(Publication.WAITING)),
    Letter("issues/published", issues.IssuePublished, Issue, who.poster, published_as(Publication.PUBLIC)),
    Letter("issues/sent_back", issues.IssueSentBack, Issue, who.poster, published_as(Publication.SENT_BACK)),
    Letter("issues/hidden", issues.IssueHidden, Issue, who.poster, published_as(Publication.HIDDEN)),
    Letter("issues/restricted", issues.IssueRestricted, Issue, who.poster, published_as(Publication.RESTRICTED)),
    Letter("organisations/applied", OrganisationApplied, Organisation, who.coordinators,
           verified_as(Verification.APPLIED)),
    Letter("organisations/verified", OrganisationVerified, Organisation, who.officers, verified_as(*MAY_ACT)),
    Letter("organisations/refused", OrganisationRefused, Organisation, who.officers, verified_as(Verification.REFUSED)),
    Letter("proposals/submitted", ProposalSubmitted, Proposal, who.poster_and_coordinators, proposed_as(*OPEN)),
    Letter("proposals/chosen", ProposalChosen, Proposal, who.proposers, proposed_as(ProposalState.CHOSEN)),
    Letter("proposals/declined", ProposalDeclined, Proposal, who.proposers, proposed_as(ProposalState.NOT_THIS_TIME)),
    Letter("matching/asked", GroupAsked, Outreach, who.officers_asked, waits_for_an_answer, "outreach_id"),
    Letter("matching/agreed", MatchAgreed, Match, who.parties, matched_as(*AGREED_ON)),
    Letter("matching/given_up", MatchGivenUp, Match, who.parties, was_given_up),
    Letter("matching/broken_off", MatchBrokenOff, Match, who.parties, matched_as(MatchState.BROKEN_OFF)),
    Letter("discussion/comment", CommentWritten, Comment, who.poster_talked_to, can_be_read, "comment_id"),
)  # fmt: skip

BY_NAME = {letter.name: letter for letter in LETTERS}


def recipients(letter: Letter, it: Any) -> list[User]:
    """Each person once, and only where letters may go."""
    if not letter.stands(it):
        return []
    found = {person.id: person for person in letter.to(it) if person is not None and _may_write_to(letter, person)}
    return list(found.values())


def deliver(envelopes: list[Envelope]) -> None:
    """Write the letter from fresh rows, and hand it over; nothing is sent when the world has moved on."""
    for envelope in envelopes:
        message = message_of(envelope)
        if message is not None:
            db.session.rollback()  # done with reading: the mail server may take its time
            mail.send(message, sender(), Path(current_app.instance_path) / "letters")


def message_of(envelope: Envelope) -> mail.Message | None:
    letter = BY_NAME[envelope.payload["letter"]]
    it = db.session.get(letter.about, envelope.payload["about"])
    person = db.session.get(User, envelope.payload["to"])
    if it is None or person is None or not letter.stands(it) or not _may_write_to(letter, person):
        return None
    words = _written(letter, it, person)
    return mail.Message(number=envelope.id, written_at=envelope.created_at, to=person.email or "", **words)


def sender() -> mail.Sender:
    config = current_app.config
    return mail.Sender(
        address=config["MAIL_FROM"],
        name=config["SITE"]["name"],
        server=config["MAIL_SERVER"],
        security=config["MAIL_SECURITY"],
        user=config["MAIL_USER"],
        password=config["MAIL_PASSWORD"],
    )


def _may_write_to(letter: Letter, person: User) -> bool:
    return bool(person.email) and (letter.to_anybody or person.confirmed_at is not None)


def _written(letter: Letter, it: Any, person: User) -> dict[str, str]:
    issue = who.issue_behind(it)
    known = {
        "it": it,
        "person": person,
        # Letters lie about in inboxes: what is restricted is not named in them.
        "named": issue is None or issue.publication is not Publication.RESTRICTED,
        "link": link,
        "base": base_url(),
        "token_of": people.token_of,
    }
    subject, text, html = (
        current_app.jinja_env.get_template(f"emails/{letter.name}.{part}").render(known)
        for part in ("subject.txt", "txt", "html")
    )
    return {"subject": " ".join(subject.split()), "text": text.strip() + "\n", "html": html}


def link(endpoint: str, **values: Any) -> str:
    """The address of a page as it stands in a letter: the worker knows no request, so BASE_URL says where we are."""
    path = current_app.url_map.bind("localhost").build(endpoint, values)
    return base_url() + path


def base_url() -> str:
    return str(current_app.config["BASE_URL"]).rstrip("/")


HANDLERS = {"mail": deliver}
