"""What can happen to the figures."""

from dataclasses import dataclass

from matchbox.core.events import Event
from matchbox.core.journal import Audience
from matchbox.core.words import N_


@dataclass(frozen=True, kw_only=True)
class YearClosed(Event):
    subject_kind = "year_close"
    audience = Audience.PUBLIC
    story = N_("年度の件数を締めました：%(label)s")

    label: str
