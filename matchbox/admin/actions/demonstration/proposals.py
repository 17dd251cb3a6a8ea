"""What do groups propose?"""

from datetime import date, timedelta
from functools import partial

from matchbox.admin.actions.demonstration.calendar import Told
from matchbox.admin.actions.demonstration.chronicle import Chronicle, Name
from matchbox.admin.actions.demonstration.city import City
from matchbox.proposals import actions as proposals

REVIEWED = ("under_review", "chosen")
READ_AFTER = timedelta(days=3)


class Proposals:
    def __init__(self, city: City) -> None:
        self.city = city

    def tell(self, chronicle: Chronicle) -> None:
        for told in self.city.texts["proposals"]:
            key, day = told["key"], self.city.calendar.day(told["submitted"])
            begun = chronicle.add(
                ("proposal", key, "drafted"), day, partial(self._draft, told),
                ("issue", told["issue"], "published"), *self.city.speaker(told),
            )  # fmt: skip
            if told["state"] != "draft":
                begun = chronicle.add(("proposal", key, "submitted"), day, partial(self._submit, told), begun)
            self._decide(chronicle, told, day, begun)

    def _decide(self, chronicle: Chronicle, told: Told, day: date, last: Name) -> None:
        key = told["key"]
        decided = self.city.calendar.day(told["decided"]) if "decided" in told else None
        if told["state"] in REVIEWED:
            read = min(day + READ_AFTER, decided or self.city.calendar.today)
            last = chronicle.add(("proposal", key, "reviewed"), read, partial(self._review, told), last)
        if decided is not None:
            carry_out = {"chosen": self._choose, "not_this_time": self._decline, "withdrawn": self._withdraw}
            chronicle.add(("proposal", key, "decided"), decided, partial(carry_out[told["state"]], told), last)

    def _draft(self, told: Told) -> None:
        self.city.proposals[told["key"]] = proposals.draft(
            self.city.people[told["by"]],
            self.city.groups[told["as"]],
            issue=self.city.issues[told["issue"]],
            title=told["title"],
            body=told["body"],
        )

    def _submit(self, told: Told) -> None:
        proposals.submit(self.city.people[told["by"]], self.city.proposals[told["key"]])

    def _review(self, told: Told) -> None:
        proposals.review(self.city.people[self.city.checker(told["issue"])], self.city.proposals[told["key"]])

    def _choose(self, told: Told) -> None:
        proposals.choose(self.city.people[self.city.checker(told["issue"])], self.city.proposals[told["key"]])

    def _decline(self, told: Told) -> None:
        proposals.decline(
            self.city.people[self.city.checker(told["issue"])],
            self.city.proposals[told["key"]],
            reason=told["reason"],
        )

    def _withdraw(self, told: Told) -> None:
        proposals.withdraw(
            self.city.people[told["by"]], self.city.proposals[told["key"]], reason=told["reason"]
        )
