"""What was done together, and how did it end?"""

from functools import partial

from matchbox.accounts.models import User
from matchbox.admin.actions.demonstration.calendar import Told
from matchbox.admin.actions.demonstration.chronicle import Chronicle, Name
from matchbox.admin.actions.demonstration.city import City
from matchbox.matching import actions as matching
from matchbox.vocabulary.models import Vocabulary


class Activities:
    def __init__(self, city: City) -> None:
        self.city = city
        self.day = city.calendar.day

    def tell(self, chronicle: Chronicle, told: Told, last: list[Name]) -> None:
        key = told["key"]
        if "started" in told:
            start = partial(self._start, told)
            last = [chronicle.add(("match", key, "started"), self.day(told["started"]), start, *last)]
        for number, activity in enumerate(told.get("activities", ())):
            log = partial(self._log, told, activity)
            last = [chronicle.add(("match", key, "activity", str(number)), self.day(activity["at"]), log, *last)]
        if "ended" in told:
            ends = {"completed": self._complete, "not_agreed": self._give_up, "broken_off": self._break_off}
            end = partial(ends[told["ended"]["as"]], told)
            last = [chronicle.add(("match", key, "ended"), self.day(told["ended"]["at"]), end, *last)]
        if "next" in told:
            chronicle.add(("match", key, "planned"), self.day(told["begun"]), partial(self._plan, told), *last)

    def _start(self, told: Told) -> None:
        matching.start(self._needing_side(told), self.city.matches[told["key"]])

    def _log(self, told: Told, activity: Told) -> None:
        match = self.city.matches[told["key"]]
        assert match.agreed_on is not None
        matching.log_activity(
            self._needing_side(told),
            match,
            held_on=max(self.day(activity["at"]), match.agreed_on),
            people=activity["people"],
            hours=activity["hours"],
            note=activity["text"],
        )

    def _needing_side(self, told: Told) -> User:
        """Who reports; for somebody without an account the centre does."""
        party = next(party for party in told["parties"] if party["role"] == "課題側")
        if "org" in party:
            return self.city.officer(party["org"])
        return self.city.people.get(party.get("person", "")) or self.city.people[told["coordinator"]]

    def _complete(self, told: Told) -> None:
        matching.complete(self.city.people[told["coordinator"]], self.city.matches[told["key"]])

    def _give_up(self, told: Told) -> None:
        ended = told["ended"]
        matching.give_up(
            self.city.people[told["coordinator"]],
            self.city.matches[told["key"]],
            reason_id=self.city.term(Vocabulary.NOT_AGREED_REASON, ended["reason"]),
            note=ended["note"],
        )

    def _break_off(self, told: Told) -> None:
        ended = told["ended"]
        matching.break_off(
            self.city.people[told["coordinator"]],
            self.city.matches[told["key"]],
            reason_id=self.city.term(Vocabulary.BROKEN_OFF_REASON, ended["reason"]),
            note=ended["note"],
        )

    def _plan(self, told: Told) -> None:
        step = told["next"]
        matching.set_next_step(
            self.city.people[told["coordinator"]],
            self.city.matches[told["key"]],
            next_step=step["step"],
            next_step_by=self.day(step["by"]),
        )
