"""How far is the index behind the database?"""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from matchbox.core.database import db
from matchbox.core.outbox import Envelope

TOPIC = "search.index"  # of the envelopes that wait for the indexer
NOT_WORTH_A_WORD = timedelta(minutes=1)


def behind(now: datetime) -> int:
    """For how many whole minutes something has been waiting to get into the index; 0 when all is well."""
    waiting = select(func.min(Envelope.created_at)).where(Envelope.topic == TOPIC, Envelope.done_at.is_(None))
    oldest = db.session.scalar(waiting)
    late = now - oldest if oldest else timedelta()
    return late // timedelta(minutes=1) if late >= NOT_WORTH_A_WORD else 0
