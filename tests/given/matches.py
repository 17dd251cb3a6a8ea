"""Matches in any state, complete enough to be lawful there."""

from datetime import date

from matchbox.core import clock
from matchbox.core.journal import Audience
from matchbox.discussion.models import Thread
from matchbox.matching.models import Activity, Match, Outreach, Party, Tag
from matchbox.matching.rules import Answer, Broker, MatchKind, Means, PartyRole, set_of_parties
from matchbox.matching.workflow import AGREED_ON, BEFORE_AGREEMENT, MatchState
from matchbox.vocabulary.models import Vocabulary
from matchbox.web.transactions import writing
from tests.given.groups import a_group
from tests.given.issues import an_issue
from tests.given.people import a_coordinator
from tests.given.rows import saved
from tests.given.words import a_policy, the_term

NOT_SAID = object()


def a_party(role, who):
    """A side of a match from a group, a person, or (for a 代理投稿) an issue."""
    kind = type(who).__name__
    if kind == "Organisation":
        return Party(role=role, organisation=who)
    if kind == "User":
        return Party(role=role, user=who, name=who.name)
    return Party(role=role, person_of_issue_id=who.id, name=who.display_name)


def needing(who):
    return a_party(PartyRole.NEEDING, who)


def helping(who):
    return a_party(PartyRole.HELPING, who)


def supporting(who):
    return a_party(PartyRole.SUPPORTING, who)


def tags(*policies):
    return [Tag(node=policy, is_primary=number == 0) for number, policy in enumerate(policies)]


def a_match(state=MatchState.MEETING, issue=NOT_SAID, parties=NOT_SAID, agreed_on=None, coordinator=None, **more):
    """A match between the issue's poster and a group, tagged to 施策2-1; agreed ones on `agreed_on` or today."""
    issue = an_issue() if issue is NOT_SAID else issue
    if parties is NOT_SAID:
        parties = [needing(issue.organisation or issue.poster or issue), helping(a_group())]
    coordinator = coordinator or a_coordinator()
    agreed = state in (*AGREED_ON, MatchState.BROKEN_OFF)
    if agreed:
        more = {
            "agreed_on": agreed_on or clock.today(),
            "purpose": "冬の通学路を安全にするため",
            "who_does_what": "町会が道具を用意し、団体が朝に雪をかきます。",
            "period_from": agreed_on or clock.today(),
            "period_until": date(2100, 3, 31),
            "brokered_by": Broker.CENTRE,
            "agreed_recorded_by_id": coordinator.id,
            "agreed_recorded_at": clock.now(),
            **more,
        }
    if state is MatchState.COMPLETED:
        more.setdefault("ended_on", clock.today())
    if state is MatchState.BROKEN_OFF:
        more.setdefault("end_reason", the_term(Vocabulary.BROKEN_OFF_REASON, "organisation"))
        more.setdefault("ended_on", clock.today())
    if state is MatchState.NOT_AGREED:
        more.setdefault("end_reason", the_term(Vocabulary.NOT_AGREED_REASON, "nobody_found"))
        more.setdefault("ended_on", clock.today())
    more.setdefault("kind", MatchKind.COOPERATION)
    more.setdefault("title", issue.title if issue else "顔の見える関係づくり")
    more.setdefault("tags", [] if state in BEFORE_AGREEMENT else tags(a_policy()))
    thread = Thread(heading=more["title"], address="/", audience=Audience.PARTIES, opened=True)
    match = Match(state=state, issue=issue, coordinator=coordinator, parties=parties, thread=thread, **more)
    saved(match)
    with writing():
        match.party_set = set_of_parties((party.role, party.key) for party in match.parties)
        thread.address = f"/matches/{match.id}"
    return match


def an_outreach(match, group, answer=Answer.ACCEPTED, means=Means.PHONE, **more):
    more = {"asked_on": clock.today(), **more}
    if answer not in (Answer.WAITING, Answer.EXPIRED):
        more.setdefault("answered_on", more["asked_on"])
    if answer is Answer.DECLINED:
        more.setdefault("decline_reason", the_term(Vocabulary.DECLINE_REASON, "timing"))
    return saved(Outreach(match_id=match.id, organisation=group, answer=answer, means=means, **more))


def an_activity(match, held_on=None, people=12, **more):
    return saved(Activity(match_id=match.id, held_on=held_on or clock.today(), people=people, **more))


def terms(**changed):
    """What the page of 成立 asks, answered well."""
    return {
        "agreed_on": clock.today(),
        "kind": MatchKind.COOPERATION,
        "purpose": "冬の通学路を安全にするため",
        "who_does_what": "町会が道具を用意し、団体が朝に雪をかきます。",
        "period_from": clock.today(),
        "period_until": date(2100, 3, 31),
        "brokered_by": Broker.CENTRE,
        "form_id": the_term(Vocabulary.COOPERATION_FORM, "staffing").id,
        "is_pact": False,
        **changed,
    }


def done(action, actor, subject, **answers):
    """Carry out a deed as pages do, in a write transaction of its own."""
    with writing():
        return action(actor, subject, **answers)
