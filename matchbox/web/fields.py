"""Fields whose own complaints are Japanese sentences; WTForms' are not written for our readers."""

from datetime import date
from typing import Any

from wtforms import DateField, IntegerField, SelectField, SelectMultipleField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget, RadioInput

from matchbox.core.words import N_

NOT_A_DAY = N_("日付は「2026-12-06」のように、ある日付を入力してください。")
NOT_A_NUMBER = N_("数字で入力してください（例：10）。")
NOT_A_CHOICE = N_("一覧の中からえらんでください。")
EARLIEST, LATEST = date(1900, 1, 1), date(2200, 12, 31)


class Day(DateField):
    """A day; also as 2026/12/6 and 2026年12月6日, which people type."""

    explains_itself = True  # 30 February was typed: 「入力してください」 would help nobody

    def __init__(self, *about: Any, **more: Any) -> None:
        super().__init__(*about, format=["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日"], **more)

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist or not valuelist[0]:
            self.data = None
            return
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(NOT_A_DAY) from None
        if self.data and not EARLIEST <= self.data <= LATEST:
            self.data = None
            raise ValueError(NOT_A_DAY)


class Number(IntegerField):
    """A whole number that a database column can hold."""

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(NOT_A_NUMBER) from None
        if self.data is not None and abs(self.data) > 2**31 - 1:
            self.data = None
            raise ValueError(NOT_A_NUMBER)


def number_or_none(value: Any) -> int | None:
    """The coercion of a choice by id; nothing chosen is None."""
    return int(value) if value not in (None, "", "None") else None


class Choice(SelectField):
    """One of a list; an empty value is "nothing chosen" and left to the validators."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(NOT_A_CHOICE) from None

    def pre_validate(self, form: Any) -> None:
        if self.data in (None, ""):
            return
        try:
            super().pre_validate(form)
        except ValidationError:
            raise ValidationError(NOT_A_CHOICE) from None


class Choices(SelectMultipleField):
    """Several of a list."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(NOT_A_CHOICE) from None

    def pre_validate(self, form: Any) -> None:
        try:
            super().pre_validate(form)
        except ValidationError:
            raise ValidationError(NOT_A_CHOICE) from None


class Radio(Choice):
    """One of a few, all of them seen."""

    widget = ListWidget(prefix_label=False)
    option_widget = RadioInput()


class Ticks(Choices):
    """Several of a list, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()
