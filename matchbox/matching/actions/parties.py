"""Who stands in the match."""

from sqlalchemy.exc import IntegrityError

from matchbox.core.database import db, hold
from matchbox.core.errors import Invalid, NotNow
from matchbox.core.events import publish
from matchbox.core.permissions import Actor, requires
from matchbox.core.words import N_
from matchbox.issues.models import Issue
from matchbox.matching import policy, queries
from matchbox.matching.events import PartiesChanged
from matchbox.matching.models import Match, Party
from matchbox.matching.rules import PartyRole, set_of_parties
from matchbox.matching.workflow import BEFORE_AGREEMENT
from matchbox.organisations.models import Organisation

SETTLED = N_("当事者を変えられるのは、「成立」の前だけです。")
TWIN = N_("同じ課題・同じ相手のマッチング（番号%(number)s）が進んでいます。そちらを開いて続けてください。")
TWIN_NOW = N_("同じ課題・同じ相手のマッチングが、いま登録されました。調整ボードで確かめてください。")
NOT_ACCEPTED = N_("協力側に入るのは、打診に「受ける」の返事があった団体です。先に返事を記録してください。")


@requires(policy.RECORD)
def add_party(actor: Actor, match: Match, *, role: PartyRole, organisation_id: int | None = None) -> Match:
    """Add a group; without one, add whoever posted the issue."""
    hold(match)
    if match.state not in BEFORE_AGREEMENT:
        raise NotNow(SETTLED)
    party = _group(match, organisation_id) if organisation_id is not None else _poster(match.issue)
    if any(other.role is role and other.key == party.key for other in match.parties):
        raise Invalid("organisation_id", N_("この方・団体は、すでにその立場で入っています。"))
    if role is PartyRole.HELPING and not any(
        outreach.organisation_id == organisation_id and outreach.is_accepted for outreach in match.outreaches
    ):
        raise Invalid("role", NOT_ACCEPTED)
    party.role = role
    match.parties.append(party)
    _settle(match)
    publish(PartiesChanged(actor_id=actor.id, subject_id=match.id, issue_id=match.issue_id))
    return match


@requires(policy.RECORD)
def remove_party(actor: Actor, party: Party) -> Match:
    match = party.match
    hold(match)
    if match.state not in BEFORE_AGREEMENT:
        raise NotNow(SETTLED)
    match.parties.remove(party)
    db.session.delete(party)
    _settle(match)
    publish(PartiesChanged(actor_id=actor.id, subject_id=match.id, issue_id=match.issue_id))
    return match


def _group(match: Match, organisation_id: int) -> Party:
    group = db.session.get(Organisation, organisation_id)
    if group is None or not group.may_act:
        raise Invalid("organisation_id", N_("承認済みの団体の中からえらんでください。"))
    return Party(organisation_id=group.id, organisation=group)


def _poster(issue: Issue | None) -> Party:
    """The side that voiced the need: the group, else the account, else the person of a 代理投稿."""
    if issue is None:
        raise Invalid("organisation_id", N_("団体をえらんでください。"))
    if issue.organisation_id is not None:
        return Party(organisation_id=issue.organisation_id, organisation=issue.organisation)
    if issue.poster_id is not None:
        return Party(user_id=issue.poster_id, user=issue.poster, name=issue.display_name)
    return Party(person_of_issue_id=issue.id, name=issue.display_name)


def _settle(match: Match) -> None:
    """Spell the set of parties anew; there is one live match per issue and set."""
    with db.session.no_autoflush:  # or the index would speak first, in words for nobody
        match.party_set = set_of_parties((party.role, party.key) for party in match.parties)
        twin = queries.live_twin(match)
    if twin is not None:
        raise NotNow(TWIN % {"number": twin.id})
    try:
        db.session.flush()  # here, because the index has the last word when two people do the same at once
    except IntegrityError as error:
        if "one_live" not in str(error.orig) and "matches.issue_id" not in str(error.orig):
            raise
        raise NotNow(TWIN_NOW) from None
