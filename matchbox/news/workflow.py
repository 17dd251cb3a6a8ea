"""The life of news."""

from matchbox.core.words import N_, Worded
from matchbox.core.workflow import Transition, Workflow


class NewsState(Worded):
    DRAFT = "draft", N_("下書き")
    PUBLIC = "public", N_("公開中")
    WITHDRAWN = "withdrawn", N_("取り下げ")


NEWS = Workflow(
    initial=NewsState.DRAFT,
    transitions=(
        Transition("publish", (NewsState.DRAFT, NewsState.WITHDRAWN), NewsState.PUBLIC,
                   N_("公開する"), N_("公開できるのは、「下書き」か「取り下げ」のあいだです。")),
        Transition("withdraw", (NewsState.PUBLIC,), NewsState.WITHDRAWN,
                   N_("取り下げる"), N_("取り下げられるのは、「公開中」のお知らせです。")),
    ),
)  # fmt: skip
