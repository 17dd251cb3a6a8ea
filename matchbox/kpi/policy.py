"""Who may see, close and correct figures."""

from matchbox.accounts.policy import analyst
from matchbox.core.permissions import Permission, anyone, system
from matchbox.core.words import N_

VIEW = Permission("kpi:view", N_("計画ごとの件数とその内訳を見る"), anyone)
CLOSE = Permission("kpi:close", N_("年度を締める"), analyst | system)
