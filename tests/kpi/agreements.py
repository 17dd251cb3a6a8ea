"""Agreements in the database, complete enough to count: tests change one fact of them."""

from datetime import UTC, date, datetime

from sqlalchemy import select

from matchbox.core import clock
from matchbox.core.database import db
from matchbox.core.journal import Audience
from matchbox.core.permissions import SYSTEM
from matchbox.core.publication import Publication
from matchbox.core.years import FiscalYear
from matchbox.discussion.models import Thread
from matchbox.issues.models import Issue
from matchbox.kpi import actions
from matchbox.matching.models import Match, Party, Tag
from matchbox.matching.rules import Broker, PartyRole
from matchbox.matching.workflow import MatchState
from matchbox.vocabulary.models import Vocabulary
from matchbox.web.transactions import writing
from tests.given.groups import a_group
from tests.given.issues import an_issue
from tests.given.matches import a_match, helping, needing, tags
from tests.given.people import a_coordinator, a_person
from tests.given.words import a_category, a_district, a_policy, the_term

OLD, NEW, SDGS, STRATEGY = "kanazawa-kyodo-2021", "kanazawa-kyodo-2026", "kanazawa-sdgs", "kanazawa-strategy-2"
R7, R8 = FiscalYear(2025), FiscalYear(2026)
JUNE_OF_R8 = datetime(2026, 6, 1, 3, tzinfo=UTC)
MAY_OF_R8 = datetime(2026, 5, 8, 3, tzinfo=UTC)


def many_agreed(number: int, *days: date):
    """That many matches in one transaction: a resident and a group help a group, each for an issue of its own."""
    group, other, resident, centre = a_group("町会"), a_group("学生"), a_person(), a_coordinator()
    category, area = a_category(), a_district()
    with writing():
        for place in range(number):
            day = days[place % len(days)]
            issue = Issue(
                title=f"課題{place}", body="困っています。", category_id=category.id, area_id=area.id,
                poster_id=resident.id, display_name="投稿者", publication=Publication.PUBLIC,
                thread=Thread(heading="話し合い", address="/"),
            )  # fmt: skip
            match = Match(
                issue=issue, title=issue.title, state=MatchState.ACTIVE, agreed_on=day, purpose="目的",
                who_does_what="役割", period_from=day, brokered_by=Broker.CENTRE, agreed_recorded_by_id=centre.id,
                agreed_recorded_at=clock.now(), thread=Thread(heading="相談", address="/", audience=Audience.PARTIES),
                parties=[
                    Party(role=PartyRole.NEEDING, user_id=resident.id, name=resident.name),
                    Party(role=PartyRole.NEEDING, organisation_id=group.id),
                    Party(role=PartyRole.HELPING, organisation_id=other.id),
                ],
                tags=[Tag(node_id=policy.id) for policy in required_on(day)],
            )  # fmt: skip
            db.session.add(match)


def required_on(day: date):
    """A policy of the plan that is required on this day."""
    year = FiscalYear.of(day).year
    if year < 2021:
        return []
    return [a_policy("2", OLD) if year < 2026 else a_policy("2-1", NEW)]


def agreed(day, *parties, policies=None, state=MatchState.COMPLETED, **more):
    """A match of this day between two groups, for an issue of its own unless told otherwise."""
    parties = parties or (a_group("町会", "neighbourhood_association"), a_group("学生", "student_group"))
    sides = [side if hasattr(side, "role") else (needing(side) if place == 0 else helping(side))
             for place, side in enumerate(parties)]  # fmt: skip
    if "issue" not in more:
        more["issue"] = an_issue()
    more.setdefault("agreed_recorded_at", clock.moment_of(day))
    policies = required_on(day) if policies is None else policies
    return a_match(state, parties=sides, agreed_on=day, tags=tags(*policies), **more)


def close(year: FiscalYear, moment=MAY_OF_R8):
    with clock.set_to(moment), writing():
        return actions.close_year(SYSTEM, None, year=year.year)


def break_off(match, code="organisation"):
    """As the deed does it, on bare rows."""
    reason = the_term(Vocabulary.BROKEN_OFF_REASON, code)
    with writing():
        match = db.session.get_one(Match, match.id)
        match.end_reason_id, match.state = reason.id, MatchState.BROKEN_OFF


def change(row, **facts):
    with writing():
        for name, value in facts.items():
            setattr(row, name, value)


def retag(match, *policies):
    with writing():
        for tag in db.session.scalars(select(Tag).where(Tag.match_id == match.id)):
            db.session.delete(tag)
        db.session.flush()
        db.session.add_all([Tag(match_id=match.id, node_id=policy.id) for policy in policies])
