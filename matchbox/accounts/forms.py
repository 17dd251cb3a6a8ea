"""What we ask about accounts."""

from typing import Any

from wtforms import BooleanField, EmailField, PasswordField, StringField, TelField
from wtforms.validators import Length, Optional, ValidationError

from matchbox.accounts import rules
from matchbox.core.words import N_
from matchbox.web.forms import Form, answered

NAME = N_("表示名")
NAME_HINT = N_("サイトで公開される名前です。本名でなくてかまいません。40文字まで")
NAME_MISSING = N_("表示名を入力してください")
NAME_TOO_LONG = N_("表示名は40文字以内で入力してください")
PASSWORD_HINT = N_(
    "12文字以上（職員は15文字以上）。記号や数字を混ぜる必要はありません。関係のない言葉をいくつかつなげると、覚えやすく安全です"
)
NOT_A_PHONE = N_("電話番号は、数字とハイフンで入力してください（例：076-000-0000）")


def is_an_address(form: Any, field: Any) -> None:
    """Anything but an empty answer, of which `answered` speaks."""
    if field.data and (complaint := rules.email_complaint(field.data)):
        raise ValidationError(complaint)


def is_a_phone(form: Any, field: Any) -> None:
    if not rules.is_phone(rules.plain_phone(field.data)):
        raise ValidationError(NOT_A_PHONE)


def ticked(sentence: str) -> Any:
    """The validator for a box that must be ticked, with the sentence that says so."""

    def check(form: Any, field: Any) -> None:
        if not field.data:
            raise ValidationError(sentence)

    check.field_flags = {"required": True}  # type: ignore[attr-defined]
    return check


def an_address() -> EmailField:
    return EmailField(
        N_("メールアドレス"),
        [answered(N_("メールアドレスを入力してください")), is_an_address],
        render_kw={"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"},
    )


def a_password(label: str, missing: str, hint: str = "", autocomplete: str = "current-password") -> PasswordField:
    return PasswordField(label, [answered(missing)], description=hint, render_kw={"autocomplete": autocomplete})


def a_new_password(label: str) -> PasswordField:
    return a_password(label, N_("新しいパスワードを入力してください"), PASSWORD_HINT, "new-password")


class NewPasswordForm(Form):
    """Base of forms that set a password; `of` says whose, because name and address are easy to guess."""

    about: tuple[str | None, ...] = ()
    is_staff = False

    def of(self, person: Any) -> Any:
        self.about, self.is_staff = (person.email, person.name), person.is_staff
        return self

    def validate_password(self, field: Any) -> None:
        if field.data and (complaint := rules.password_complaint(field.data, self.about, self.is_staff)):
            raise ValidationError(complaint)


class SignInForm(Form):
    email = an_address()
    password = a_password(N_("パスワード"), N_("パスワードを入力してください"))


class RegisterForm(NewPasswordForm):
    email = an_address()
    name = StringField(
        NAME,
        [answered(NAME_MISSING), Length(max=rules.LONGEST_NAME, message=NAME_TOO_LONG)],
        description=NAME_HINT,
        render_kw={"autocomplete": "nickname"},
    )
    password = a_new_password(N_("パスワード"))
    agreed = BooleanField(
        N_("「使い方」と「個人情報の取り扱い」を読み、同意します"),
        [ticked(N_("登録するには、同意のしるしを付けてください"))],
    )

    def validate_password(self, field: Any) -> None:
        self.about = (self.email.data, self.name.data)
        super().validate_password(field)


class ForgotPasswordForm(Form):
    email = an_address()


class ResetPasswordForm(NewPasswordForm):
    password = a_new_password(N_("新しいパスワード"))


class PasswordForm(NewPasswordForm):
    old_password = a_password(N_("いまのパスワード"), N_("いまのパスワードを入力してください"))
    password = a_new_password(N_("新しいパスワード"))


class ProfileForm(Form):
    name = StringField(
        NAME,
        [answered(NAME_MISSING), Length(max=rules.LONGEST_NAME, message=NAME_TOO_LONG)],
        description=NAME_HINT,
        render_kw={"autocomplete": "nickname"},
    )
    phone = TelField(
        N_("電話番号"),
        [Optional(), Length(max=rules.LONGEST_PHONE, message=N_("電話番号は20文字以内で入力してください")), is_a_phone],
        description=N_("センターの職員だけが見ます。公開されません"),
        render_kw={"autocomplete": "tel"},
    )
