"""Bringing in the words."""

from typing import Any

from sqlalchemy import select

from matchbox.core.database import db
from matchbox.core.permissions import Actor, requires
from matchbox.vocabulary import policy
from matchbox.vocabulary.models import Term, Vocabulary


@requires(policy.KEEP)
def load_words(actor: Actor, subject: None, *, lists: dict[str, list[dict[str, Any]]]) -> int:
    """Add the words that are not there yet; words that staff have changed stay as they are. Answers how many came."""
    added = 0
    for name, words in lists.items():
        vocabulary = Vocabulary.of(name)
        known = set(db.session.scalars(select(Term.code).where(Term.vocabulary == vocabulary)))
        for position, word in enumerate(words, 1):
            if word["code"] not in known:
                db.session.add(Term(vocabulary=vocabulary, position=position, **word))
                added += 1
    return added
