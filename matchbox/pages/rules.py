"""Which groups could help with a category of issues, and how much speaks for each?"""

from collections.abc import Mapping
from typing import NamedTuple

# The fields of 特定非営利活動促進法 that a category of issues falls into, by code. A city with words of its own is
# without them: there, what groups have done and what they offer speaks alone.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "elderly": ("field_01",),
    "children": ("field_13",),
    "welfare": ("field_01", "field_10"),
    "health": ("field_01",),
    "safety": ("field_08", "field_09"),
    "snow": ("field_03", "field_09"),
    "environment": ("field_07",),
    "housing": ("field_03",),
    "transport": ("field_01", "field_03"),
    "parks": ("field_05", "field_07"),
    "culture": ("field_06",),
    "tourism": ("field_04", "field_16"),
    "multicultural": ("field_11",),
    "digital": ("field_14",),
    "neighbourhood": ("field_03", "field_19"),
    "learning": ("field_02", "field_17"),
}

HELPED, PROPOSED, IN_FIELD, OFFERS = 4, 2, 2, 1  # what has been done says more than what could be done
ENOUGH = 3  # more of the same does not say more


class Signs(NamedTuple):
    """What speaks for a group: how often it helped and proposed, the words of its fields and of what it can give."""

    helped: int = 0
    proposed: int = 0
    fields: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()

    @property
    def weight(self) -> int:
        done = HELPED * min(self.helped, ENOUGH) + PROPOSED * min(self.proposed, ENOUGH)
        return done + IN_FIELD * bool(self.fields) + OFFERS * bool(self.offers)


def fields_of(category: str) -> tuple[str, ...]:
    """The codes of the fields in which one works on such issues."""
    return FIELDS.get(category, ())
