"""What the office does for the whole installation."""

from pathlib import Path
from typing import Any

from matchbox.admin import policy
from matchbox.core import clock
from matchbox.core.errors import NotNow
from matchbox.core.outbox import Envelope
from matchbox.core.permissions import Actor, requires
from matchbox.core.words import N_
from matchbox.places import actions as places
from matchbox.plans import actions as plans
from matchbox.search import actions as search
from matchbox.tools import yaml_files
from matchbox.vocabulary import actions as vocabulary

FEATURES = Path(__file__).parents[2]


@requires(policy.PREPARE)
def load_starting_data(actor: Actor, subject: None) -> None:
    """Bring in the words, districts and plans that ship with the product; what is known already stays as it is."""
    for data in _shipped("vocabulary"):
        vocabulary.load_words(actor, None, lists=data)
    for data in _shipped("places"):
        places.load_areas(actor, None, **data)
    for data in _shipped("plans"):
        plans.load_plan(actor, None, data=data)
    for data in _shipped("search"):
        search.load_synonyms(actor, None, groups=data)


@requires(policy.OPERATE)
def retry(actor: Actor, envelope: Envelope) -> Envelope:
    """Give something that failed a new start."""
    if envelope.done_at is not None:
        raise NotNow(N_("これはもう済んでいます。"))
    envelope.attempts = 0
    envelope.due_at = clock.now()
    envelope.claimed_until = None
    return envelope


def _shipped(feature: str) -> list[Any]:
    return [yaml_files.read(path) for path in sorted((FEATURES / feature / "data").glob("*.yaml"))]
