"""Who may write."""

from typing import Any

from matchbox.accounts.policy import coordinator
from matchbox.core.permissions import Permission, Who, signed_in
from matchbox.core.words import N_
from matchbox.discussion.models import Comment


def _wrote(actor: Any, comment: Any) -> bool:
    return bool(actor.is_authenticated) and isinstance(comment, Comment) and comment.author_id == actor.id


author = Who((N_("書いたご本人"),), _wrote)

WRITE = Permission("comment:write", N_("コメントを書く"), signed_in)
DELETE = Permission("comment:delete", N_("コメントを消す"), author | coordinator)
