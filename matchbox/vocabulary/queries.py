"""The choices of a form, and single words by their code."""

from typing import NamedTuple

from sqlalchemy import Select, select

from matchbox.core.database import db
from matchbox.vocabulary.models import Term, Vocabulary


class Choice(NamedTuple):
    """One line of a select: id and words."""

    id: int
    label: str


def terms_of(vocabulary: Vocabulary) -> Select[Term]:
    return select(Term).where(Term.vocabulary == vocabulary, Term.retired.is_(False)).order_by(Term.position)


def choices(vocabulary: Vocabulary) -> list[Choice]:
    rows = db.session.execute(terms_of(vocabulary).with_only_columns(Term.id, Term.label))
    return [Choice(*row) for row in rows]


def term(vocabulary: Vocabulary, code: str) -> Term:
    return db.session.scalars(select(Term).where(Term.vocabulary == vocabulary, Term.code == code)).one()
