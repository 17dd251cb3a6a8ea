"""Finding things by words."""

from collections.abc import Sequence
from pathlib import Path

from matchbox.tools.fulltext import NotReady
from matchbox.tools.fulltext.installed import engine

SYNONYMS = Path(__file__).parent / "data" / "synonyms.yaml"
MOST_FOUND = 500


def key_of(kind: str, id_: int) -> str:
    return f"{kind}:{id_}"


def find(text: str, kinds: Sequence[str] = ("issue",)) -> list[int] | None:
    """Ids of what the words find, the best first; None while there is no index to ask."""
    try:
        return [int(hit.key.partition(":")[2]) for hit in engine().search(text, tuple(kinds), MOST_FOUND)]
    except NotReady:
        return None


def indexed() -> set[str]:
    """The keys that the index holds; raises NotReady without one."""
    return engine().keys()
