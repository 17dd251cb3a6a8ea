"""Closing a fiscal year."""

from matchbox.core import clock
from matchbox.core.database import db
from matchbox.core.errors import NotNow
from matchbox.core.events import publish
from matchbox.core.permissions import Actor, requires
from matchbox.core.words import N_
from matchbox.core.years import FiscalYear
from matchbox.kpi import policy, queries
from matchbox.kpi.events import YearClosed
from matchbox.kpi.models import YearClose

NOT_OVER = N_("この年度は、まだ終わっていません。締めるのは、3月31日が過ぎてからにしてください。")
CLOSED_ALREADY = N_("この年度は、もう締めてあります。確定した件数は変わりません。")


@requires(policy.CLOSE)
def close_year(actor: Actor, subject: None, *, year: int) -> YearClose:
    """Freeze what counts in a fiscal year, for all plans and indicators; what changes later is an adjustment."""
    today, closing = clock.today(), FiscalYear(year)
    if today <= closing.last_day:
        raise NotNow(NOT_OVER)
    if year in queries.closed_years():
        raise NotNow(CLOSED_ALREADY)
    close = YearClose(
        fiscal_year=year, closed_on=today, closed_by_id=actor.id, figures=queries.to_freeze(closing)
    )
    db.session.add(close)
    db.session.flush()  # the event names its id
    publish(YearClosed(subject_id=close.id, actor_id=actor.id, label=closing.label))
    return close
