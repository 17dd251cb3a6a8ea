"""Everything that can be done to an issue."""

from matchbox.issues.actions.checking import (
    hide_issue,
    publish_issue,
    restore_issue,
    restrict_issue,
    see_contact,
    send_back_issue,
    take_on,
)
from matchbox.issues.actions.ending import finish, pause, reopen, withdraw
from matchbox.issues.actions.posting import (
    EDITABLE,
    confirm_by_phone,
    confirm_issue,
    edit_issue,
    post_issue,
    record_issue,
    save_draft,
    submit_issue,
)

__all__ = [
    "EDITABLE",
    "confirm_by_phone",
    "confirm_issue",
    "edit_issue",
    "finish",
    "hide_issue",
    "pause",
    "post_issue",
    "publish_issue",
    "record_issue",
    "reopen",
    "restore_issue",
    "restrict_issue",
    "save_draft",
    "see_contact",
    "send_back_issue",
    "submit_issue",
    "take_on",
    "withdraw",
]
