"""What groups offer, and what the database promises of it."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from matchbox.core.database import db
from matchbox.core.errors import Forbidden
from matchbox.organisations import actions, rules
from matchbox.organisations.models import Offer
from matchbox.web.transactions import writing
from tests.given.groups import a_group, a_member_of, an_offer, an_officer_of
from tests.given.people import a_person
from tests.given.words import a_need_kind
from tests.organisations.saying import refused, refused_now, told


def offering(**changed):
    return {"kind_id": a_need_kind().id, "title": "雪かきを手伝えます", **changed}


def test_an_offer_is_published_changed_and_withdrawn(app):
    officer = a_person()
    group = a_group(members=[officer])
    again = offering(description="", capacity=1, months_off=[])
    with writing():
        offer = actions.publish_offer(officer, group, **offering(capacity=3, months_off=[8, 7, 7]))
    assert (offer.organisation, offer.capacity, offer.months_off) == (group, 3, [7, 8])
    with writing():
        actions.edit_offer(officer, offer, **{**again, "title": "道具も貸せます"})
        actions.withdraw_offer(officer, offer)
    assert offer.withdrawn_at is not None and offer.title == "道具も貸せます"
    assert told(group) == ["OfferPublished", "OrganisationChanged", "OfferWithdrawn"]
    assert refused_now(actions.withdraw_offer, officer, offer) == actions.WITHDRAWN_ALREADY
    assert refused_now(actions.edit_offer, officer, offer, **again) == actions.WITHDRAWN_ALREADY


@pytest.mark.parametrize(("field", "wrong", "sentence"), [
    ("capacity", 0, rules.NOT_A_CAPACITY),
    ("capacity", 21, rules.NOT_A_CAPACITY),
    ("months_off", list(range(1, 13)), rules.NEVER),
    ("kind_id", 10**9, actions.NOT_A_CHOICE),
])  # fmt: skip
def test_an_offer_is_judged(app, field, wrong, sentence):
    officer = a_person()
    group = a_group(members=[officer])
    assert refused(actions.publish_offer, officer, group, **offering(**{field: wrong})) == (field, sentence)
    assert db.session.scalars(select(Offer)).all() == []


def test_strangers_touch_no_offer(app):
    offer = an_offer(a_group(members=[a_person()]))
    stranger = an_officer_of(a_group("別の会"))
    with pytest.raises(Forbidden), writing():
        actions.withdraw_offer(stranger, offer)
    assert offer.withdrawn_at is None


def test_the_database_keeps_capacity_and_terms(app):
    group = a_group()
    with pytest.raises(IntegrityError):
        an_offer(group, capacity=21)
    db.session.rollback()
    with pytest.raises(IntegrityError):
        a_member_of(group, from_on=date(2027, 4, 1), until_on=date(2027, 3, 31))
    db.session.rollback()
