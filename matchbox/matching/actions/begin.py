"""Beginning: a coordinator takes candidates or chooses proposals."""

from collections.abc import Collection

from sqlalchemy import select

from matchbox.accounts.models import Role, User
from matchbox.core import clock
from matchbox.core.database import db, hold
from matchbox.core.errors import Invalid, NotNow
from matchbox.core.events import publish
from matchbox.core.journal import Audience
from matchbox.core.permissions import Actor, requires
from matchbox.core.publication import ACCEPTED
from matchbox.core.words import N_
from matchbox.discussion import actions as discussion
from matchbox.issues.models import Issue
from matchbox.issues.workflow import Ending
from matchbox.matching import policy
from matchbox.matching.actions.parties import _poster, _settle
from matchbox.matching.events import MatchBegun
from matchbox.matching.models import Match, Outreach, Party
from matchbox.matching.rules import Answer, MatchKind, Means, PartyRole
from matchbox.matching.workflow import MATCH
from matchbox.organisations.models import Organisation
from matchbox.proposals import actions as proposals
from matchbox.proposals.models import Proposal
from matchbox.proposals.workflow import ProposalState


@requires(policy.BEGIN)
def begin(
    actor: Actor,
    issue: Issue | None,
    *,
    title: str = "",
    kind: MatchKind = MatchKind.COOPERATION,
    occasion: str = "",
    coordinator_id: int | None = None,
    proposal_ids: Collection[int] = (),
    candidate_ids: Collection[int] = (),
    continues_id: int | None = None,
) -> Match:
    """Begin from an issue, or without one for an exchange, which then needs a title of its own."""
    if issue is not None:
        hold(issue)
    _may_begin(issue, title)
    earlier = _earlier(continues_id, issue)
    chosen = _proposals(proposal_ids, issue)
    name = issue.title if issue else title
    thread = discussion.begin_thread(actor, None, heading=name, audience=Audience.PARTIES, opened=True)
    match = Match(
        issue=issue, title=name, state=MATCH.initial, kind=kind, occasion=occasion, continues=earlier, thread=thread,
        coordinator_id=_coordinator(actor.id if coordinator_id is None else coordinator_id),
        candidates=_candidates(candidate_ids, {proposal.organisation_id for proposal in chosen}),
    )  # fmt: skip
    if issue is not None:
        side = _poster(issue)
        side.role = PartyRole.NEEDING
        match.parties.append(side)
    for proposal in chosen:
        _take(actor, match, proposal)
    db.session.add(match)
    _settle(match)
    thread.address = f"/matches/{match.id}"
    publish(MatchBegun(actor_id=actor.id, subject_id=match.id, issue_id=match.issue_id))
    return match


def _may_begin(issue: Issue | None, title: str) -> None:
    if issue is None:
        if not title:
            raise Invalid("title", N_("題名を入力してください。"))
        return
    if issue.publication not in ACCEPTED or issue.merged_into_id is not None:
        raise NotNow(N_("マッチングを始められるのは、「公開中」か「限定」の課題です。"))
    if issue.ending is not Ending.NONE:
        raise NotNow(N_("この課題は終わっています。先に課題の「再開する」を押してください。"))


def _earlier(continues_id: int | None, issue: Issue | None) -> Match | None:
    if continues_id is None:
        return None
    earlier = db.session.get(Match, continues_id)
    if earlier is None or earlier.issue_id != (issue.id if issue else None):
        raise Invalid("continues_id", N_("同じ課題の、前のマッチングをえらんでください。"))
    if earlier.is_live:
        raise NotNow(N_("前のマッチングがまだ続いています。終わってから、新しく登録してください。"))
    return earlier


def _coordinator(coordinator_id: int | None) -> int:
    person = db.session.get(User, coordinator_id) if coordinator_id is not None else None
    if person is None or not person.holds(Role.COORDINATOR):
        raise Invalid("coordinator_id", N_("担当は、センターのコーディネーターの中からえらんでください。"))
    return person.id


def _candidates(ids: Collection[int], known: Collection[int]) -> list[Organisation]:
    """Groups taken by hand. They are not parties: they have to be asked, and to accept."""
    wanted = set(ids) - set(known)
    groups = list(db.session.scalars(select(Organisation).where(Organisation.id.in_(wanted))))
    if len(groups) != len(wanted) or not all(group.may_act for group in groups):
        raise Invalid("candidate_ids", N_("承認済みの団体の中からえらんでください。"))
    return groups


def _proposals(ids: Collection[int], issue: Issue | None) -> list[Proposal]:
    """What a group of good standing proposed for the issue; nobody withdraws it meanwhile."""
    if not ids:
        return []
    found = list(db.session.scalars(select(Proposal).where(Proposal.id.in_(ids)).order_by(Proposal.id)))
    if issue is None or len(found) != len(set(ids)) or any(proposal.issue_id != issue.id for proposal in found):
        raise Invalid("proposal_ids", N_("この課題への提案の中からえらんでください。"))
    for proposal in found:
        hold(proposal)
    if not all(proposal.organisation.may_act for proposal in found):
        raise Invalid(
            "proposal_ids",
            N_("承認の期限が切れている団体の提案からは始められません。先に団体の承認を更新してください。"),
        )
    return found


def _take(actor: Actor, match: Match, proposal: Proposal) -> None:
    """A proposing group has asked itself and said yes."""
    if proposal.state is not ProposalState.CHOSEN:
        proposals.choose(actor, proposal)
    match.proposals.append(proposal)
    if any(outreach.organisation_id == proposal.organisation_id for outreach in match.outreaches):
        return
    day = clock.today()
    proposed_on = clock.day_of(proposal.submitted_at) if proposal.submitted_at else day
    match.outreaches.append(
        Outreach(
            organisation_id=proposal.organisation_id, means=Means.PROPOSAL, answer=Answer.ACCEPTED,
            asked_on=proposed_on, answered_on=proposed_on,
        )
    )  # fmt: skip
    group = proposal.organisation
    match.parties.append(Party(role=PartyRole.HELPING, organisation_id=group.id, organisation=group))
