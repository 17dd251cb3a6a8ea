"""How are matches and plans read for counting? Rows of the database become the frozen rows of the rules."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, false, or_, select

from matchbox.accounts.models import RoleGrant
from matchbox.core.database import db
from matchbox.core.years import FiscalYear
from matchbox.issues.models import Issue
from matchbox.kpi.rules import MatchRow, PartyRow, PlanTerms, Tag
from matchbox.matching.models import Match, Party
from matchbox.matching.models import Tag as MatchTag
from matchbox.matching.rules import WRONG_ENTRY, Broker
from matchbox.matching.workflow import AGREED_ON, MatchState
from matchbox.organisations.models import ADMINISTRATION, Membership, Organisation
from matchbox.organisations.queries import running
from matchbox.plans.models import Node, Plan
from matchbox.plans.queries import all_plans
from matchbox.vocabulary.models import Term

WITH_AGREEMENT = (*AGREED_ON, MatchState.BROKEN_OFF)
FACTS = (
    Match.id,
    Match.issue_id,
    Match.kind,
    Match.agreed_on,
    Match.state,
    Match.brokered_by,
    Match.agreed_recorded_by_id,
    Match.purpose,
    Match.who_does_what,
    Match.period_from,
    Match.is_pact,
)
IDENTITY = (Party.id, Party.match_id, Party.role, Party.organisation_id, Party.user_id, Party.person_of_issue_id)


def rows_of(years: Iterable[FiscalYear]) -> list[MatchRow]:
    """Every match with its 成立日 in these fiscal years; the number of statements does not grow with them."""
    return _read(_agreed_in(years))


def rows_of_and(years: Iterable[FiscalYear], ids: Iterable[int]) -> list[MatchRow]:
    """As `rows_of`, with these matches besides, in whatever state they are."""
    return _read(_agreed_in(years) | Match.id.in_(list(ids)))


def plan_terms() -> list[PlanTerms]:
    return [terms_of_plan(plan) for plan in all_plans()]


def terms_of_plan(plan: Plan) -> PlanTerms:
    codes = {node.id: node.code for node in plan.nodes}
    return PlanTerms(
        code=plan.code,
        required=plan.required,
        start=plan.start_year,
        end=plan.end_year,
        title=plan.title,
        levels=tuple(level["short"] for level in plan.levels),
        parents={node.code: codes[node.parent_id] if node.parent_id else None for node in plan.nodes},
    )


def _agreed_in(years: Iterable[FiscalYear]) -> ColumnElement[bool]:
    days = [Match.agreed_on.between(year.first_day, year.last_day) for year in years]
    return Match.state.in_(WITH_AGREEMENT) & or_(false(), *days)


def _read(chosen: ColumnElement[bool]) -> list[MatchRow]:
    parties, tags, roots = _parties(chosen), _tags(chosen), survivors_of(Issue)
    found = select(*FACTS, Term.code.label("reason"), Term.label.label("reason_words"))
    found = found.outerjoin(Term, Match.end_reason_id == Term.id).where(chosen).order_by(Match.id)
    return [
        MatchRow(
            id=match.id,
            issue=roots.get(match.issue_id, match.issue_id),
            kind=match.kind.value,
            agreed_on=match.agreed_on,
            broken_off=match.state is MatchState.BROKEN_OFF,
            brokered_by_centre=match.brokered_by is Broker.CENTRE,
            recorded_by_staff=match.agreed_recorded_by_id is not None,
            has_purpose=bool(match.purpose.strip()),
            has_roles=bool(match.who_does_what.strip()),
            has_period=match.period_from is not None,
            parties=tuple(parties[match.id]),
            tags=frozenset(tags[match.id]),
            is_pact=match.is_pact,
            state=match.state.value,
            mistaken_entry=match.reason == WRONG_ENTRY,
            ended_reason=match.reason_words or "",
        )
        for match in db.session.execute(found)
    ]


def _tags(chosen: ColumnElement[bool]) -> Mapping[int, set[Tag]]:
    found: defaultdict[int, set[Tag]] = defaultdict(set)
    tags = select(MatchTag.match_id, Plan.code, Node.code).join(MatchTag.match).join(MatchTag.node).join(Node.plan)
    for match, plan, node in db.session.execute(tags.where(chosen)):
        found[match].add((plan, node))
    return found


def _parties(chosen: ColumnElement[bool]) -> Mapping[int, list[PartyRow]]:
    survivors = survivors_of(Organisation)
    sides, staff = _sides(chosen, survivors), _staff(chosen)
    found: defaultdict[int, list[PartyRow]] = defaultdict(list)
    parties = select(*IDENTITY, Term.code.label("kind")).select_from(Party).join(Party.match)
    parties = parties.outerjoin(Party.organisation).outerjoin(Organisation.kind)
    for party in db.session.execute(parties.where(chosen).order_by(Party.id)):
        found[party.match_id].append(
            PartyRow(
                key=_key(party, survivors),
                role=party.role.value,
                is_organisation=party.organisation_id is not None,
                is_administration=party.kind == ADMINISTRATION,
                kind=party.kind or "",
                sides=frozenset(sides[party.id]),
                of_centre=party.id in staff,
            )
        )
    return found


def _key(party: Any, survivors: Mapping[int, int]) -> str:
    if party.organisation_id is not None:
        return _key_of_organisation(party.organisation_id, survivors)
    return f"user:{party.user_id}" if party.user_id is not None else f"proxy:{party.person_of_issue_id}"


def _key_of_organisation(organisation: int, survivors: Mapping[int, int]) -> str:
    return f"org:{survivors.get(organisation, organisation)}"


def _sides(chosen: ColumnElement[bool], survivors: Mapping[int, int]) -> Mapping[int, set[str]]:
    """For each resident in a match, the organisations whose member they were on 成立日."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    of_them = (Membership.user_id == Party.user_id) & running(Match.agreed_on)
    memberships = select(Party.id, Membership.organisation_id).join(Party.match).join(Membership, of_them)
    for party, organisation in db.session.execute(memberships.where(chosen)):
        found[party].add(_key_of_organisation(organisation, survivors))
    return found


def _staff(chosen: ColumnElement[bool]) -> set[int]:
    """Residents in a match who were staff on 成立日, and so no party."""
    held = (RoleGrant.from_on <= Match.agreed_on) & or_(
        RoleGrant.until_on.is_(None), RoleGrant.until_on >= Match.agreed_on
    )
    of_them = (RoleGrant.user_id == Party.user_id) & held
    return set(db.session.scalars(select(Party.id).join(Party.match).join(RoleGrant, of_them).where(chosen)))


def survivors_of(model: Any) -> dict[int, int]:
    """Where each merged row has ended up, through any number of merges."""
    merged = select(model.id, model.merged_into_id).where(model.merged_into_id.is_not(None))
    into = {gone: kept for gone, kept in db.session.execute(merged)}
    return {gone: _end_of(gone, into) for gone in into}


def _end_of(row: int, into: Mapping[int, int]) -> int:
    seen = set()
    while row in into and row not in seen:
        seen.add(row)
        row = into[row]
    return row

