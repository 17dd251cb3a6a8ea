"""Who works at the desk and looks after the machine."""

from matchbox.accounts.policy import administrator, coordinator
from matchbox.core.permissions import Permission, system
from matchbox.core.words import N_

DESK = Permission("admin:desk", N_("今日やることを見る"), coordinator)
OPERATE = Permission("admin:operate", N_("送った手紙と処理の状況を見る、やりなおす"), administrator)
PREPARE = Permission("admin:prepare", N_("最初のデータを入れる"), administrator | system)
