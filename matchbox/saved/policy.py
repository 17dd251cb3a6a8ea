"""Who keeps conditions, and who sees them?"""

from matchbox.accounts.policy import oneself
from matchbox.core.permissions import Permission
from matchbox.core.words import N_

KEEP = Permission("saved:keep", N_("自分が使う検索の条件を保存する、見る、名前を変える、消す"), oneself)
