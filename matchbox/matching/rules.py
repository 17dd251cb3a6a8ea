"""What makes an agreement complete, who stands on which side, and which policies may be tagged."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from matchbox.core.words import N_, Worded

LONGEST_TEXT = 1000
LONGEST_NOTE = 500
LONGEST_NAME = 40
MOST_PEOPLE = 100_000
MOST_HOURS = 10_000
WRONG_ENTRY = "wrong_entry"  # the code of the reason 登録の誤り
LATELY = 90  # days within which a group that was asked counts as asked lately


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
BY_CENTRE = (Means.SYSTEM, Means.PHONE, Means.VISIT)  # how the centre asks; a proposal comes by itself
SIDES = (PartyRole.NEEDING, PartyRole.HELPING)


def set_of_parties(keys: Iterable[tuple[PartyRole, str]]) -> str:
    """One spelling of who is in it: 課題側 and 協力側 are compared, 支援 is listed only."""
    return "|".join(sorted({key for role, key in keys if role in SIDES}))


@dataclass(frozen=True)
class Standing:
    """A party as it stands on one day; `sides` are the keys of the organisations whose member a person is then."""

    role: PartyRole
    key: str
    is_organisation: bool
    sides: frozenset[str] = field(default_factory=frozenset)
    of_centre: bool = False


def different_parties(standings: Collection[Standing]) -> frozenset[str]:
    """Who really faces whom: a member stands on the side of their organisation, the centre on none."""
    compared = [standing for standing in standings if standing.role in SIDES and not standing.of_centre]
    organisations = frozenset(standing.key for standing in compared if standing.is_organisation)
    return frozenset(
        standing.key for standing in compared if standing.is_organisation or not standing.sides & organisations
    )


def joins_two(standings: Collection[Standing]) -> bool:
    return len(different_parties(standings)) >= 2


def what_is_missing(verb: str, *, asked: int, accepted: int, activities: int) -> str:
    """The sentence about what has to be recorded before this step; empty when nothing is missing."""
    if verb == "approach" and not asked:
        return N_("先に、打診を1件記録してください。")
    if verb == "meet" and not accepted:
        return N_("先に、「受ける」または「条件付きで受ける」の返事を1件記録してください。")
    if verb == "complete" and not activities:
        return N_("先に、活動を1件記録してください。")
    return ""


def days_late(due_on: date | None, today: date) -> int:
    return max(0, (today - due_on).days) if due_on else 0


ONE_MAIN = N_("「%(plan)s」に、主に関わるものを1つえらんでください。")


@dataclass(frozen=True)
class PlanChoices:
    """A plan in force in some fiscal year, with the ids of its lowest nodes."""

    id: int
    title: str
    required: bool
    nodes: frozenset[int]


@dataclass(frozen=True)
class Complaint:
    """What is wrong with the chosen policies: which plan (None: no plan of that year has the policy), in words."""

    plan_id: int | None
    sentence: str

    @property
    def field(self) -> str:
        """The question of a form that it belongs to."""
        return "policies" if self.plan_id is None else f"primary_{self.plan_id}"


def policies_complaint(
    plans: Iterable[PlanChoices], primary: Collection[int], others: Collection[int], *, complete: bool
) -> Complaint | None:
    """Only lowest nodes of plans in force, one primary per plan; `complete`: no required plan may lack."""
    known: set[int] = set()
    for plan in plans:
        known |= plan.nodes
        main = plan.nodes & set(primary)
        if complete and plan.required and not main and not plan.nodes & set(others):
            return Complaint(plan.id, policy_needed(plan.title))
        if len(main) > 1 or (not main and plan.nodes & set(others)):
            return Complaint(plan.id, ONE_MAIN % {"plan": plan.title})
    if {*primary, *others} - known:
        return Complaint(None, N_("この年度には使えない施策が入っています。もう一度えらんでください。"))
    return None


def policy_needed(plan: str) -> str:
    return N_("先に「%(plan)s」の施策を付けてください。") % {"plan": plan}
