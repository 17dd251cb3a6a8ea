"""Voicing an issue: draft, post, confirm, correct, hand in again; and entering one for somebody else."""

from typing import Any

from matchbox.accounts import actions as people
from matchbox.accounts.models import KeyPurpose, User
from matchbox.accounts.policy import coordinator
from matchbox.core import clock
from matchbox.core.database import db, hold
from matchbox.core.errors import Invalid, NotNow
from matchbox.core.events import publish
from matchbox.core.permissions import Actor, requires
from matchbox.core.publication import PUBLICATION, Publication
from matchbox.core.words import N_
from matchbox.discussion import actions as discussion
from matchbox.issues import policy
from matchbox.issues.events import ConfirmationAsked, IssueDrafted, IssueEdited, IssuePosted, IssueSubmitted
from matchbox.issues.models import Issue, Need
from matchbox.issues.rules import Content, reply_day
from matchbox.issues.workflow import Ending
from matchbox.organisations.models import Organisation
from matchbox.organisations.queries import of_member
from matchbox.vocabulary.models import Vocabulary
from matchbox.vocabulary.queries import term

SAY_WHAT_TROUBLES = N_("何に困っているかを入力してください。")
SAY_A_NAME = N_("表示名を入力してください。本名でなくてかまいません。")
SAY_HOW_TO_REACH = N_("メールアドレスか電話番号の、どちらかを入力してください。")
SAY_CONSENT = N_("ご本人が投稿に同意していることを確かめて、印を付けてください。")
NOT_YOUR_GROUP = N_("この団体の名前では投稿できません。もう一度えらんでください。")
NOT_NOW_EDITABLE = N_("直せるのは、「下書き」か「差し戻し」のあいだです。センターへお知らせください。")
CONFIRMED_ALREADY = N_("この投稿は、すでに確かめられています。")
ENDED = N_("この課題は終わっています。続けるときは、先に「再開する」を押してください。")
EDITABLE = (Publication.DRAFT, Publication.SENT_BACK)


@requires(policy.DRAFT)
def save_draft(
    actor: Actor, subject: None, *, content: Content, organisation_id: int | None = None, display_name: str = ""
) -> Issue:
    """Keep what somebody signed in has written so far."""
    group = _group_of(actor, organisation_id)
    issue = _begin(actor, content, poster_id=actor.id, organisation=group, display_name="" if group else display_name)
    publish(IssueDrafted(actor_id=actor.id, subject_id=issue.id))
    return issue


@requires(policy.POST)
def post_issue(
    actor: Actor,
    subject: None,
    *,
    content: Content,
    organisation_id: int | None = None,
    display_name: str = "",
    contact_email: str = "",
    contact_phone: str = "",
    reply_days: int,
) -> Issue:
    """Voice an issue. It waits for the centre at once, or first for the proof that its poster can be reached."""
    group = _group_of(actor, organisation_id)
    contact = {"contact_email": contact_email, "contact_phone": contact_phone}
    by_phone: dict[str, Any] = {}
    if actor.is_authenticated:
        poster_id = actor.id
    elif contact_email:
        poster_id = people.know_poster(actor, None, email=contact_email, name=display_name).id
    elif contact_phone:
        poster_id, by_phone = None, {"person": display_name, "channel": term(Vocabulary.INTAKE_CHANNEL, "system")}
    else:
        raise Invalid("contact_email", SAY_HOW_TO_REACH)
    names = {"organisation": group, "display_name": "" if group else display_name}
    issue = _begin(actor, content, poster_id=poster_id, **names, **contact, **by_phone)
    publish(IssuePosted(actor_id=actor.id, subject_id=issue.id))
    _hand_in(actor, issue, reply_days)
    return issue


@requires(policy.RECORD)
def record_issue(
    actor: Actor,
    subject: None,
    *,
    content: Content,
    channel_id: int,
    person: str,
    consented: bool,
    display_name: str,
    contact_email: str = "",
    contact_phone: str = "",
    reply_days: int,
) -> Issue:
    """代理投稿: enter an issue for a person who came, phoned or wrote, and agreed."""
    if not consented:
        raise Invalid("consented", SAY_CONSENT)
    issue = _begin(
        actor,
        content,
        channel_id=channel_id,
        person=person,
        recorded_by_id=actor.id,
        consented_on=clock.today(),
        display_name=display_name,
        contact_email=contact_email,
        contact_phone=contact_phone,
    )
    publish(IssuePosted(actor_id=actor.id, subject_id=issue.id))
    _hand_in(actor, issue, reply_days)
    return issue


@requires(policy.CONFIRM)
def confirm_issue(actor: Actor, issue: Issue, *, reply_days: int) -> Issue:
    """Its poster answered the letter."""
    hold(issue)
    if not issue.awaits_confirmation:
        raise NotNow(CONFIRMED_ALREADY)
    _submit(actor, issue, reply_days)
    return issue


@requires(policy.CHECK)
def confirm_by_phone(actor: Actor, issue: Issue, *, reply_days: int) -> Issue:
    """The desk phoned: there is somebody, and this is what they want to post."""
    hold(issue)
    if not issue.awaits_confirmation:
        raise NotNow(CONFIRMED_ALREADY)
    issue.recorded_by_id, issue.consented_on = actor.id, clock.today()
    _submit(actor, issue, reply_days)
    return issue


@requires(policy.EDIT)
def edit_issue(actor: Actor, issue: Issue, *, content: Content, **people_behind: str) -> Issue:
    """Correct what it says; `people_behind` may hold display_name, contact_email and contact_phone."""
    hold(issue)
    checking = issue.publication is Publication.WAITING and coordinator.includes(actor, None)
    if issue.publication not in EDITABLE and not checking:
        raise NotNow(NOT_NOW_EDITABLE)
    if issue.ending is not Ending.NONE:
        raise NotNow(ENDED)
    _write_down(issue, content)
    for name in {"display_name", "contact_email", "contact_phone"} & people_behind.keys():
        setattr(issue, name, people_behind[name])
    publish(IssueEdited(actor_id=actor.id, subject_id=issue.id))
    return issue


@requires(policy.CONFIRM)
def submit_issue(actor: Actor, issue: Issue, *, reply_days: int) -> Issue:
    """Hand in a draft, or what was sent back and has been corrected."""
    hold(issue)
    PUBLICATION.after(issue.publication, "submit")
    _hand_in(actor, issue, reply_days)
    return issue


def _group_of(actor: Actor, organisation_id: int | None) -> Organisation | None:
    if organisation_id is None:
        return None
    for group in of_member(actor):
        if group.id == organisation_id:
            return group
    raise Invalid("organisation_id", NOT_YOUR_GROUP)


def _begin(actor: Actor, content: Content, **people_behind: Any) -> Issue:
    issue = Issue(**people_behind)
    issue.thread = discussion.begin_thread(actor, None, heading=content.title)
    _write_down(issue, content)
    db.session.add(issue)
    db.session.flush()  # the thread's address and the events name the issue
    issue.thread.address = f"/issues/{issue.id}"
    return issue


def _write_down(issue: Issue, content: Content) -> None:
    issue.title, issue.body, issue.timing = content.title, content.body, content.timing
    issue.category_id, issue.area_id, issue.place_note = content.category_id, content.area_id, content.place_note
    issue.needs = [Need(**wanted._asdict()) for wanted in content.needs]
    issue.thread.heading = content.title


def _hand_in(actor: Actor, issue: Issue, reply_days: int) -> None:
    if not issue.body:
        raise Invalid("body", SAY_WHAT_TROUBLES)
    if not issue.organisation and not issue.display_name:
        raise Invalid("display_name", SAY_A_NAME)
    issue.posted_at = issue.posted_at or clock.now()
    poster = db.session.get(User, issue.poster_id) if issue.poster_id is not None else None
    proven = actor.is_authenticated and (poster is None or poster.confirmed_at is not None)
    if proven or coordinator.includes(actor, None):
        _submit(actor, issue, reply_days)
    elif poster is not None:
        _ask_for_confirmation(actor, issue, poster)
    else:
        issue.reply_by = reply_day(clock.today(), reply_days)  # the day by which the desk phones


def _ask_for_confirmation(actor: Actor, issue: Issue, poster: User) -> None:
    key = people.issue_key(actor, poster, purpose=KeyPurpose.POST, subject_id=issue.id)
    publish(ConfirmationAsked(actor_id=actor.id, subject_id=issue.id, key_id=key.id))


def _submit(actor: Actor, issue: Issue, reply_days: int) -> None:
    if issue.ending is not Ending.NONE:
        raise NotNow(ENDED)
    issue.publication = PUBLICATION.after(issue.publication, "submit")
    issue.publication_reason = ""
    issue.submitted_at = clock.now()
    issue.reply_by = issue.reply_by or reply_day(clock.today(), reply_days)
    publish(IssueSubmitted(actor_id=actor.id, subject_id=issue.id))
