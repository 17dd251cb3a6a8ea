"""Deeds of the tests about agreements, and what they leave in the journal and in the tags."""

from sqlalchemy import select

from matchbox.core.database import db
from matchbox.core.journal import JournalEntry
from matchbox.matching import actions
from tests.given.matches import done, terms
from tests.given.people import a_coordinator
from tests.given.words import a_policy

IN_2026 = "kanazawa-kyodo-2026"
IN_2021 = "kanazawa-kyodo-2021"
NOT_TAGGED = object()


def agreed(match, coordinator=None, primary_ids=NOT_TAGGED, **changed):
    primary_ids = [a_policy().id] if primary_ids is NOT_TAGGED else primary_ids
    return done(actions.agree, coordinator or a_coordinator(), match, primary_ids=primary_ids, **terms(**changed))


def corrected(match, **changed):
    return done(actions.correct_agreement, a_coordinator(), match, **terms(**changed))


def kinds(match):
    found = select(JournalEntry).where(JournalEntry.subject_kind == "match", JournalEntry.subject_id == match.id)
    return [entry.kind for entry in db.session.scalars(found.order_by(JournalEntry.id))]


def last(kind):
    return db.session.scalars(
        select(JournalEntry).where(JournalEntry.kind == kind).order_by(JournalEntry.id.desc())
    ).first()


def codes(match):
    return {(tag.node.plan.code, tag.node.code, tag.is_primary) for tag in match.tags}
