"""What can be done to a group: apply, verify, renew; its members; what it offers."""

from datetime import date
from typing import Any, Unpack, cast

from sqlalchemy import select

from matchbox.accounts import queries as people
from matchbox.accounts.models import User
from matchbox.accounts.policy import coordinator
from matchbox.core import clock
from matchbox.core.database import db, hold
from matchbox.core.errors import Invalid, NotNow
from matchbox.core.events import publish
from matchbox.core.permissions import Actor, requires
from matchbox.core.words import N_
from matchbox.organisations import policy, queries, rules
from matchbox.organisations.events import (
    MemberJoined,
    MembershipEnded,
    OfferPublished,
    OfferWithdrawn,
    OrganisationApplied,
    OrganisationChanged,
    OrganisationRefused,
    OrganisationVerified,
    VerificationExpired,
    VerificationFellDue,
)
from matchbox.organisations.models import OFFICERS, MemberRole, Membership, Offer, Organisation
from matchbox.organisations.workflow import VERIFICATION, Verification
from matchbox.places.models import Area
from matchbox.vocabulary.models import Term, Vocabulary

NOT_CONFIRMED = N_("申請の前に、お送りしたメールのリンクからメールアドレスを確かめてください。")
NOT_AN_OFFICER = N_("代表か連絡責任者をえらんでください。")
KNOWN_ALREADY = N_(
    "同じ名前の団体がすでに登録されています。その団体の代表か連絡責任者に、メンバーに加えてもらってください。"
)
KIND_IS_FIXED = N_("団体の種別は、承認のあとはセンターだけが直せます。センターにご連絡ください。")
NOT_A_CHOICE = N_("一覧の中からえらんでください。")
NO_REASON = N_("却下の理由を入力してください。")
NO_ACCOUNT = N_(
    "このメールアドレスの登録が見つかりません。先にご本人に「新規登録」をしてもらってから、もう一度加えてください。"
)
MEMBER_ALREADY = N_("この方は、同じ役割でその期間のメンバーになっています。下の一覧を確かめてください。")
ENDS_TOO_EARLY = N_("任期の最後の日は、始まりの日か、それより後の日にしてください。")
OVER_ALREADY = N_("この任期は、すでに終わっています。")
LONG_AGO = N_("任期の最後の日は、きのうから後の日にしてください。")
NO_SUCCESSOR = N_("この方が最後の代表・連絡責任者です。先に、後任の方をその翌日から始まる任期で加えてください。")
WITHDRAWN_ALREADY = N_("この「できること」は、すでに取り下げられています。")


@requires(policy.APPLY)
def apply(actor: User, subject: None, *, role: MemberRole, **profile: Unpack[rules.Profile]) -> Organisation:
    """Ask the centre to register a group; whoever asks is its first officer."""
    if actor.confirmed_at is None:
        raise NotNow(NOT_CONFIRMED)
    if role not in OFFICERS:
        raise Invalid("role", NOT_AN_OFFICER)
    organisation = Organisation(verification=VERIFICATION.initial)
    _fill(organisation, profile)
    organisation.memberships.append(Membership(user_id=actor.id, role=role, from_on=clock.today()))
    db.session.add(organisation)
    db.session.flush()  # the event names it
    publish(OrganisationApplied(subject_id=organisation.id, actor_id=actor.id))
    return organisation


@requires(policy.APPLY_AGAIN)
def apply_again(actor: User, organisation: Organisation) -> Organisation:
    hold(organisation)
    organisation.verification = VERIFICATION.after(organisation.verification, "apply_again")
    publish(OrganisationApplied(subject_id=organisation.id, actor_id=actor.id))
    return organisation


@requires(policy.EDIT)
def edit(actor: User, organisation: Organisation, **profile: Unpack[rules.Profile]) -> Organisation:
    is_new = organisation.verification in (Verification.APPLIED, Verification.REFUSED)
    if profile["kind_id"] != organisation.kind_id and not is_new and not coordinator.includes(actor, None):
        raise Invalid("kind_id", KIND_IS_FIXED)
    _fill(organisation, profile)
    publish(OrganisationChanged(subject_id=organisation.id, actor_id=actor.id))
    return organisation


def _fill(organisation: Organisation, profile: rules.Profile) -> None:
    answers = cast(dict[str, Any], {**profile})
    answers |= {name: fold(answers[name]) for name, fold in rules.FOLDS.items() if answers.get(name)}
    _check(answers)
    if queries.same_group(answers["name"], answers["kana"], answers["kind_id"], but=organisation.id):
        raise Invalid("name", KNOWN_ALREADY)
    if not _terms(Vocabulary.ORGANISATION_KIND, [answers["kind_id"]]):
        raise Invalid("kind_id", NOT_A_CHOICE)
    organisation.fields = _terms(Vocabulary.ACTIVITY_FIELD, answers.pop("field_ids"))
    organisation.areas = list(db.session.scalars(select(Area).where(Area.id.in_(answers.pop("area_ids")))))
    for name, answer in answers.items():
        setattr(organisation, name, answer)


def _check(answers: dict[str, Any]) -> None:
    """The form says all of this already; other doors (commands, imports) have no form."""
    complaints = {name: complain(answers[name]) for name, complain in rules.COMPLAINTS.items() if answers.get(name)}
    complaints |= {
        "founded_year": rules.year_complaint(answers.get("founded_year"), clock.today()),
        "people": rules.headcount_complaint(answers.get("people")),
        "field_ids": rules.fields_complaint(answers["field_ids"]),
        "area_ids": rules.areas_complaint(answers["whole_city"], answers["area_ids"]),
    }
    for field, sentence in complaints.items():
        if sentence:
            raise Invalid(field, sentence)


def _terms(vocabulary: Vocabulary, ids: list[int]) -> list[Term]:
    return list(db.session.scalars(select(Term).where(Term.vocabulary == vocabulary, Term.id.in_(ids))))


@requires(policy.VERIFY)
def verify(actor: User, organisation: Organisation) -> Organisation:
    """Verify a group, or renew the verification of one whose time has come."""
    hold(organisation)
    organisation.verification = VERIFICATION.after(organisation.verification, "verify")
    organisation.verification_reason = ""
    organisation.verified_at = clock.now()
    until = organisation.verified_until = rules.verified_until(clock.today())
    publish(OrganisationVerified(subject_id=organisation.id, actor_id=actor.id, until=until.isoformat()))
    return organisation


@requires(policy.VERIFY)
def refuse(actor: User, organisation: Organisation, *, reason: str) -> Organisation:
    hold(organisation)
    if not reason:
        raise Invalid("reason", NO_REASON)
    organisation.verification = VERIFICATION.after(organisation.verification, "refuse")
    organisation.verification_reason = reason
    publish(OrganisationRefused(subject_id=organisation.id, actor_id=actor.id, reason=reason))
    return organisation


@requires(policy.EXPIRE)
def fall_due(actor: Actor, organisation: Organisation) -> Organisation:
    hold(organisation)
    organisation.verification = VERIFICATION.after(organisation.verification, "fall_due")
    publish(VerificationFellDue(subject_id=organisation.id, actor_id=actor.id))
    return organisation


@requires(policy.EXPIRE)
def expire(actor: Actor, organisation: Organisation) -> Organisation:
    hold(organisation)
    organisation.verification = VERIFICATION.after(organisation.verification, "expire")
    publish(VerificationExpired(subject_id=organisation.id, actor_id=actor.id))
    return organisation


@requires(policy.EXPIRE)
def advance_verifications(actor: Actor, subject: None, *, day: date) -> int:
    """Bring every verification to where it stands on that day; answers how many groups changed."""
    groups = queries.advancing(day)
    for group in groups:
        if group.verification is Verification.VERIFIED:
            fall_due(actor, group)
        if rules.has_expired(group.verified_until, day):
            expire(actor, group)
    return len(groups)


def _held_members(group: Organisation) -> list[Membership]:
    """Its members as they are now; nobody else changes them meanwhile. What was loaded before is read again."""
    hold(group)
    known = select(Membership).where(Membership.organisation_id == group.id).order_by(Membership.id)
    return list(db.session.scalars(known.execution_options(populate_existing=True)))


@requires(policy.MEMBERS)
def add_member(
    actor: User,
    organisation: Organisation,
    *,
    email: str,
    role: MemberRole,
    from_on: date,
    until_on: date | None = None,
) -> Membership:
    """Somebody with an account acts for the group from that day on; handing over is adding one and ending another."""
    members = _held_members(organisation)
    person = people.by_email(email)
    if person is None or person.confirmed_at is None:
        raise Invalid("email", NO_ACCOUNT)
    if until_on is not None and until_on < from_on:
        raise Invalid("until_on", ENDS_TOO_EARLY)
    tenure = rules.Tenure(from_on, until_on)
    if any(known.user_id == person.id and known.role is role and known.tenure.meets(tenure)
           for known in members):  # fmt: skip
        raise Invalid("email", MEMBER_ALREADY)
    membership = Membership(user=person, role=role, from_on=from_on, until_on=until_on)
    organisation.memberships.append(membership)
    publish(MemberJoined(subject_id=organisation.id, actor_id=actor.id, user_id=person.id))
    return membership


@requires(policy.MEMBERS)
def end_membership(actor: User, membership: Membership, *, until_on: date) -> Membership:
    """Set the last day of somebody's term. It stays in the history of the group."""
    group = membership.organisation
    members = _held_members(group)
    if membership.is_over:
        raise NotNow(OVER_ALREADY)
    if until_on < membership.from_on:
        raise Invalid("until_on", ENDS_TOO_EARLY)
    if (clock.today() - until_on).days > 1:
        raise Invalid("until_on", LONG_AGO)
    others = [other.tenure for other in members if other.role in OFFICERS and other.id != membership.id]
    if membership.role in OFFICERS and not rules.has_successor(until_on, others):
        raise NotNow(NO_SUCCESSOR)
    membership.until_on = until_on
    publish(MembershipEnded(subject_id=group.id, actor_id=actor.id, user_id=membership.user_id))
    return membership


@requires(policy.EDIT)
def publish_offer(
    actor: User,
    organisation: Organisation,
    *,
    kind_id: int,
    title: str,
    description: str = "",
    capacity: int = 1,
    months_off: list[int] | None = None,
) -> Offer:
    offer = Offer(organisation_id=organisation.id)
    _fill_offer(offer, kind_id, title, description, capacity, months_off or [])
    db.session.add(offer)
    publish(OfferPublished(subject_id=organisation.id, actor_id=actor.id, title=title))
    return offer


@requires(policy.EDIT)
def edit_offer(
    actor: User, offer: Offer, *, kind_id: int, title: str, description: str, capacity: int, months_off: list[int]
) -> Offer:
    if offer.withdrawn_at is not None:
        raise NotNow(WITHDRAWN_ALREADY)
    _fill_offer(offer, kind_id, title, description, capacity, months_off)
    publish(OrganisationChanged(subject_id=offer.organisation_id, actor_id=actor.id))
    return offer


def _fill_offer(offer: Offer, kind_id: int, title: str, description: str, capacity: int, months: list[int]) -> None:
    if not _terms(Vocabulary.NEED_KIND, [kind_id]):
        raise Invalid("kind_id", NOT_A_CHOICE)
    if sentence := rules.capacity_complaint(capacity):
        raise Invalid("capacity", sentence)
    if sentence := rules.months_complaint(months):
        raise Invalid("months_off", sentence)
    offer.kind_id, offer.title, offer.description = kind_id, title, description
    offer.capacity, offer.months_off = capacity, sorted(set(months))


@requires(policy.EDIT)
def withdraw_offer(actor: User, offer: Offer) -> Offer:
    """It no longer stands on the group's page; matches that came of it stay."""
    if offer.withdrawn_at is not None:
        raise NotNow(WITHDRAWN_ALREADY)
    offer.withdrawn_at = clock.now()
    publish(OfferWithdrawn(subject_id=offer.organisation_id, actor_id=actor.id, title=offer.title))
    return offer
