"""What people do with their accounts. Passwords arrive hashed: hashing is slow and happens before the transaction."""

from datetime import date, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from matchbox.accounts import policy, queries, rules
from matchbox.accounts.events import (
    EmailConfirmed,
    PasswordChanged,
    ProfileChanged,
    Registered,
    RegisteredAgain,
    ResetAsked,
    RoleEnded,
    RoleGranted,
    SignedIn,
    SignInEnded,
)
from matchbox.accounts.models import Consent, KeyPurpose, MailKey, Role, RoleGrant, SignIn, User
from matchbox.core import clock
from matchbox.core.database import db
from matchbox.core.errors import Invalid, NotNow
from matchbox.core.events import publish
from matchbox.core.permissions import Actor, requires
from matchbox.core.words import N_

LINK_IS_OVER = N_("このリンクは、すでに使われたか、期限が切れています。もう一度、新しいメールを申し込んでください。")
CONFIRMED_ALREADY = N_("このメールアドレスは、すでに確かめてあります。ログインしてください。")
NOT_THE_PASSWORD = N_("メールアドレスかパスワードが違います。もう一度入力してください。")
NOT_THE_OLD_PASSWORD = N_("いまのパスワードが違います。もう一度入力してください")
KNOWN_ALREADY = N_("このメールアドレスは、すでに登録されています。登録ずみの方には、役割だけを決めてください")
ENDS_TOO_EARLY = N_("最後の日は、始まりの日か、それより後の日にしてください")
GRANTED_LATER = N_("この役割は、その期間の中で始まることがすでに決まっています。期間を確かめてください")

_LASTS = {KeyPurpose.CONFIRM: rules.MAIL_KEY_LASTS, KeyPurpose.RESET: rules.MAIL_KEY_LASTS,
          KeyPurpose.POST: rules.POST_KEY_LASTS}  # fmt: skip


@requires(policy.REGISTER)
def register(actor: Actor, subject: None, *, email: str, name: str, password_hash: str) -> User:
    """Whoever owns the address hears by letter; the page says the same whether it has an account or not."""
    person = _person_at(email, name)
    if person.confirmed_at is not None:
        publish(RegisteredAgain(subject_id=person.id, actor_id=None))
        return person
    person.name = name
    agreed = select(Consent.id).filter_by(user_id=person.id, document=rules.TERMS, version=rules.TERMS_VERSION)
    if db.session.scalar(agreed) is None:
        db.session.add(Consent(user_id=person.id, document=rules.TERMS, version=rules.TERMS_VERSION))
    return ask_to_confirm(actor, person, password_hash=password_hash)


@requires(policy.REGISTER)
def ask_to_confirm(actor: Actor, user: User, *, password_hash: str) -> User:
    """Send the link that confirms the address and brings this password into force."""
    key = issue_key(actor, user, purpose=KeyPurpose.CONFIRM, password_hash=password_hash)
    publish(Registered(subject_id=user.id, actor_id=None, key_id=key.id))
    return user


@requires(policy.REGISTER)
def know_poster(actor: Actor, subject: None, *, email: str, name: str) -> User:
    """The account that belongs to an address somebody posts with; a new one waits for its confirmation."""
    return _person_at(email, name)


@requires(policy.REGISTER)
def issue_key(
    actor: Actor, user: User, *, purpose: KeyPurpose, subject_id: int | None = None, password_hash: str = ""
) -> MailKey:
    """A key for a letter to this person. Its link is `queries.token_of(key)`."""
    key = MailKey(
        user_id=user.id,
        purpose=purpose,
        email=user.email,
        subject_id=subject_id,
        password_hash=password_hash,
        expires_at=clock.now() + _LASTS[purpose],
    )
    db.session.add(key)
    db.session.flush()  # the letter is told the number of its key
    return key


@requires(policy.REGISTER)
def use_key(actor: Actor, key: MailKey) -> User:
    """The link was opened by whoever reads the letters to this address: that confirms the address as well."""
    moment = clock.now()
    db.session.refresh(key, with_for_update=True)  # of two who use it at once, one waits here and finds it used
    if not key.is_good(moment):
        raise NotNow(LINK_IS_OVER)
    key.used_at = moment
    if key.user.confirmed_at is None:
        key.user.confirmed_at = moment
        publish(EmailConfirmed(subject_id=key.user_id, actor_id=key.user_id))
    return key.user


@requires(policy.REGISTER)
def confirm(actor: Actor, key: MailKey) -> User:
    """The address is theirs, so the password of this registration is as well."""
    if key.user.confirmed_at is not None:
        raise NotNow(CONFIRMED_ALREADY)
    person = use_key(actor, key)
    person.password_hash = key.password_hash
    return person


@requires(policy.REGISTER)
def sign_in(
    actor: Actor, user: User, *, proven: str, token: str, device: str, instead_of: SignIn | None = None
) -> SignIn:
    """`proven` is the hash of the password that was checked: it must still be theirs. We keep only the token's hash."""
    if user.confirmed_at is None or not proven or user.password_hash != proven:
        raise Invalid("email", NOT_THE_PASSWORD)
    if instead_of is not None and instead_of.ended_at is None:
        instead_of.ended_at = clock.now()
    begun = SignIn(
        user_id=user.id,
        token_hash=queries.hashed(token),
        device=device,
        expires_at=clock.now() + rules.SIGN_IN_LASTS,
    )
    db.session.add(begun)
    publish(SignedIn(subject_id=user.id, actor_id=user.id))
    return begun


@requires(policy.OWN)
def end_sign_in(actor: Actor, sign_in: SignIn) -> SignIn:
    """Sign out, here or on another device."""
    if sign_in.ended_at is None:
        sign_in.ended_at = clock.now()
        publish(SignInEnded(subject_id=sign_in.user_id, actor_id=actor.id))
    return sign_in


@requires(policy.OWN)
def end_other_sign_ins(actor: Actor, user: User, *, here: SignIn | None) -> User:
    if _end_sign_ins(user, clock.now(), but=here):
        publish(SignInEnded(subject_id=user.id, actor_id=actor.id))
    return user


@requires(policy.REGISTER)
def ask_for_reset(actor: Actor, subject: None, *, email: str) -> User | None:
    """A letter goes out if the address has an account; the page says the same either way."""
    person = queries.by_email(email)
    if person is not None:
        key = issue_key(actor, person, purpose=KeyPurpose.RESET)
        publish(ResetAsked(subject_id=person.id, actor_id=None, key_id=key.id))
    return person


@requires(policy.REGISTER)
def reset_password(actor: Actor, key: MailKey, *, password_hash: str) -> User:
    """Whoever was signed in with the old password is signed out, and other letters lose their power."""
    person = use_key(actor, key)
    moment = clock.now()
    others = update(MailKey).where(
        MailKey.user_id == person.id, MailKey.purpose == KeyPurpose.RESET, MailKey.used_at.is_(None)
    )
    db.session.execute(others.values(used_at=moment))
    _end_sign_ins(person, moment)
    return _set_password(person, password_hash)


@requires(policy.OWN)
def change_password(actor: Actor, user: User, *, proven: str, password_hash: str, here: SignIn | None) -> User:
    """`proven` is the hash of the old password that was checked. Only the sign-in `here` goes on."""
    if not proven or user.password_hash != proven:
        raise Invalid("old_password", NOT_THE_OLD_PASSWORD)
    _end_sign_ins(user, clock.now(), but=here)
    return _set_password(user, password_hash)


@requires(policy.OWN)
def save_profile(actor: Actor, user: User, *, name: str, phone: str) -> User:
    user.name, user.phone = name, rules.plain_phone(phone)
    publish(ProfileChanged(subject_id=user.id, actor_id=actor.id))
    return user


@requires(policy.ENROL)
def enrol(actor: Actor, subject: None, *, email: str, name: str, phone: str = "", password_hash: str = "") -> User:
    """An account whose address the office vouches for."""
    if queries.by_email(email) is not None:
        raise Invalid("email", KNOWN_ALREADY)
    person = User(
        email=rules.folded_email(email),
        name=name,
        phone=phone,
        password_hash=password_hash,
        confirmed_at=clock.now(),
    )
    db.session.add(person)
    db.session.flush()  # the fact names the person
    publish(EmailConfirmed(subject_id=person.id, actor_id=actor.id))
    return person


@requires(policy.GRANT)
def grant_role(
    actor: Actor, user: User, *, role: Role, from_on: date | None = None, until_on: date | None = None
) -> RoleGrant:
    """From that day on (today, if not said) this is the term of the role; a term that runs then ends the day before."""
    begins = from_on or clock.today()
    if until_on is not None and until_on < begins:
        raise Invalid("until_on", ENDS_TOO_EARLY)
    grant = RoleGrant(role=role, from_on=begins, until_on=until_on, granted_by_id=actor.id)
    for earlier in [earlier for earlier in user.grants if earlier.role is role]:
        if earlier.from_on == begins:
            earlier.until_on, earlier.granted_by_id, grant = until_on, actor.id, earlier
        elif earlier.runs_on(begins):
            earlier.until_on = begins - timedelta(days=1)
        elif earlier.from_on > begins and (until_on is None or earlier.from_on <= until_on):
            raise Invalid("from_on", GRANTED_LATER)
    if grant not in user.grants:
        user.grants.append(grant)
    publish(RoleGranted(subject_id=user.id, actor_id=actor.id, role=role.label))
    return grant


@requires(policy.GRANT)
def end_role(actor: Actor, grant: RoleGrant, *, last_day: date | None = None) -> RoleGrant:
    """The last day (today, if not said) still belongs to the term."""
    ends = last_day or clock.today()
    if ends < grant.from_on:
        raise Invalid("last_day", ENDS_TOO_EARLY)
    grant.until_on = ends
    publish(RoleEnded(subject_id=grant.user_id, actor_id=actor.id, role=grant.role.label))
    return grant


def _person_at(email: str, name: str) -> User:
    """Find or create. Two visitors may give the same new address at once: the second finds what the first made."""
    found = queries.by_email(email)
    if found is not None:
        return found
    person = User(email=rules.folded_email(email), name=name)
    try:
        with db.session.begin_nested():
            db.session.add(person)
    except IntegrityError:
        found = queries.by_email(email)
        if found is None:
            raise
        return found
    return person


def _set_password(person: User, password_hash: str) -> User:
    person.password_hash = password_hash
    publish(PasswordChanged(subject_id=person.id, actor_id=person.id))
    return person


def _end_sign_ins(person: User, moment: datetime, but: SignIn | None = None) -> int:
    """How many were running and have ended now."""
    running = update(SignIn).where(SignIn.user_id == person.id, SignIn.ended_at.is_(None), SignIn.expires_at > moment)
    if but is not None:
        running = running.where(SignIn.id != but.id)
    return int(db.session.execute(running.values(ended_at=moment)).rowcount)  # type: ignore[attr-defined]
