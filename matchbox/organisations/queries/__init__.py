"""Finding groups."""

from matchbox.organisations.queries.directory import FACETS, SORTS, counts, directory, offers_among
from matchbox.organisations.queries.groups import (
    Lists,
    advancing,
    in_words,
    lists,
    members_of,
    namesakes,
    offers_of,
    record,
    same_group,
)
from matchbox.organisations.queries.sight import (
    LISTED,
    SHOWN,
    choices_verified,
    memberships_visible_to,
    of_member,
    offers_visible_to,
    running,
    visible_to,
)

__all__ = [
    "FACETS",
    "LISTED",
    "SHOWN",
    "SORTS",
    "Lists",
    "advancing",
    "choices_verified",
    "counts",
    "directory",
    "in_words",
    "lists",
    "members_of",
    "memberships_visible_to",
    "namesakes",
    "of_member",
    "offers_among",
    "offers_of",
    "offers_visible_to",
    "record",
    "running",
    "same_group",
    "visible_to",
]
