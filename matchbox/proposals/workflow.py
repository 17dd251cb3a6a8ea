"""The life of a proposal."""

from matchbox.core.words import N_, Worded
from matchbox.core.workflow import Transition, Workflow


class ProposalState(Worded):
    DRAFT = "draft", N_("下書き")
    SUBMITTED = "submitted", N_("提出")
    UNDER_REVIEW = "under_review", N_("検討中")
    CHOSEN = "chosen", N_("採用")
    NOT_THIS_TIME = "not_this_time", N_("今回は見送り")
    WITHDRAWN = "withdrawn", N_("取り下げ")


OPEN = (ProposalState.SUBMITTED, ProposalState.UNDER_REVIEW)
UNFINISHED = (ProposalState.DRAFT, *OPEN)  # a group has one of these per issue
EDITABLE = (ProposalState.DRAFT, ProposalState.SUBMITTED)
PUBLIC = (*OPEN, ProposalState.CHOSEN, ProposalState.NOT_THIS_TIME)

PROPOSAL = Workflow(
    initial=ProposalState.DRAFT,
    transitions=(
        Transition("submit", (ProposalState.DRAFT,), ProposalState.SUBMITTED,
                   N_("提案する"), N_("提出できるのは、「下書き」のあいだです。")),
        Transition("review", (ProposalState.SUBMITTED,), ProposalState.UNDER_REVIEW,
                   N_("検討中にする"), N_("検討を始められるのは、「提出」のあいだです。")),
        Transition("choose", (ProposalState.UNDER_REVIEW,), ProposalState.CHOSEN,
                   N_("採用する"), N_("先に「検討中」へ移してください。")),
        Transition("decline", OPEN, ProposalState.NOT_THIS_TIME,
                   N_("今回は見送る"), N_("見送れるのは、「提出」か「検討中」のあいだです。")),
        Transition("withdraw", (ProposalState.DRAFT, *OPEN), ProposalState.WITHDRAWN,
                   N_("取り下げる"), N_("取り下げられるのは、結果が出る前です。")),
    ),
)  # fmt: skip
