"""What do the texts tell of, and what has come of it so far? The rows by their keys, and the words of the site."""

from typing import Any

from sqlalchemy import select

from matchbox.accounts.models import User
from matchbox.admin.actions.demonstration.calendar import Calendar, Told
from matchbox.admin.actions.demonstration.chronicle import Name
from matchbox.core.database import db
from matchbox.core.years import FiscalYear
from matchbox.issues.models import Issue
from matchbox.matching.models import Match
from matchbox.organisations.models import OFFICERS, Organisation
from matchbox.places.models import Area
from matchbox.plans import queries as plans
from matchbox.proposals.models import Proposal
from matchbox.vocabulary.models import Term, Vocabulary


class City:
    def __init__(self, texts: dict[str, list[dict[str, Any]]], calendar: Calendar) -> None:
        self.texts = texts
        self.calendar = calendar
        self.staff = {told["key"] for told in texts["staff"]}
        self.names = {told["key"]: str(told["name"]) for told in (*texts["staff"], *texts["people"])}
        self.by_phone = {told["key"]: told for told in texts["people"] if told.get("mail") == "none"}
        self.told = {kind: {told["key"]: told for told in texts[kind]} for kind in
                     ("organisations", "issues", "proposals", "matches")}  # fmt: skip
        self.people: dict[str, User] = {}
        self.groups: dict[str, Organisation] = {}
        self.issues: dict[str, Issue] = {}
        self.proposals: dict[str, Proposal] = {}
        self.matches: dict[str, Match] = {}
        words = db.session.execute(select(Term.vocabulary, Term.label, Term.code, Term.id)).all()
        self._terms: dict[tuple[Vocabulary, str], int] = {
            (word.vocabulary, name): word.id for word in words for name in (word.label, word.code)
        }
        self._nodes = _nodes_in_force()
        areas = db.session.execute(select(Area.name, Area.id))
        self._areas: dict[str, int] = {name: id_ for name, id_ in areas}

    def term(self, vocabulary: Vocabulary, name: str) -> int:
        """The id of a word by its label or its code."""
        return self._terms[vocabulary, name]

    def area(self, name: str) -> int:
        return self._areas[name]

    def policies(self, plan: str, year: FiscalYear, codes: list[str]) -> list[int]:
        """The ids of these policies; none of a plan that is not in force in that year."""
        known = self._nodes.get((plan, year.year), {})
        return [known[code] for code in codes] if known else []

    def speaker(self, told: Told) -> list[Name]:
        """What must have happened before somebody acts, `by` themselves or `as` a group."""
        by: str = told["by"]
        if "as" not in told:
            return [("person", by)]
        return [("member", told["as"], by), ("group", told["as"], "verified")]

    def checker(self, issue: str) -> str:
        """The coordinator who checked the issue, and decides about what is proposed."""
        return str(self.told["issues"][issue]["publication"]["by"])

    def officer(self, group: str) -> User:
        """Who acts for the group at this moment."""
        return next(held.user for held in self.groups[group].memberships if held.role in OFFICERS and held.is_running)


def _nodes_in_force() -> dict[tuple[str, int], dict[str, int]]:
    """For every plan and each of its fiscal years, its policies by their codes."""
    return {
        (plan.code, year): {node.code: node.id for node in plan.nodes}
        for plan in plans.all_plans()
        for year in range(plan.start_year, plan.end_year + 1)
    }
