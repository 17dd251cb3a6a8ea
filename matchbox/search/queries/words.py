"""Which words mean the same, what would change if others did, and who changed it when?"""

import threading
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from matchbox.core.database import db
from matchbox.core.listings import among
from matchbox.search import rules
from matchbox.search.models import SynonymChange, SynonymGroup
from matchbox.search.queries.finding import id_of, key_of, lines
from matchbox.search.queries.kinds import SOURCES, Kind, Result
from matchbox.tools.fulltext import NotReady, analysis
from matchbox.tools.fulltext.highlight import Sought
from matchbox.tools.fulltext.installed import engine
from matchbox.tools.fulltext.synonyms import Synonyms

TRIED = 10  # results of a trial …
IN_RESERVE = 10  # … and more that are asked for, since the index may know what has just ceased to be public
_KINDS = tuple(kind.value for kind in SOURCES)


class Version(NamedTuple):
    """Which state of the groups: after how many changes, the last of them when.

    The number alone would not do: a database that was brought back from a backup may come to the same one again.
    """

    changes: int
    at: datetime | None


class Trial(NamedTuple):
    """What a question finds now, and what it would find with another group."""

    now: list[Result]
    then: list[Result]

    @property
    def new(self) -> list[Result]:
        """What would be found that is not found now."""
        return [result for result in self.then if result not in self.now]


class FoundNow(NamedTuple):
    """How many public things a question finds; `loose` when some of them hold only some of its words."""

    number: int
    loose: bool


_lock = threading.Lock()
_latest: tuple[Version | None, Synonyms] = (None, Synonyms())


def current() -> Synonyms:
    """The words in use. They are read anew only after a change; otherwise this costs one small statement."""
    global _latest
    version = Version(*db.session.execute(select(func.count(), func.max(SynonymChange.created_at))).one())
    known, synonyms = _latest
    if known == version:
        return synonyms
    with _lock:
        if _latest[0] != version:
            _latest = (version, Synonyms(_words()))
        return _latest[1]


def with_group(words: Sequence[str], instead_of: SynonymGroup | None = None) -> Synonyms:
    """The words in use, and these in place of the group that they are to replace."""
    return Synonyms([*_words(but=instead_of), words])


def _words(but: SynonymGroup | None = None) -> Iterable[list[str]]:
    in_use = select(SynonymGroup.words).where(SynonymGroup.withdrawn_at.is_(None)).order_by(SynonymGroup.id)
    return db.session.scalars(in_use.where(SynonymGroup.id != but.id) if but else in_use)


def groups() -> list[SynonymGroup]:
    """All groups: those that staff added, the newest first, then the starting data in its order."""
    found = db.session.scalars(select(SynonymGroup).order_by(SynonymGroup.id)).all()
    return [*(group for group in reversed(found) if group.code is None), *(group for group in found if group.code)]


def with_word(found: Iterable[SynonymGroup], typed: str) -> list[SynonymGroup]:
    """Those in whose words or note something stands, however it is written."""
    sought = analysis.fold(typed)
    return [group for group in found if any(sought in analysis.fold(said) for said in (*group.words, group.note))]


def sharing(words: Iterable[str], but: SynonymGroup | None = None) -> list[tuple[str, SynonymGroup]]:
    """Which of the words stand in other groups that are in use."""
    others = [group for group in groups() if group.withdrawn_at is None and group is not but]
    folded = {analysis.fold(word): word for word in words}
    standing = ((analysis.fold(word), group) for group in others for word in group.words)
    return [(folded[word], group) for word, group in standing if word in folded]


def history(group: SynonymGroup) -> list[SynonymChange]:
    """What was made of the group, the newest first."""
    changes = select(SynonymChange).where(SynonymChange.group_id == group.id).order_by(SynonymChange.id.desc())
    return list(db.session.scalars(changes.options(joinedload(SynonymChange.changed_by))))


def trial(text: str, synonyms: Synonyms) -> Trial | None:
    """What a question finds now and with other words of one meaning; None while there is no index to ask."""
    try:
        both = [engine().search(text, _KINDS, TRIED + IN_RESERVE, words).hits for words in (current(), synonyms)]
    except NotReady:
        return None
    public = _results({hit.key for hits in both for hit in hits})
    return Trial(*([public[hit.key] for hit in hits if hit.key in public][:TRIED] for hits in both))


def found_now(questions: Sequence[str]) -> dict[str, FoundNow] | None:
    """What each question finds by now; None while there is no index to ask."""
    synonyms = current()
    try:
        answers = {text: engine().search(text, _KINDS, synonyms=synonyms) for text in questions}
    except NotReady:
        return None
    public = _public({hit.key for found in answers.values() for hit in found.hits})
    return {
        text: FoundNow(sum(hit.key in public for hit in found.hits), found.loose) for text, found in answers.items()
    }


def _public(keys: Iterable[str]) -> set[str]:
    return {
        key_of(kind.value, id_)
        for kind, ids in _by_kind(keys).items()
        for id_ in db.session.scalars(SOURCES[kind].public().where(among(SOURCES[kind].model.id, ids)))
    }


def _results(keys: Iterable[str]) -> dict[str, Result]:
    """What everybody may see of these, in a constant number of statements."""
    asked = _by_kind(keys)
    return {key_of(kind.value, line.id): line for kind, ids in asked.items() for line in lines(kind, ids)}


def _by_kind(keys: Iterable[str]) -> dict[Kind, list[int]]:
    ids: dict[Kind, list[int]] = defaultdict(list)
    for key in keys:
        ids[Kind.of(key.partition(":")[0])].append(id_of(key))
    return ids


def worth_noting(text: str) -> str:
    """What may be kept of a question that found little or nothing: its folded words, or nothing if in doubt."""
    return rules.noted(text) if rules.may_be_noted(text) else ""


def sought(text: str) -> Sought | None:
    """What shows in a text why a question found it; None without a question."""
    return Sought(text, current()) if text else None
