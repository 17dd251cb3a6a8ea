"""What was probably meant? Only words of public things are offered, and only when they find something public."""

import threading
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import select

from matchbox.core import clock
from matchbox.core.database import db
from matchbox.organisations.models import Offer
from matchbox.places.models import Area
from matchbox.search.models import SynonymGroup
from matchbox.search.queries.finding import everything
from matchbox.search.queries.kinds import SOURCES, Kind
from matchbox.tools.fulltext.spelling import Vocabulary
from matchbox.vocabulary.models import Term

FRESH_FOR = timedelta(minutes=10)  # the words of a city change slowly, and each one offered is looked for at once
MOST_TITLES = 20_000  # of a kind, the newest

_lock = threading.Lock()
_known: dict[str, tuple[datetime, Vocabulary]] = {}


def meant(text: str) -> str | None:
    """The question with what finds nothing replaced by a word that sounds or looks like it; None if there is none."""
    found = everything(text)
    if found.exact or not found.by_index:
        return None
    better = _vocabulary().nearest(text, lambda word: everything(word).exact)
    return better if better and better != text and everything(better).exact else None


def forget() -> None:
    """Read the words anew when they are next needed."""
    with _lock:
        _known.clear()


def _vocabulary() -> Vocabulary:
    site, now = str(db.engine.url), clock.now()
    with _lock:
        made, words = _known.get(site, (None, None))
        if made is None or words is None or not made <= now < made + FRESH_FOR:
            words = Vocabulary(Counter(_public_words()).items())
            _known[site] = now, words
        return words


def _public_words() -> Iterator[str]:
    """Titles of what is public, words of one meaning, and the words that every form offers."""
    for source in SOURCES.values():
        newest = select(source.title).where(*source.shown).order_by(source.model.id.desc()).limit(MOST_TITLES)
        yield from db.session.scalars(newest)
    for words in db.session.scalars(select(SynonymGroup.words).where(SynonymGroup.withdrawn_at.is_(None))):
        yield from words
    listed = Offer.organisation_id.in_(SOURCES[Kind.ORGANISATION].public())
    yield from db.session.scalars(select(Offer.title).where(listed, Offer.withdrawn_at.is_(None)))
    yield from db.session.scalars(select(Area.name).where(Area.retired.is_(False)))
    yield from db.session.scalars(select(Term.label).where(Term.retired.is_(False)))
