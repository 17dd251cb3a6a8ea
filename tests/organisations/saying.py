"""What deeds tell the journal, and how they refuse."""

import pytest

from matchbox.core.database import db
from matchbox.core.errors import Invalid, NotNow
from matchbox.core.journal import Audience, about
from matchbox.web.transactions import writing


def told(subject):
    entries = db.session.scalars(about("organisation", [subject.id], tuple(Audience)))
    return [entry.kind for entry in entries]


def refused(deed, *about, **more):
    with pytest.raises(Invalid) as refusal, writing():
        deed(*about, **more)
    return refusal.value.field, refusal.value.sentence


def refused_now(deed, *about, **more):
    with pytest.raises(NotNow) as refusal, writing():
        deed(*about, **more)
    return refusal.value.first
