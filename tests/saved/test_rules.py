"""Which conditions can be kept?"""

import pytest

from matchbox.saved import rules
from matchbox.saved.rules import ListName


@pytest.mark.parametrize(("conditions", "sentence"), [
    ("", rules.NOTHING),
    ("q=%E9%9B%AA", ""),
    ("q=" + "a" * 998, ""),
    ("q=" + "a" * 999, rules.TOO_LONG),
])  # fmt: skip
def test_conditions_are_some_and_not_too_many(conditions, sentence):
    assert rules.why_not(conditions) == sentence


def test_a_suggested_title_names_list_and_conditions_and_is_cut_to_what_a_title_can_be():
    assert rules.suggested_title(ListName.ISSUES, ["雪・除雪", "泉野"]) == "課題：雪・除雪・泉野"
    assert rules.suggested_title(ListName.ISSUES, ["題" * 57]) == "課題：" + "題" * 57
    assert rules.suggested_title(ListName.ISSUES, ["題" * 58]) == "課題：" + "題" * 56 + "…"
