"""Who keeps the words."""

from matchbox.accounts.policy import administrator
from matchbox.core.permissions import Permission, system
from matchbox.core.words import N_

KEEP = Permission("vocabulary:keep", N_("選択肢の言葉を整える"), administrator | system)
