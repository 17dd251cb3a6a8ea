"""The groups of people that other policies are written with, and who may do what with accounts."""

from typing import Any

from matchbox.accounts.models import Role
from matchbox.core.permissions import Permission, Who, anyone, signed_in, system
from matchbox.core.words import N_


def _holds(actor: Any, *roles: Role) -> bool:
    return bool(actor.is_authenticated) and any(actor.holds(role) for role in roles)


coordinator = Who((N_("センターのコーディネーター"),), lambda actor, subject: _holds(actor, Role.COORDINATOR))
analyst = Who((N_("統計担当"),), lambda actor, subject: _holds(actor, Role.ANALYST))
administrator = Who((N_("管理者"),), lambda actor, subject: _holds(actor, Role.ADMINISTRATOR))
staff = coordinator | analyst | administrator


REGISTER = Permission("account:register", N_("登録する、ログインする、パスワードを設定しなおす"), anyone)
OWN = Permission("account:own", N_("自分の登録内容を見る、直す"), signed_in)
GRANT = Permission("account:grant", N_("職員の役割を決める"), administrator | system)
