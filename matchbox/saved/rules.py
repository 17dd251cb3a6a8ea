"""How many conditions may somebody keep, how long may they be, and which are worth keeping?"""

from collections.abc import Iterable

from matchbox.core.words import N_, Worded

MOST = 50
LONGEST_CONDITIONS = 1000
LONGEST_TITLE = 60

TOO_MANY = N_("保存できる条件は50件までです。使わなくなった条件を消してから、もう一度保存してください。")
TOO_LONG = N_("条件が多すぎるため、保存できませんでした。条件を減らしてから保存してください。")
NOTHING = N_("条件がえらばれていません。一覧で条件をえらぶか、言葉を入れてから保存してください。")


class ListName(Worded):
    """The lists whose conditions can be kept."""

    ISSUES = "issues", N_("課題")
    ORGANISATIONS = "organisations", N_("団体")
    PROPOSALS = "proposals", N_("提案")
    MATCHES = "matches", N_("取組")
    SEARCH = "search", N_("すべての種類")


def why_not(conditions: str) -> str:
    """Why these conditions, in their canonical spelling, cannot be kept; nothing when they can."""
    if not conditions:
        return NOTHING
    return TOO_LONG if len(conditions) > LONGEST_CONDITIONS else ""


def suggested_title(name: ListName, words: Iterable[str]) -> str:
    """「課題：雪・除雪・泉野」, cut to what a title can be."""
    title = f"{name.label}：{'・'.join(words)}"
    return title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1] + "…"
