"""How far an issue has come. Progress is derived from what happened to it; only its ends are set by hand."""

from matchbox.core.words import N_, Worded
from matchbox.core.workflow import Transition, Workflow


class Progress(Worded):
    """取組段階, in the order in which an issue goes through them."""

    OPEN = "open", N_("募集中")
    TALKING = "talking", N_("話し合い中")
    COORDINATING = "coordinating", N_("調整中")
    UNDER_WAY = "under_way", N_("取組中")
    DONE = "done", N_("完了")
    WITHDRAWN = "withdrawn", N_("取り下げ")
    PAUSED = "paused", N_("休止・終了")


class Ending(Worded):
    """What somebody set by hand; as long as it is 未設定, progress is derived."""

    NONE = "none", N_("未設定")
    DONE = "done", N_("完了")
    WITHDRAWN = "withdrawn", N_("取り下げ")
    PAUSED = "paused", N_("休止・終了")


ENDING = Workflow(
    initial=Ending.NONE,
    transitions=(
        Transition("finish", (Ending.NONE,), Ending.DONE,
                   N_("完了にする"), N_("先に「再開する」を押してください。")),
        Transition("withdraw", (Ending.NONE, Ending.PAUSED), Ending.WITHDRAWN,
                   N_("取り下げる"), N_("取り下げられるのは、終わっていない課題です。")),
        Transition("pause", (Ending.NONE,), Ending.PAUSED,
                   N_("休止・終了にする"), N_("休止・終了にできるのは、終わっていない課題です。")),
        Transition("reopen", (Ending.DONE, Ending.WITHDRAWN, Ending.PAUSED), Ending.NONE,
                   N_("再開する"), N_("再開できるのは、終わった課題です。")),
    ),
)  # fmt: skip
