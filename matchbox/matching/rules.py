"""What makes an agreement complete, and who stands on which side."""

from collections.abc import Iterable

from matchbox.core.words import N_, Worded

LONGEST_TEXT = 1000
LONGEST_NOTE = 500
LONGEST_NAME = 40
MOST_PEOPLE = 100_000
WRONG_ENTRY = "wrong_entry"  # the code of the reason 登録の誤り


class MatchKind(Worded):
    EXCHANGE = "exchange", N_("交流")
    COOPERATION = "cooperation", N_("連携")


class PartyRole(Worded):
    NEEDING = "needing", N_("課題側")
    HELPING = "helping", N_("協力側")
    SUPPORTING = "supporting", N_("支援")


class Broker(Worded):
    CENTRE = "centre", N_("センター")
    PARTIES = "parties", N_("当事者どうし")
    OTHER = "other", N_("その他")


class Means(Worded):
    """How a group was asked."""

    SYSTEM = "system", N_("このサイトから")
    PHONE = "phone", N_("電話")
    VISIT = "visit", N_("訪問・来所")
    PROPOSAL = "proposal", N_("団体からの提案")


class Answer(Worded):
    WAITING = "waiting", N_("返事待ち")
    ACCEPTED = "accepted", N_("受ける")
    CONDITIONAL = "conditional", N_("条件付きで受ける")
    DECLINED = "declined", N_("断る")
    EXPIRED = "expired", N_("期限切れ")


ACCEPTING = (Answer.ACCEPTED, Answer.CONDITIONAL)
SIDES = (PartyRole.NEEDING, PartyRole.HELPING)


def set_of_parties(keys: Iterable[tuple[PartyRole, str]]) -> str:
    """One spelling of who is in it: 課題側 and 協力側 are compared, 支援 is listed only (product rule 5)."""
    return "|".join(sorted({key for role, key in keys if role in SIDES}))
