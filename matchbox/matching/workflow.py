"""The life of a match, from candidate to completion, and its two ends."""

from matchbox.core.words import N_, Worded
from matchbox.core.workflow import Transition, Workflow


class MatchState(Worded):
    CANDIDATE = "candidate", N_("候補")
    APPROACHED = "approached", N_("打診中")
    MEETING = "meeting", N_("顔合わせ")
    AGREED = "agreed", N_("成立")
    ACTIVE = "active", N_("活動中")
    COMPLETED = "completed", N_("完了")
    NOT_AGREED = "not_agreed", N_("不成立")
    BROKEN_OFF = "broken_off", N_("中止")


BEFORE_AGREEMENT = (MatchState.CANDIDATE, MatchState.APPROACHED, MatchState.MEETING)
AGREED_ON = (MatchState.AGREED, MatchState.ACTIVE, MatchState.COMPLETED)
LIVE = (*BEFORE_AGREEMENT, MatchState.AGREED, MatchState.ACTIVE)
COLUMNS = (*BEFORE_AGREEMENT, *AGREED_ON)  # of the board

_BEFORE = N_("「成立」の前だけできます。成立したあとは「中止」を使ってください。")

MATCH = Workflow(
    initial=MatchState.CANDIDATE,
    transitions=(
        Transition("approach", (MatchState.CANDIDATE,), MatchState.APPROACHED,
                   N_("打診中へ進める"), N_("打診へ進めるのは、「候補」のあいだです。")),
        Transition("meet", (MatchState.APPROACHED,), MatchState.MEETING,
                   N_("顔合わせへ進める"), N_("先に「打診中」へ移してください。")),
        Transition("agree", (MatchState.MEETING, MatchState.APPROACHED), MatchState.AGREED,
                   N_("成立を記録する"), N_("先に「顔合わせ」へ移してください。")),
        Transition("start", (MatchState.AGREED,), MatchState.ACTIVE,
                   N_("活動を始める"), N_("先に「成立」へ移してください。")),
        Transition("complete", (MatchState.ACTIVE,), MatchState.COMPLETED,
                   N_("完了にする"), N_("先に「活動中」へ移してください。")),
        Transition("step_back", (MatchState.APPROACHED,), MatchState.CANDIDATE, N_("候補に戻す"), _BEFORE),
        Transition("step_back", (MatchState.MEETING,), MatchState.APPROACHED, N_("打診中に戻す"), _BEFORE),
        Transition("give_up", BEFORE_AGREEMENT, MatchState.NOT_AGREED, N_("不成立にする"), _BEFORE),
        Transition("break_off", AGREED_ON, MatchState.BROKEN_OFF,
                   N_("中止にする"), N_("先に「成立」へ移してください。成立の前は「不成立」を使ってください。")),
    ),
)  # fmt: skip
