"""Words and places of the starting data."""

from sqlalchemy import select

from matchbox.core.database import db
from matchbox.places.models import Area
from matchbox.plans.models import Node, Plan
from matchbox.vocabulary import queries
from matchbox.vocabulary.models import Vocabulary


def the_term(vocabulary: Vocabulary, code: str):
    return queries.term(vocabulary, code)


def a_category(code="snow"):
    return the_term(Vocabulary.ISSUE_CATEGORY, code)


def a_need_kind(code="hands"):
    return the_term(Vocabulary.NEED_KIND, code)


def a_group_kind(code="citizens_group"):
    return the_term(Vocabulary.ORGANISATION_KIND, code)


def a_district(name="泉野"):
    return db.session.scalars(select(Area).where(Area.name == name)).one()


def a_plan(code="kanazawa-kyodo-2026"):
    return db.session.scalars(select(Plan).where(Plan.code == code)).one()


def a_policy(code="2-1", plan="kanazawa-kyodo-2026"):
    return db.session.scalars(select(Node).join(Plan).where(Plan.code == plan, Node.code == code)).one()
