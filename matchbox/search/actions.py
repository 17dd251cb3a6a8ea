"""What can be done with the words of one meaning."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select

from matchbox.accounts.models import User
from matchbox.core import clock
from matchbox.core.database import db, hold
from matchbox.core.errors import Invalid, NotNow
from matchbox.core.events import publish
from matchbox.core.permissions import Actor, requires
from matchbox.core.words import N_
from matchbox.search import policy, rules
from matchbox.search.events import SynonymsAdded, SynonymsChanged, SynonymsRestored, SynonymsWithdrawn
from matchbox.search.models import ChangeKind, SynonymChange, SynonymGroup

NOT_IN_USE = N_("このグループは、すでに使うのをやめています。")
IN_USE = N_("このグループは、すでに検索に使われています。")


@requires(policy.EDIT_SYNONYMS)
def add_group(actor: User, subject: None, *, words: Sequence[str], note: str = "") -> SynonymGroup:
    """From now on a question with one of the words finds the others too."""
    _check(words)
    group = SynonymGroup(words=list(words), note=note)
    _remember(actor, group, ChangeKind.ADDED, before=None)
    db.session.flush()  # the event names it
    publish(SynonymsAdded(**_told_of(actor, group)))
    return group


@requires(policy.EDIT_SYNONYMS)
def change_group(actor: User, group: SynonymGroup, *, words: Sequence[str], note: str) -> SynonymGroup:
    hold(group)
    _check(words)
    before = _said(group)
    group.words, group.note = list(words), note
    if _said(group) != before:
        _remember(actor, group, ChangeKind.CHANGED, before)
        publish(SynonymsChanged(**_told_of(actor, group)))
    return group


@requires(policy.EDIT_SYNONYMS)
def withdraw_group(actor: User, group: SynonymGroup) -> SynonymGroup:
    """Questions no longer know of the group; it can be restored."""
    hold(group)
    if group.withdrawn_at is not None:
        raise NotNow(NOT_IN_USE)
    group.withdrawn_at = clock.now()
    _remember(actor, group, ChangeKind.WITHDRAWN, _said(group))
    publish(SynonymsWithdrawn(**_told_of(actor, group)))
    return group


@requires(policy.EDIT_SYNONYMS)
def restore_group(actor: User, group: SynonymGroup) -> SynonymGroup:
    hold(group)
    if group.withdrawn_at is None:
        raise NotNow(IN_USE)
    group.withdrawn_at = None
    _remember(actor, group, ChangeKind.RESTORED, _said(group))
    publish(SynonymsRestored(**_told_of(actor, group)))
    return group


@requires(policy.LOAD_SYNONYMS)
def load_synonyms(actor: Actor, subject: None, *, groups: Iterable[Sequence[str]]) -> int:
    """Add the groups that were never there; what staff made of the others stays. Answers how many came."""
    known = set(db.session.scalars(select(SynonymGroup.code).where(SynonymGroup.code.is_not(None))))
    new = [group for group in groups if rules.code_of(group) not in known]
    for words in new:
        group = SynonymGroup(code=rules.code_of(words), words=rules.without_doubles(words))
        _remember(actor, group, ChangeKind.LOADED, before=None)
    return len(new)


def _check(words: Sequence[str]) -> None:
    if sentence := rules.why_not(words):
        raise Invalid("words", sentence)


def _said(group: SynonymGroup) -> dict[str, Any]:
    return {"words": group.words, "note": group.note}


def _remember(actor: Actor, group: SynonymGroup, kind: ChangeKind, before: dict[str, Any] | None) -> None:
    db.session.add(SynonymChange(group=group, changed_by_id=actor.id, kind=kind, before=before, after=_said(group)))


def _told_of(actor: Actor, group: SynonymGroup) -> dict[str, Any]:
    return {"subject_id": group.id, "actor_id": actor.id, "words": "、".join(group.words)}
