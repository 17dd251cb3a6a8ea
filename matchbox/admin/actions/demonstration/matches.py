"""Which cooperations were tried, and how did they begin?"""

from functools import partial

from matchbox.admin.actions.demonstration.activities import Activities
from matchbox.admin.actions.demonstration.agreements import Agreements
from matchbox.admin.actions.demonstration.calendar import Told
from matchbox.admin.actions.demonstration.chronicle import Chronicle, Name
from matchbox.admin.actions.demonstration.city import City
from matchbox.admin.actions.demonstration.outreach import Outreach
from matchbox.matching import actions as matching
from matchbox.matching.models import Match
from matchbox.matching.rules import MatchKind, PartyRole

KINDS = {kind.label: kind for kind in MatchKind}
ROLES = {role.label: role for role in PartyRole}


class Matches:
    def __init__(self, city: City) -> None:
        self.city = city

    def tell(self, chronicle: Chronicle) -> None:
        for told in self.city.texts["matches"]:
            name = ("match", told["key"], "begun")
            day = self.city.calendar.day(told["begun"])
            begun = chronicle.add(name, day, partial(self._begin, told), *self._before(told))
            answered = Outreach(self.city).tell(chronicle, told, begun)
            agreed = Agreements(self.city).tell(chronicle, told, answered)
            Activities(self.city).tell(chronicle, told, agreed)

    def _before(self, told: Told) -> list[Name]:
        groups = [party["org"] for party in told["parties"] if "org" in party] + told.get("considered", [])
        return [
            ("person", told["coordinator"]),
            *(("group", group, "verified") for group in groups),
            *(("proposal", proposal, "decided") for proposal in told.get("proposals", ())),
            *([("issue", told["issue"], "published")] if "issue" in told else []),
            *([("match", told["continues"], "ended")] if "continues" in told else []),
        ]

    def _begin(self, told: Told) -> None:
        match = self.city.matches[told["key"]] = matching.begin(
            self.city.people[told["coordinator"]],
            self.city.issues[told["issue"]] if "issue" in told else None,
            title=told.get("title", ""),
            kind=KINDS[told["kind"]],
            occasion=told["trigger"],
            proposal_ids=[self.city.proposals[proposal].id for proposal in told.get("proposals", ())],
            candidate_ids=[self.city.groups[group].id for group in told.get("considered", ())],
            continues_id=self.city.matches[told["continues"]].id if "continues" in told else None,
        )
        for party in told["parties"]:
            self._let_in(told, match, party)

    def _let_in(self, told: Told, match: Match, told_party: Told) -> None:
        """Whoever posted the issue stands in it already, and whoever helps comes in by their own yes."""
        role = ROLES[told_party["role"]]
        if role is PartyRole.HELPING or (role is PartyRole.NEEDING and match.issue is not None):
            return
        coordinator, group = self.city.people[told["coordinator"]], self.city.groups[told_party["org"]]
        for party in [party for party in match.parties if party.organisation_id == group.id]:
            matching.remove_party(coordinator, party)  # proposed, but only supports
        matching.add_party(coordinator, match, role=role, organisation_id=group.id)
