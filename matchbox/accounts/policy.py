"""The groups of people that other policies are written with, and who may do what with accounts."""

from typing import Any

from matchbox.accounts.models import Role
from matchbox.core.permissions import Permission, Who, anyone, system
from matchbox.core.words import N_


def _holds(actor: Any, *roles: Role) -> bool:
    return bool(actor.is_authenticated) and any(actor.holds(role) for role in roles)


def _is_own(actor: Any, subject: Any) -> bool:
    """Without a subject it is one's own page that is asked for."""
    return bool(actor.is_authenticated) and (subject is None or getattr(subject, "user_id", subject.id) == actor.id)


coordinator = Who((N_("センターのコーディネーター"),), lambda actor, subject: _holds(actor, Role.COORDINATOR))
analyst = Who((N_("統計担当"),), lambda actor, subject: _holds(actor, Role.ANALYST))
administrator = Who((N_("管理者"),), lambda actor, subject: _holds(actor, Role.ADMINISTRATOR))
staff = coordinator | analyst | administrator
oneself = Who((N_("ログインしたご本人"),), _is_own)


REGISTER = Permission("account:register", N_("登録する、ログインする、パスワードを設定しなおす"), anyone)
OWN = Permission("account:own", N_("自分の登録内容とログイン中の端末を見る、直す"), oneself)
ENROL = Permission("account:enrol", N_("職員の登録をつくる"), administrator | system)
GRANT = Permission("account:grant", N_("職員の役割を決める"), administrator | system)
