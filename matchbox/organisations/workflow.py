"""Verification of a group: applied, verified, due for renewal, expired; or refused."""

from matchbox.core.words import N_, Worded
from matchbox.core.workflow import Transition, Workflow


class Verification(Worded):
    APPLIED = "applied", N_("申請中")
    VERIFIED = "verified", N_("承認済み")
    EXPIRING = "expiring", N_("更新待ち")
    EXPIRED = "expired", N_("期限切れ")
    REFUSED = "refused", N_("却下")


MAY_ACT = (Verification.VERIFIED, Verification.EXPIRING)

VERIFICATION = Workflow(
    initial=Verification.APPLIED,
    transitions=(
        Transition("verify", (Verification.APPLIED, Verification.EXPIRING, Verification.EXPIRED), Verification.VERIFIED,
                   N_("承認する"), N_("承認できるのは、申請中か更新の時期の団体です。")),
        Transition("refuse", (Verification.APPLIED,), Verification.REFUSED,
                   N_("却下する"), N_("却下できるのは、申請中の団体です。")),
        Transition("apply_again", (Verification.REFUSED, Verification.EXPIRED), Verification.APPLIED,
                   N_("もう一度申請する"), N_("もう一度申請できるのは、却下か期限切れの団体です。")),
        Transition("fall_due", (Verification.VERIFIED,), Verification.EXPIRING,
                   N_("更新の時期にする"), N_("更新の時期にできるのは、承認済みの団体です。")),
        Transition("expire", (Verification.EXPIRING,), Verification.EXPIRED,
                   N_("期限切れにする"), N_("期限切れにできるのは、更新待ちの団体です。")),
    ),
)  # fmt: skip
