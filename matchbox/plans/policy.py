"""Who may see and keep plans."""

from matchbox.accounts.policy import analyst
from matchbox.core.permissions import Permission, anyone, system
from matchbox.core.words import N_

VIEW = Permission("plan:view", N_("計画と成果を見る"), anyone)
KEEP = Permission("plan:keep", N_("計画と指標を整える"), analyst | system)
