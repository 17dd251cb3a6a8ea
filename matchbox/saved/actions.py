"""What can be done with conditions."""

from matchbox.accounts.models import User
from matchbox.core.database import db, hold
from matchbox.core.errors import Invalid
from matchbox.core.events import publish
from matchbox.core.permissions import requires
from matchbox.saved import policy, queries, rules
from matchbox.saved.events import SearchDeleted, SearchRenamed, SearchSaved
from matchbox.saved.models import SavedSearch
from matchbox.saved.rules import ListName


@requires(policy.KEEP)
def save_search(actor: User, subject: None, *, list_name: ListName, query: str) -> SavedSearch:
    """Keep what this query string asks of the list. The same conditions are kept once: then it is the row there is."""
    conditions = queries.canonical(list_name, query, actor)
    if sentence := rules.why_not(conditions):
        raise Invalid("conditions", sentence)
    hold(db.session.get_one(User, actor.id))  # two at once would both find the last free place
    if known := queries.same(actor, list_name, conditions):
        return known
    if queries.how_many(actor) >= rules.MOST:
        raise Invalid("conditions", rules.TOO_MANY)
    title = queries.title_of(list_name, conditions, actor)
    saved = SavedSearch(user_id=actor.id, list_name=list_name, conditions=conditions, title=title)
    db.session.add(saved)
    db.session.flush()  # the event names it
    publish(SearchSaved(subject_id=saved.id, actor_id=actor.id))
    return saved


@requires(policy.KEEP)
def rename_search(actor: User, saved: SavedSearch, *, title: str) -> SavedSearch:
    saved.title = title
    publish(SearchRenamed(subject_id=saved.id, actor_id=actor.id))
    return saved


@requires(policy.KEEP)
def delete_search(actor: User, saved: SavedSearch) -> None:
    db.session.delete(saved)
    publish(SearchDeleted(subject_id=saved.id, actor_id=actor.id))
