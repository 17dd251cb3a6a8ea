"""Who may post, see, check and close an issue."""

from typing import Any

from matchbox.accounts.policy import coordinator
from matchbox.core.permissions import Permission, Who, anyone, signed_in, system
from matchbox.core.words import N_
from matchbox.issues.models import Issue
from matchbox.organisations.policy import member


def _posted(actor: Any, issue: Any) -> bool:
    return bool(actor.is_authenticated) and isinstance(issue, Issue) and issue.poster_id == actor.id


poster = Who((N_("投稿したご本人"),), _posted)
posting_side = poster | Who((N_("投稿した団体のメンバー"),), member.includes)

VIEW = Permission("issue:view", N_("課題を見る"), anyone)
POST = Permission("issue:post", N_("課題を投稿する"), anyone)
DRAFT = Permission("issue:draft", N_("課題を下書きとして保存する"), signed_in)
RECORD = Permission("issue:record", N_("窓口や電話で聞いた課題を、ご本人に代わって入力する（代理投稿）"), coordinator)
CONFIRM = Permission("issue:confirm", N_("投稿を確かめて確認に出す"), posting_side | coordinator | system)
EDIT = Permission("issue:edit", N_("公開の前に課題を直す"), posting_side | coordinator)
CHECK = Permission("issue:check", N_("課題を確認して、公開・差し戻し・非公開にする"), coordinator)
SEE_CONTACT = Permission("issue:contact", N_("投稿した方の連絡先を見る"), poster | coordinator)
END = Permission("issue:end", N_("課題を完了・取り下げ・休止にする、再開する"), posting_side | coordinator)
