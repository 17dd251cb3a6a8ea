"""The other border: carries out what the outbox holds."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from flask import Flask

from matchbox.core import clock, outbox
from matchbox.core.database import db
from matchbox.web.transactions import writing

log = logging.getLogger(__name__)

PAUSE = 0.5  # seconds between looks into an empty outbox


def drain(moment: datetime) -> int:
    """Carry out what is due; answers how many envelopes were done.

    Handlers run outside the write transaction, because the world is slow; how it went is a short deed of its own.
    """
    if not db.session.scalar(outbox.due(moment).with_only_columns(outbox.Envelope.id).limit(1)):
        return 0
    with writing():
        claimed = outbox.claim(moment)
        ids = {id(envelope): envelope.id for envelope in claimed}
        portions = outbox.batches(claimed)
    done, began = 0, clock.now()
    for portion in portions:
        if clock.now() - began > outbox.LEASE / 2:
            break  # what is left is claimed anew when its lease ends; another worker never holds it meanwhile
        numbers = [ids[id(envelope)] for envelope in portion]
        error = outbox.carry_out(portion)
        if error:
            log.warning("outbox %s: %s", numbers, error)
        with writing():
            for envelope in portion:
                outbox.note(envelope, moment, error)
        done += 0 if error else len(portion)
    return done


def work(app: Flask, enough: Callable[[], bool] | None = None) -> None:
    """Drain again and again until told to stop; a database that is away for a while does not end the worker."""
    pause = threading.Event()
    while not (enough and enough()):
        done = 0
        with app.app_context():
            try:
                done = drain(clock.now())
            except Exception:
                log.exception("the worker could not look into the outbox")
        if not done:
            pause.wait(PAUSE)
