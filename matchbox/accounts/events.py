"""What can happen to an account."""

from dataclasses import dataclass

from matchbox.core.events import Event
from matchbox.core.journal import Audience
from matchbox.core.words import N_


@dataclass(frozen=True, kw_only=True)
class Registered(Event):
    subject_kind = "user"
    audience = Audience.STAFF
    story = N_("登録しました")

    key_id: int


@dataclass(frozen=True, kw_only=True)
class RegisteredAgain(Event):
    """Somebody registered with an address that has an account: its owner is told, the page says nothing."""

    subject_kind = "user"
    audience = Audience.STAFF
    story = N_("登録ずみのメールアドレスで、登録の申し込みがありました")


@dataclass(frozen=True, kw_only=True)
class EmailConfirmed(Event):
    subject_kind = "user"
    audience = Audience.STAFF
    story = N_("メールアドレスを確かめました")


@dataclass(frozen=True, kw_only=True)
class ResetAsked(Event):
    subject_kind = "user"
    audience = Audience.STAFF
    story = N_("パスワードの再設定を申し込みました")

    key_id: int


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(Event):
    subject_kind = "user"
    audience = Audience.STAFF
    story = N_("パスワードを変えました")


@dataclass(frozen=True, kw_only=True)
class SignedIn(Event):
    subject_kind = "user"
    audience = Audience.STAFF
    story = N_("ログインしました")


@dataclass(frozen=True, kw_only=True)
class SignInEnded(Event):
    subject_kind = "user"
    audience = Audience.STAFF
    story = N_("ログアウトしました")


@dataclass(frozen=True, kw_only=True)
class ProfileChanged(Event):
    subject_kind = "user"
    audience = Audience.STAFF
    story = N_("登録内容を直しました")


@dataclass(frozen=True, kw_only=True)
class RoleGranted(Event):
    subject_kind = "user"
    audience = Audience.STAFF
    story = N_("役割を受けました：%(role)s")

    role: str


@dataclass(frozen=True, kw_only=True)
class RoleEnded(Event):
    subject_kind = "user"
    audience = Audience.STAFF
    story = N_("役割を終えました：%(role)s")

    role: str
