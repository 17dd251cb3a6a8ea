"""Lengths of a proposal, and when an issue takes proposals."""

from matchbox.core.words import N_

LONGEST_TITLE = 60
LONGEST_BODY = 2000
LONGEST_NOTE = 200
LONGEST_REASON = 500

NOT_PUBLIC = N_("この課題は公開されていないため、いまは提案を受け付けていません。")
HAS_ENDED = N_("この課題は終わったため、提案を受け付けていません。ほかの課題をさがしてください。")
IS_MERGED = N_("この課題は、ほかの課題と1つにまとめられました。まとめた先の課題に提案してください。")
OWN_ISSUE = N_("自分の団体が投稿した課題には、提案できません。")


def why_closed(*, is_accepted: bool, has_ended: bool, is_merged: bool) -> str:
    """Why an issue takes no proposals; nothing when it does."""
    if is_merged:
        return IS_MERGED
    if not is_accepted:
        return NOT_PUBLIC
    return HAS_ENDED if has_ended else ""
