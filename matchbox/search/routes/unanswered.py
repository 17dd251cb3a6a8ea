"""The words that found nothing: noted without a trace of who asked, shown to staff once they were asked again."""

from datetime import timedelta

from flask import render_template, request

from matchbox.core import clock
from matchbox.search import policy, rules
from matchbox.search.queries import words as queries
from matchbox.search.routes.blueprint import bp
from matchbox.web import counters
from matchbox.web.access import opens
from matchbox.web.paging import pages

PERIODS = (30, 90)  # days


@bp.get("/desk/unanswered")
@opens(policy.READ_UNANSWERED)
def unanswered():
    days = next((period for period in PERIODS if request.args.get("days") == str(period)), PERIODS[0])
    since = clock.today() - timedelta(days - 1)
    asked = [tally for tally in counters.tallied(counters.UNANSWERED, since) if tally.times >= rules.OFTEN_ENOUGH]
    page = pages(len(asked))
    shown = asked[page.offset : page.offset + page.per_page]
    found = queries.found_now([tally.key for tally in shown])
    return render_template("search/unanswered.html", days=days, periods=PERIODS, asked=shown, found=found, pages=page)
