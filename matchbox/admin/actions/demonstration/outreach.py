"""Which groups were asked, and what did they answer?"""

from functools import partial

from matchbox.accounts.models import User
from matchbox.admin.actions.demonstration.calendar import Told
from matchbox.admin.actions.demonstration.chronicle import Chronicle, Name
from matchbox.admin.actions.demonstration.city import City
from matchbox.core import clock
from matchbox.matching import actions as matching
from matchbox.matching.rules import Answer, Means
from matchbox.vocabulary.models import Vocabulary

MEANS = {"システム": Means.SYSTEM, "電話": Means.PHONE, "訪問": Means.VISIT}
ANSWERS = {
    "accept": Answer.ACCEPTED,
    "conditional": Answer.CONDITIONAL,
    "decline": Answer.DECLINED,
    "expired": Answer.EXPIRED,
}


class Outreach:
    def __init__(self, city: City) -> None:
        self.city = city
        self.day = city.calendar.day

    def tell(self, chronicle: Chronicle, told: Told, begun: Name) -> list[Name]:
        """A group that proposed has said yes by that: it is not asked, but may have named a condition."""
        asked, answered = [begun], []
        for outreach in told.get("outreach", ()):
            before = begun
            if not self._proposed(told, outreach):
                ask = partial(self._ask, told, outreach)
                before = chronicle.add(
                    ("match", told["key"], "asked", outreach["org"]), self.day(outreach["asked"]), ask,
                    begun, ("group", outreach["org"], "verified"),
                )  # fmt: skip
                asked.append(before)
            if "answer" in outreach and ("note" in outreach or before is not begun):
                answer = partial(self._answer, told, outreach)
                name = ("match", told["key"], "answered", outreach["org"])
                answered.append(chronicle.add(name, self.day(outreach["answered"]), answer, before))
        approached = [self._approach(chronicle, told, asked[:2])] if "outreach" in told else []
        return [*asked, *answered, *approached]

    def _approach(self, chronicle: Chronicle, told: Told, first_asked: list[Name]) -> Name:
        day = min(self.day(outreach["asked"]) for outreach in told["outreach"])
        return chronicle.add(("match", told["key"], "approached"), day, partial(self._move, told), *first_asked)

    def _proposed(self, told: Told, outreach: Told) -> bool:
        proposals = (self.city.told["proposals"][key] for key in told.get("proposals", ()))
        return outreach["org"] in {proposal["as"] for proposal in proposals}

    def _ask(self, told: Told, outreach: Told) -> None:
        time_to_answer = self.day(outreach["until"]) - self.day(outreach["asked"])
        matching.ask(
            self.city.people[told["coordinator"]],
            self.city.matches[told["key"]],
            organisation_id=self.city.groups[outreach["org"]].id,
            means=MEANS[outreach["means"]],
            answer_by=clock.today() + time_to_answer,
        )

    def _move(self, told: Told) -> None:
        matching.approach(self.city.people[told["coordinator"]], self.city.matches[told["key"]])

    def _answer(self, told: Told, outreach: Told) -> None:
        group = self.city.groups[outreach["org"]]
        reason = outreach.get("reason")
        asked = next(
            asked for asked in self.city.matches[told["key"]].outreaches if asked.organisation_id == group.id
        )
        matching.answer(
            self._who_answers(told, outreach),
            asked,
            answer=ANSWERS[outreach["answer"]],
            decline_reason_id=self.city.term(Vocabulary.DECLINE_REASON, reason) if reason else None,
            answer_note=outreach.get("note", ""),
        )

    def _who_answers(self, told: Told, outreach: Told) -> User:
        """Groups answer on this site themselves; what was said by phone or at a visit the centre writes down."""
        by_itself = outreach["means"] == "システム" and outreach["answer"] != "expired"
        if by_itself and not self._proposed(told, outreach):
            return self.city.officer(outreach["org"])
        return self.city.people[told["coordinator"]]

