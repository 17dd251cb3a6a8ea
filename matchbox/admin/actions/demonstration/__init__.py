"""Bringing in the demonstration city: years of made-up life, carried out through the same deeds as everything else."""

from sqlalchemy import delete, func, select

from matchbox.admin import policy, queries
from matchbox.admin.actions.demonstration.calendar import Calendar
from matchbox.admin.actions.demonstration.chronicle import Chronicle
from matchbox.admin.actions.demonstration.city import City
from matchbox.admin.actions.demonstration.closes import Closes
from matchbox.admin.actions.demonstration.comments import Comments
from matchbox.admin.actions.demonstration.groups import Groups
from matchbox.admin.actions.demonstration.issues import Issues
from matchbox.admin.actions.demonstration.matches import Matches
from matchbox.admin.actions.demonstration.news import News
from matchbox.admin.actions.demonstration.people import People
from matchbox.admin.actions.demonstration.proposals import Proposals
from matchbox.core import clock
from matchbox.core.database import db
from matchbox.core.outbox import Envelope
from matchbox.core.permissions import Actor, requires
from matchbox.tools import passwords


@requires(policy.PREPARE)
def load(actor: Actor, subject: None) -> None:
    now = clock.now()
    city = City(queries.demonstration_texts(), Calendar(clock.day_of(now)))
    password_hash = passwords.hashed(queries.DEMONSTRATION_PASSWORD)
    newest = db.session.scalar(select(func.max(Envelope.id))) or 0
    chronicle = Chronicle()
    People(city, password_hash).tell(chronicle)
    for chapter in (Groups, Issues, Proposals, Matches, Closes, Comments, News):
        chapter(city).tell(chronicle)
    chronicle.tell(now)
    # Nobody is behind these addresses, and the index is built from the rows themselves right afterwards.
    db.session.execute(delete(Envelope).where(Envelope.id > newest))

