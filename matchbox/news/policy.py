"""Who reads news, and who writes it."""

from matchbox.accounts.policy import administrator, coordinator
from matchbox.core.permissions import Permission, anyone
from matchbox.core.words import N_

editor = coordinator | administrator

VIEW = Permission("news:view", N_("お知らせを読む"), anyone)
WRITE = Permission("news:write", N_("お知らせを書く、直す、公開する、取り下げる"), editor)
