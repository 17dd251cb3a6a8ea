"""Who may propose, and who decides."""

from typing import Any

from matchbox.accounts.policy import coordinator
from matchbox.core.permissions import Permission, Who, anyone
from matchbox.core.words import N_
from matchbox.organisations.models import Organisation
from matchbox.organisations.policy import member, member_of_any_verified, member_of_verified
from matchbox.proposals.models import Proposal


def _may_propose(actor: Any, subject: Any) -> bool:
    """In the name of this group; at an issue, or before one is known, in the name of any."""
    names_a_group = isinstance(subject, Organisation | Proposal)
    return (member_of_verified if names_a_group else member_of_any_verified).includes(actor, subject)


proposer = Who(member_of_verified.words, _may_propose)

VIEW = Permission("proposal:view", N_("提案を見る"), anyone)
WRITE = Permission("proposal:write", N_("団体の名前で提案する"), proposer)
WITHDRAW = Permission("proposal:withdraw", N_("提案を直す、取り下げる"), member)
DECIDE = Permission("proposal:decide", N_("提案の検討を進める（検討中・採用・今回は見送り）"), coordinator)
