"""Finding things by words."""

from matchbox.search.queries.alike import for_group, issues_like, like_issue
from matchbox.search.queries.finding import (
    Everything,
    Found,
    everything,
    find,
    id_of,
    indexed,
    key_of,
    lines,
    matching,
    public_keys,
    tabs,
)
from matchbox.search.queries.freshness import TOPIC, behind
from matchbox.search.queries.kinds import SOURCES, Kind, Result
from matchbox.search.queries.own import Own, not_public
from matchbox.search.queries.spelling import meant
from matchbox.search.queries.words import sought, worth_noting

__all__ = [
    "SOURCES",
    "Everything",
    "Found",
    "Kind",
    "Own",
    "Result",
    "TOPIC",
    "behind",
    "everything",
    "find",
    "for_group",
    "id_of",
    "indexed",
    "issues_like",
    "key_of",
    "like_issue",
    "lines",
    "matching",
    "meant",
    "not_public",
    "public_keys",
    "sought",
    "tabs",
    "worth_noting",
]
