"""The form every form is made from: trims answers, guards itself, and shows what the domain refused."""

import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from flask import g
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    EmailField,
    FieldList,
    FileField,
    FormField,
    HiddenField,
    IntegerField,
    PasswordField,
    TelField,
)
from wtforms.validators import StopValidation

from matchbox.core.errors import Invalid, NotNow
from matchbox.core.words import N_

TOO_LATE = N_("時間がたったため、もう一度操作してください。入力した内容は残っています。")
NOT_A_CHARACTER = N_("使えない文字が入っています。その文字を消してください。")


class Form(FlaskForm):
    """Fields declared here are about the sending; fields of the forms made from it are the answers."""

    key = HiddenField(default=lambda: uuid4().hex)

    class Meta(FlaskForm.Meta):
        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            kind = unbound_field.field_class
            if not issubclass(kind, FieldList | FileField | FormField | PasswordField):
                options["filters"] = [_trim, *unbound_field.kwargs.get("filters", ())]
            return unbound_field.bind(form=form, **options)

    refused_with: int | None = None

    def process(self, formdata: Any = None, *more: Any, **data: Any) -> None:
        super().process(_readable(formdata, self), *more, **data)

    def validate(self, *more: Any, **extra: Any) -> bool:
        valid: bool = super().validate(*more, **extra)
        token = self._fields.get("csrf_token")
        if token is None or not token.errors:
            g.token_checked = True
            return valid
        token.errors = []
        self.form_errors.append(TOO_LATE)
        return False

    @property
    def answers(self) -> dict[str, Any]:
        own = [name for name in self._fields if name != "csrf_token" and not hasattr(Form, name)]
        return {name: self._fields[name].data for name in own}

    @property
    def status(self) -> int:
        return self.refused_with or (422 if self.errors else 200)

    @property
    def asks(self) -> bool:
        """Does it ask anything, or is it only a button?"""
        return any(not isinstance(field, HiddenField) for field in self)

    @contextmanager
    def showing_refusals(self) -> Iterator[None]:
        """Put the sentence of a refusal beside its field, or above the form; the page then draws the form again."""
        try:
            yield
        except Invalid as refusal:
            field = self._fields.get(refusal.field)
            if field is None:
                self.form_errors.append(refusal.sentence)
            else:
                field.errors = [*field.errors, refusal.sentence]
            self.refused_with = 422
        except NotNow as refusal:
            if not self.asks:
                raise
            self.form_errors.append(refusal.first)
            self.refused_with = 409


class Button(Form):
    """A form that asks nothing."""


# Full-width digits and ＠ are how a Japanese keyboard types them, never a mistake.
_FOLDED = (DateField, EmailField, IntegerField, TelField)


def _readable(formdata: Any, form: Form) -> Any:
    sent = form.meta.wrap_formdata(form, formdata)
    if not sent:
        return formdata
    folded = [name for name, field in form._fields.items() if isinstance(field, _FOLDED)]
    if not any(name in sent for name in folded):
        return formdata
    readable = sent.copy()
    for name in folded:
        if name in readable:
            readable.setlist(name, [unicodedata.normalize("NFKC", value).strip() for value in sent.getlist(name)])
    return readable


def _trim(value: Any) -> Any:
    # Not `isinstance`: a member of an enum is a str too, and must stay a member.
    if type(value) is not str:
        return value
    if "\x00" in value:
        raise ValueError(NOT_A_CHARACTER)  # PostgreSQL takes no such text
    return value.strip().replace("\r\n", "\n")


def answered(sentence: str) -> Callable[[Any, Any], None]:
    """The validator for something that must be there, with the sentence that says so.

    What is missing because it could not be read gets this sentence too, but for fields that explain it better.
    """

    def check(form: Any, field: Any) -> None:
        if field.errors and getattr(field, "explains_itself", False):
            raise StopValidation()
        if field.data in (None, "", []):
            field.errors = []
            raise StopValidation(sentence)

    check.field_flags = {"required": True}  # type: ignore[attr-defined]
    return check
