"""The pages on which people register, sign in and look after their account."""

import secrets
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import Blueprint, current_app, redirect, render_template, request, session, url_for
from flask_login import current_user

from matchbox.accounts import actions, policy, queries, rules
from matchbox.accounts.forms import (
    ForgotPasswordForm,
    PasswordForm,
    ProfileForm,
    RegisterForm,
    ResetPasswordForm,
    SignInForm,
)
from matchbox.accounts.models import KeyPurpose, MailKey, SignIn
from matchbox.admin import policy as office
from matchbox.core import clock
from matchbox.core.permissions import can
from matchbox.core.words import N_
from matchbox.organisations import queries as organisations
from matchbox.tools import passwords
from matchbox.web import throttle
from matchbox.web.access import opens
from matchbox.web.deeds import carry_out, press
from matchbox.web.forms import Button
from matchbox.web.transactions import writing

bp = Blueprint("accounts", __name__)

# One answer for every reason, so that nobody learns here which addresses have an account.
WRONG = N_(
    "メールアドレスかパスワードが違います。もう一度入力してください。"
    "登録の途中の方には、確かめるためのメールをもう一度お送りしました。そのリンクを開いてから、ログインしてください。"
)
QUARTER, HOUR = 15 * 60, 60 * 60
GONE = 410


@bp.route("/sign-in", methods=["GET", "POST"])
@opens(policy.REGISTER)
def sign_in():
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(_after_sign_in(current_user))
    form = SignInForm()
    if form.validate_on_submit() and _may_try(form, form.email.data):
        person = queries.by_email(form.email.data)
        proven = queries.password_hash_of(person)
        if not passwords.fits(form.password.data, proven) or person is None:
            form.form_errors.append(WRONG)
        elif person.confirmed_at is None:
            _remind(person, proven)
            form.form_errors.append(WRONG)
        elif _begin_session(form, person, proven):
            return redirect(_after_sign_in(person), 303)
    return render_template("accounts/sign_in.html", form=form), form.status


@bp.route("/sign-out", methods=["POST"])
@opens(policy.REGISTER)
def sign_out():
    home, here = url_for("pages.home"), _here()
    if here is None or not current_user.is_authenticated:
        return redirect(home, 303)
    form = Button()
    done = press(
        form,
        lambda: actions.end_sign_in(current_user, here),
        to=lambda ended: home,
        back=home,
        say=N_("ログアウトしました。"),
    )
    if not form.errors:
        session.pop("sign_in")
    return done


@bp.route("/register", methods=["GET", "POST"])
@opens(policy.REGISTER)
def register():
    form = RegisterForm()
    if form.validate_on_submit() and _may_ask_for_letter(form, form.email.data):
        password_hash = passwords.hashed(form.password.data)
        done = carry_out(
            form,
            lambda: actions.register(
                current_user, None, email=form.email.data, name=form.name.data, password_hash=password_hash
            ),
            to=lambda person: url_for(".registered"),
        )
        if done:
            return done
    return render_template("accounts/register.html", form=form), form.status


@bp.route("/register/sent", methods=["GET"])
@opens(policy.REGISTER)
def registered():
    return render_template("accounts/registered.html")


@bp.route("/confirm/<token>", methods=["GET", "POST"])
@opens(policy.REGISTER)
def confirm(token):
    key, form = queries.key_of(token, KeyPurpose.CONFIRM), Button()
    if key is None or _is_over(key):
        return render_template("accounts/link_is_over.html"), GONE
    done = carry_out(
        form,
        lambda: actions.confirm(current_user, key),
        to=lambda person: url_for(".sign_in"),
        say=N_("メールアドレスを確かめました。ログインしてください。"),
    )
    return done or (render_template("accounts/confirm.html", form=form, key=key), form.status)


@bp.route("/forgot-password", methods=["GET", "POST"])
@opens(policy.REGISTER)
def forgot_password():
    form = ForgotPasswordForm()
    if form.validate_on_submit() and _may_ask_for_letter(form, form.email.data):
        done = carry_out(
            form,
            lambda: actions.ask_for_reset(current_user, None, **form.answers),
            to=lambda person: url_for(".reset_sent"),
        )
        if done:
            return done
    return render_template("accounts/forgot_password.html", form=form), form.status


@bp.route("/forgot-password/sent", methods=["GET"])
@opens(policy.REGISTER)
def reset_sent():
    return render_template("accounts/reset_sent.html")


@bp.route("/reset-password/<token>", methods=["GET", "POST"])
@opens(policy.REGISTER)
def reset_password(token):
    key = queries.key_of(token, KeyPurpose.RESET)
    if key is None or _is_over(key):
        return render_template("accounts/link_is_over.html"), GONE
    form, email = ResetPasswordForm().of(key.user), key.email
    if form.validate_on_submit():
        password_hash = passwords.hashed(form.password.data)
        done = carry_out(
            form,
            lambda: actions.reset_password(current_user, key, password_hash=password_hash),
            to=lambda person: url_for(".sign_in"),
            say=N_("パスワードを設定しました。新しいパスワードでログインしてください。"),
        )
        if done:
            throttle.forget("sign-in.account", email)
            return done
    return render_template("accounts/reset_password.html", form=form, key=key), form.status


@bp.route("/profile", methods=["GET", "POST"])
@opens(policy.OWN)
def profile():
    form = ProfileForm(obj=current_user)
    done = carry_out(
        form,
        lambda: actions.save_profile(current_user, current_user, **form.answers),
        to=lambda person: url_for(".profile"),
        say=N_("登録内容を保存しました。"),
    )
    groups = organisations.of_member(current_user)
    return done or (render_template("accounts/profile.html", form=form, groups=groups), form.status)


@bp.route("/profile/password", methods=["GET", "POST"])
@opens(policy.OWN)
def password():
    form, email = PasswordForm().of(current_user), current_user.email or ""
    if form.validate_on_submit() and _may_try(form, email):
        proven = current_user.password_hash
        if not passwords.fits(form.old_password.data, proven):
            form.old_password.errors = [actions.NOT_THE_OLD_PASSWORD]
        elif done := _change_password(form, proven):
            _was_right(email)
            return done
    return render_template("accounts/password.html", form=form), form.status


@bp.route("/profile/devices", methods=["GET", "POST"])
@opens(policy.OWN)
def devices():
    form, here = Button(), _here()
    done = carry_out(
        form,
        lambda: actions.end_other_sign_ins(current_user, current_user, here=here),
        to=lambda person: url_for(".devices"),
        say=N_("ほかの端末をすべてログアウトしました。"),
    )
    running = queries.running_sign_ins(current_user, clock.now())
    return done or render_template("accounts/devices.html", form=form, sign_ins=running, here=here)


@bp.route("/profile/devices/<int:sign_in_id>/end", methods=["POST"])
@opens(policy.OWN, SignIn, "sign_in_id", among=queries.sign_ins_of)
def end_sign_in(sign_in):
    back = url_for(".devices")
    return press(
        Button(),
        lambda: actions.end_sign_in(current_user, sign_in),
        to=lambda ended: back,
        back=back,
        say=N_("その端末をログアウトしました。"),
    )


def _may_try(form: Any, email: str) -> bool:
    """Passwords are guessed by many tries at one account, or at many accounts from one place."""
    wait = throttle.hit("sign-in.place", throttle.here(), 20, QUARTER) or throttle.hit(
        "sign-in.account", rules.folded_email(email), 5, QUARTER
    )
    if wait:
        throttle.refuse(form, wait)
    return not wait


def _was_right(email: str) -> None:
    throttle.forget("sign-in.account", rules.folded_email(email))
    throttle.give_back("sign-in.place", throttle.here())


def _may_ask_for_letter(form: Any, email: str) -> bool:
    """Nobody's letter box is filled from here, and nobody tries many addresses."""
    wait = throttle.hit("letter.place", throttle.here(), 60, HOUR) or throttle.hit(
        "letter.account", rules.folded_email(email), 5, HOUR
    )
    if wait:
        throttle.refuse(form, wait)
    return not wait


def _remind(person: Any, proven: str) -> None:
    if not throttle.hit("letter.account", rules.folded_email(person.email), 5, HOUR):
        with writing():
            actions.ask_to_confirm(current_user, person, password_hash=proven)


def _begin_session(form: Any, person: Any, proven: str) -> bool:
    """The cookie gets a new token at every sign-in, so that nobody can slip one in beforehand."""
    token, email, instead_of = secrets.token_urlsafe(32), person.email, _here()
    device = rules.device_of(request.user_agent.string)
    with form.showing_refusals(), writing():
        actions.sign_in(current_user, person, proven=proven, token=token, device=device, instead_of=instead_of)
    if form.refused_with:
        return False
    _was_right(email)
    session.clear()
    session["sign_in"] = token
    session.permanent = True
    return True


def _change_password(form: Any, proven: str) -> Any:
    password_hash, here = passwords.hashed(form.password.data), _here()
    return carry_out(
        form,
        lambda: actions.change_password(
            current_user, current_user, proven=proven, password_hash=password_hash, here=here
        ),
        to=lambda person: url_for(".profile"),
        say=N_("パスワードを変えました。ほかの端末はログアウトしました。"),
    )


def _here() -> SignIn | None:
    """The sign-in of this browser."""
    token = session.get("sign_in")
    return queries.sign_in_of(token) if token else None


def _is_over(key: MailKey) -> bool:
    """A used key may still be sent a second time by a double click, which `carry_out` answers like the first."""
    return request.method == "GET" and not key.is_good(clock.now())


def _after_sign_in(person: Any) -> str:
    """Where they wanted to go, if that is a page of ours."""
    wanted = request.args.get("next", "")
    path = unquote(urlsplit(wanted).path).removeprefix(request.script_root)
    adapter = current_app.create_url_adapter(request)
    if rules.is_own_path(wanted) and adapter and adapter.test(path, method="GET"):
        return wanted
    if can(person, office.DESK):
        return url_for("admin.desk")
    return url_for("admin.outbox") if can(person, office.OPERATE) else url_for("pages.home")
