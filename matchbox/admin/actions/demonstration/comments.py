"""What do people say about issues, proposals and matches?"""

from functools import partial

from matchbox.admin.actions.demonstration.calendar import Told
from matchbox.admin.actions.demonstration.chronicle import Chronicle
from matchbox.admin.actions.demonstration.city import City
from matchbox.discussion import actions as discussion
from matchbox.discussion.models import Thread
from matchbox.discussion.rules import CENTRE, OWN

BEGINNINGS = {"issue": "published", "proposal": "submitted", "match": "begun"}
ENDINGS = {"issue": "ended", "proposal": "decided", "match": "ended"}


class Comments:
    def __init__(self, city: City) -> None:
        self.city = city

    def tell(self, chronicle: Chronicle) -> None:
        """Last of all: people speak of what has happened before, and while the thread is open."""
        said = [told for told in self.city.texts["comments"] if not told.get("note")]
        for number, told in enumerate(said):
            kind = next(kind for kind in BEGINNINGS if kind in told)
            key, day = told[kind], self.city.calendar.day(told["at"])
            name = chronicle.add(
                ("comment", str(number)), day, partial(self._write, told, kind), (kind, key, BEGINNINGS[kind]),
                *chronicle.before(day, kind, key), *self.city.speaker(told),
            )  # fmt: skip
            end = chronicle.day_of((kind, key, ENDINGS[kind]))
            if end is not None and day <= end:
                chronicle.put_before(name, (kind, key, ENDINGS[kind]))

    def _write(self, told: Told, kind: str) -> None:
        author = self.city.people[told["by"]]
        discussion.write(author, self._thread(told, kind), body=told["text"], voice=self._voice(told))

    def _thread(self, told: Told, kind: str) -> Thread:
        if kind == "issue":
            return self.city.issues[told[kind]].thread
        return self.city.proposals[told[kind]].thread if kind == "proposal" else self.city.matches[told[kind]].thread

    def _voice(self, told: Told) -> str:
        if "as" in told:
            return str(self.city.groups[told["as"]].id)
        return CENTRE if told["by"] in self.city.staff else OWN
