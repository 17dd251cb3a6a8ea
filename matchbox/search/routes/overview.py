"""One search over everything: a look at each kind, or all of a kind that has no list of its own."""

from flask import redirect, render_template, request, url_for
from flask_login import current_user

from matchbox.accounts.policy import staff
from matchbox.core import clock
from matchbox.core.listings import Asked
from matchbox.search import policy, queries
from matchbox.search.queries import Kind
from matchbox.search.routes.blueprint import bp
from matchbox.web import counters
from matchbox.web.access import opens
from matchbox.web.paging import pages

SHOWN_OF_EACH = 3

# Lists of their own, which take the words along; the other kinds are listed here.
LISTS = {
    Kind.ISSUE: "issues.index",
    Kind.PROPOSAL: "proposals.index",
    Kind.ORGANISATION: "organisations.index",
    Kind.MATCH: "matching.index",
}
PAGES = {
    Kind.ISSUE: ("issues.show", "issue_id"),
    Kind.PROPOSAL: ("proposals.show", "proposal_id"),
    Kind.ORGANISATION: ("organisations.show", "organisation_id"),
    Kind.MATCH: ("matching.show", "match_id"),
    Kind.NEWS: ("news.show", "news_id"),
    Kind.POLICY: ("pages.policy", "node_id"),
}


@bp.get("/search")
@opens(policy.FIND)
def index():
    words, kind = Asked.of(request.args.to_dict(flat=False), ()).q, _kind()
    if kind in LISTS:
        return redirect(url_of_kind(kind, words))
    found = queries.everything(words) if words else None
    if found and not found.exact and "page" not in request.args and (noted := queries.worth_noting(words)):
        counters.tally(counters.UNANSWERED, noted, clock.today())
    return _of_kind(words, found, kind) if kind and found else _overview(words, found)


def _kind():
    return next((kind for kind in Kind if kind.value == request.args.get("kind")), None)


def _overview(words, found):
    kinds = {kind: ids for kind, ids in (found.kinds if found else {}).items() if ids}
    return render_template(
        "search/index.html",
        words=words,
        found=found,
        tabs=queries.tabs(words),
        sought=queries.sought(words),
        sections=[(kind, len(ids), queries.lines(kind, ids[:SHOWN_OF_EACH])) for kind, ids in kinds.items()],
        meant=queries.meant(words) if words else None,
        own=queries.not_public(words, current_user) if words else [],
        edit_synonyms=policy.EDIT_SYNONYMS,
        behind=queries.behind(clock.now()) if staff.includes(current_user, None) else 0,
    )


def _of_kind(words, found, kind):
    ids = found.kinds[kind]
    page = pages(len(ids))
    return render_template(
        "search/kind.html",
        words=words,
        found=found,
        kind=kind,
        tabs=queries.tabs(words),
        sought=queries.sought(words),
        pages=page,
        lines=queries.lines(kind, ids[page.offset : page.offset + page.per_page]),
        address=lambda number: url_for(".index", q=words, kind=kind.value, page=number),
    )


@bp.app_template_global()
def url_of_kind(kind, words):
    """Where everything of a kind stands that the words find."""
    return url_for(LISTS[kind], q=words) if kind in LISTS else url_for("search.index", q=words, kind=kind.value)


@bp.app_template_global()
def url_of_result(result):
    endpoint, argument = PAGES[result.kind]
    return url_for(endpoint, **{argument: result.id})
