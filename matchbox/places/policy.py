"""Who keeps the list of areas."""

from matchbox.accounts.policy import administrator
from matchbox.core.permissions import Permission, system
from matchbox.core.words import N_

KEEP = Permission("place:keep", N_("校下・地区の一覧を整える"), administrator | system)
