"""Who may do what with a match."""

from typing import Any

from matchbox.accounts.policy import coordinator
from matchbox.core.permissions import Permission, Who, anyone
from matchbox.core.words import N_
from matchbox.matching.models import Match, Outreach
from matchbox.organisations.policy import member


def _stands_in(actor: Any, match: Any) -> bool:
    return bool(actor.is_authenticated) and isinstance(match, Match) and any(
        party.user_id == actor.id or (party.organisation is not None and member.includes(actor, party.organisation))
        for party in match.parties
    )


def _was_asked(actor: Any, outreach: Any) -> bool:
    return isinstance(outreach, Outreach) and member.includes(actor, outreach.organisation)


party = Who((N_("そのマッチングの当事者"),), _stands_in)
asked = Who((N_("打診を受けた団体のメンバー"),), _was_asked)

VIEW = Permission("match:view", N_("マッチングを見る"), anyone)
BEGIN = Permission("match:begin", N_("マッチングを登録する"), coordinator)
MOVE = Permission("match:move", N_("マッチングの段階を進める、戻す、不成立・中止にする"), coordinator)
START = Permission("match:start", N_("活動の始まりを記録する"), coordinator | party)
RECORD = Permission("match:record", N_("マッチングの当事者・打診・次の一手を記録する"), coordinator)
ANSWER = Permission("match:answer", N_("打診に返事をする"), coordinator | asked)
LOG = Permission("match:activity", N_("活動を記録する"), coordinator | party)
TAG = Permission("match:tag", N_("計画の施策を付ける"), coordinator)
BOARD = Permission("match:board", N_("調整ボードを見る"), coordinator)
DISCUSS = Permission("match:discuss", N_("マッチングの相談を読む、書く"), coordinator | party)
