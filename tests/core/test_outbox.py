from datetime import timedelta

import pytest
from sqlalchemy import select

from matchbox.core import clock, outbox
from matchbox.core.database import db
from matchbox.web.transactions import writing
from matchbox.web.worker import drain


@pytest.fixture
def done(app):
    """A topic of the test's own; what was carried out is noted here."""
    done = []
    outbox.handle({"test": lambda envelopes: done.append([row.payload for row in envelopes])})
    return done


def post(*names, topic="test"):
    with writing():
        for name in names:
            outbox.post(topic, name=name)


def the_envelopes():
    return db.session.scalars(select(outbox.Envelope).order_by(outbox.Envelope.id)).all()


def test_what_was_posted_is_carried_out_once(done):
    post("a", "b")
    assert (drain(clock.now()), drain(clock.now())) == (2, 0)
    assert done == [[{"name": "a"}], [{"name": "b"}]]


def test_what_failed_is_tried_again_later_and_later(app):
    def fail(envelopes):
        raise ConnectionError("no mail server")

    outbox.handle({"test": fail})
    post("a")
    now = clock.now()
    assert drain(now) == 0
    first = the_envelopes()[0].due_at
    assert first > now and "no mail server" in the_envelopes()[0].last_error
    assert drain(now) == 0 and the_envelopes()[0].attempts == 1
    drain(first)
    assert the_envelopes()[0].due_at - first > first - now


def test_after_enough_attempts_it_is_left_to_a_person(app):
    outbox.handle({"test": lambda envelopes: 1 / 0})
    post("a")
    moment = clock.now()
    for _ in range(outbox.MOST_ATTEMPTS + 3):
        drain(moment)
        moment += timedelta(days=1)
    envelope = the_envelopes()[0]
    assert envelope.is_dead and envelope.attempts == outbox.MOST_ATTEMPTS


def test_one_that_fails_does_not_hold_up_the_others(app):
    def picky(envelopes):
        if envelopes[0].payload["name"] == "bad":
            raise ValueError

    outbox.handle({"test": picky})
    post("good", "bad", "good")
    assert drain(clock.now()) == 2


def test_some_topics_are_carried_out_together(app):
    portions = []
    outbox.handle({"together": lambda envelopes: portions.append(len(envelopes))}, together=True)
    post("a", "b", "c", topic="together")
    assert drain(clock.now()) == 3 and portions == [3]


def test_a_claimed_envelope_is_nobody_elses_until_the_lease_ends(done):
    post("a")
    now = clock.now()
    with writing():
        assert len(outbox.claim(now)) == 1
    with writing():
        assert outbox.claim(now) == []
    assert drain(now + outbox.LEASE + timedelta(seconds=1)) == 1


def test_a_handler_that_spoils_its_session_does_not_spoil_the_note(app):
    def spoil(envelopes):
        envelopes[0].payload = {"changed": True}
        db.session.flush()

    outbox.handle({"test": spoil})
    post("a")
    assert drain(clock.now()) == 0
    assert the_envelopes()[0].attempts == 1 and the_envelopes()[0].payload == {"name": "a"}
