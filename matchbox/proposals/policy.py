"""Who may propose, and who decides."""

from matchbox.accounts.policy import coordinator
from matchbox.core.permissions import Permission, anyone
from matchbox.core.words import N_
from matchbox.organisations.policy import member, member_of_verified

VIEW = Permission("proposal:view", N_("提案を見る"), anyone)
WRITE = Permission("proposal:write", N_("団体の名前で提案する"), member_of_verified)
WITHDRAW = Permission("proposal:withdraw", N_("提案を直す、取り下げる"), member)
DECIDE = Permission("proposal:decide", N_("提案の検討を進める（検討中・採用・今回は見送り）"), coordinator)
