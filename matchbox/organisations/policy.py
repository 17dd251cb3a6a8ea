"""Who acts for a group, and who verifies it."""

from typing import Any

from matchbox.accounts.policy import coordinator, staff
from matchbox.core.permissions import Permission, Who, anyone, signed_in, system
from matchbox.core.words import N_
from matchbox.organisations.models import MemberRole, Organisation


def _group_of(subject: Any) -> Organisation | None:
    return subject if isinstance(subject, Organisation) else getattr(subject, "organisation", None)


def _acts_for(actor: Any, subject: Any, *roles: MemberRole) -> bool:
    group = _group_of(subject)
    return bool(actor.is_authenticated) and group is not None and any(
        membership.user_id == actor.id and membership.is_running and (not roles or membership.role in roles)
        for membership in group.memberships
    )


member = Who((N_("その団体のメンバー"),), lambda actor, subject: _acts_for(actor, subject))
officer = Who(
    (N_("その団体の代表・連絡責任者"),),
    lambda actor, subject: _acts_for(actor, subject, MemberRole.REPRESENTATIVE, MemberRole.LIAISON),
)
member_of_verified = Who(
    (N_("承認済みの団体のメンバー"),),
    lambda actor, subject: _acts_for(actor, subject) and bool((group := _group_of(subject)) and group.may_act),
)

VIEW = Permission("organisation:view", N_("団体の紹介を見る"), anyone)
APPLY = Permission("organisation:apply", N_("団体の登録を申請する"), signed_in)
EDIT = Permission("organisation:edit", N_("団体の紹介とできることを直す"), officer | coordinator)
MEMBERS = Permission("organisation:members", N_("団体のメンバーを決める"), officer | coordinator)
VERIFY = Permission("organisation:verify", N_("団体を承認・却下する"), coordinator)
SEE_CONTACT = Permission("organisation:contact", N_("団体の公開されていない連絡先を見る"), officer | staff)
EXPIRE = Permission("organisation:expire", N_("団体の承認の期限を進める"), coordinator | system)
