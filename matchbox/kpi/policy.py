"""Who may see, review and close figures."""

from matchbox.accounts.policy import analyst, staff
from matchbox.core.permissions import Permission, anyone, system
from matchbox.core.words import N_

VIEW = Permission("kpi:view", N_("計画ごとの件数とその内訳を見る"), anyone)
REVIEW = Permission("kpi:review", N_("計上されないマッチングとその理由を一覧で見る"), staff)
CLOSE = Permission("kpi:close", N_("年度を締める"), analyst | system)
