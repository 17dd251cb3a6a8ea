"""Who acts for a group, and who verifies it."""

from typing import Any

from sqlalchemy import or_, select

from matchbox.accounts.policy import coordinator, staff
from matchbox.core import clock
from matchbox.core.database import db
from matchbox.core.permissions import Permission, Who, anyone, signed_in, system
from matchbox.core.words import N_
from matchbox.organisations.models import OFFICERS, MemberRole, Membership, Organisation
from matchbox.organisations.workflow import MAY_ACT


def _group_of(subject: Any) -> Organisation | None:
    return subject if isinstance(subject, Organisation) else getattr(subject, "organisation", None)


def _acts_for(actor: Any, subject: Any, *roles: MemberRole) -> bool:
    group = _group_of(subject)
    return bool(actor.is_authenticated) and group is not None and any(
        membership.user_id == actor.id and membership.is_running and (not roles or membership.role in roles)
        for membership in group.memberships
    )


def _acts_for_any_verified(actor: Any) -> bool:
    day = clock.today()
    running = (Membership.from_on <= day) & or_(Membership.until_on.is_(None), Membership.until_on >= day)
    found = (
        select(Membership.id)
        .join(Membership.organisation)
        .where(Membership.user_id == actor.id, running, Organisation.verification.in_(MAY_ACT))
    )
    return bool(actor.is_authenticated) and db.session.scalar(found.limit(1)) is not None


member = Who((N_("その団体のメンバー"),), lambda actor, subject: _acts_for(actor, subject))
officer = Who(
    (N_("その団体の代表・連絡責任者"),),
    lambda actor, subject: _acts_for(actor, subject, *OFFICERS),
)
member_of_verified = Who(
    (N_("承認済みの団体のメンバー"),),
    lambda actor, subject: _acts_for(actor, subject) and bool((group := _group_of(subject)) and group.may_act),
)
member_of_any_verified = Who(
    (N_("承認済みの団体のメンバー"),), lambda actor, subject: _acts_for_any_verified(actor)
)

VIEW = Permission("organisation:view", N_("団体の紹介を見る"), anyone)
APPLY = Permission("organisation:apply", N_("団体の登録を申請する"), signed_in)
EDIT = Permission("organisation:edit", N_("団体の紹介とできることを直す"), officer | coordinator)
MEMBERS = Permission("organisation:members", N_("団体のメンバーを決める"), officer | coordinator)
APPLY_AGAIN = Permission("organisation:apply_again", N_("団体の登録をもう一度申請する"), officer | coordinator)
VERIFY = Permission("organisation:verify", N_("団体を承認・却下する"), coordinator)
KNOW = Permission("organisation:know", N_("団体の承認の状態と期限を見る"), member | staff)
SEE_CONTACT = Permission("organisation:contact", N_("団体の公開されていない連絡先を見る"), officer | coordinator)
EXPIRE = Permission("organisation:expire", N_("団体の承認の期限を進める"), coordinator | system)
