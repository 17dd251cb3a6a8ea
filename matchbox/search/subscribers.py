"""Facts that change what can be found."""

from matchbox.core import outbox
from matchbox.core.events import Event, Subscriber
from matchbox.issues import events as issues


def index_issue(event: Event) -> None:
    outbox.post("search.index", kind="issue", id=event.subject_id)


SUBSCRIPTIONS: dict[type[Event], list[Subscriber]] = {
    kind: [index_issue]
    for kind in (
        issues.IssuePublished,
        issues.IssueEdited,
        issues.IssueHidden,
        issues.IssueRestored,
        issues.IssueRestricted,
        issues.IssueSentBack,
    )
}
