"""Who may look for things, and who says which words mean the same?"""

from matchbox.accounts.policy import administrator, coordinator
from matchbox.core.permissions import Permission, anyone, system
from matchbox.core.words import N_

FIND = Permission("search:find", N_("言葉でさがす"), anyone)
EDIT_SYNONYMS = Permission("search:edit_synonyms", N_("検索の言いかえを登録する、直す"), coordinator | administrator)
LOAD_SYNONYMS = Permission("search:load_synonyms", N_("検索の言いかえの最初のデータを入れる"), administrator | system)
READ_UNANSWERED = Permission("search:read_unanswered", N_("見つからなかった言葉を見る"), coordinator | administrator)
