"""Who may write."""

from typing import Any

from matchbox.accounts.policy import coordinator
from matchbox.core.permissions import Permission, Who, anyone, signed_in, system
from matchbox.core.words import N_
from matchbox.discussion.models import Comment


def _wrote(actor: Any, comment: Any) -> bool:
    return bool(actor.is_authenticated) and isinstance(comment, Comment) and comment.author_id == actor.id


author = Who((N_("書いたご本人"),), _wrote)

BEGIN = Permission("comment:begin", N_("投稿や提案といっしょに、話し合いの場を用意する"), anyone)
TEND = Permission("comment:tend", N_("公開や終わりにあわせて、話し合いの場を開く、閉じる"), signed_in | system)
WRITE = Permission("comment:write", N_("コメントを書く"), signed_in)
DELETE = Permission("comment:delete", N_("コメントを消す"), author | coordinator)
