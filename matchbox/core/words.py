"""Words for people: whole sentences, marked where they are written and translated where they are shown."""

from enum import StrEnum
from typing import Self


def N_(sentence: str) -> str:
    """Mark a sentence for translation; templates show it with `_(sentence)`."""
    return sentence


class Worded(StrEnum):
    """An enum whose members carry the word people read: `AGREED = "agreed", N_("成立")`."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def of(cls, value: str) -> Self:
        """The member with this value; raises ValueError when there is none."""
        for member in cls:
            if member.value == value:
                return member
        raise ValueError(f"{value!r} is no {cls.__name__}")
