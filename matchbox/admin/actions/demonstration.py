"""Bringing in the demonstration city."""

from matchbox.admin import policy
from matchbox.core.permissions import Actor, requires


@requires(policy.PREPARE)
def load(actor: Actor, subject: None) -> None:
    """To be written by the demonstration's author."""
