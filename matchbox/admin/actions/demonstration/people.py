"""Who lives and works in the city?"""

from datetime import date
from functools import partial

from matchbox.accounts import actions as accounts
from matchbox.accounts.models import Role
from matchbox.admin.actions.demonstration.calendar import Told
from matchbox.admin.actions.demonstration.chronicle import Chronicle
from matchbox.admin.actions.demonstration.city import City
from matchbox.admin.queries import demonstration_address
from matchbox.core.permissions import SYSTEM

FIRST_DAY_OF_STAFF: Told = {"year": -6, "month": 4, "day": 1}
FIRST_DAY: Told = {"year": -6, "month": 4, "day": 2}


class People:
    def __init__(self, city: City, password_hash: str) -> None:
        self.city = city
        self.password_hash = password_hash

    def tell(self, chronicle: Chronicle) -> None:
        for told in self.city.texts["staff"]:
            day = self.city.calendar.day(FIRST_DAY_OF_STAFF)
            chronicle.add(("person", told["key"]), day, partial(self._employ, told, day))
        for told in self.city.texts["people"]:
            if told["key"] in self.city.by_phone:
                continue  # reached by phone only, so without an account
            day = self.city.calendar.day(told.get("since", FIRST_DAY))
            chronicle.add(("person", told["key"]), day, partial(self._enrol, told))

    def _enrol(self, told: Told) -> None:
        self.city.people[told["key"]] = accounts.enrol(
            SYSTEM,
            None,
            email=demonstration_address(told["key"]),
            name=told["display"],
            phone=told.get("phone", ""),
            password_hash=self.password_hash if told.get("login") else "",
        )

    def _employ(self, told: Told, day: date) -> None:
        self._enrol(told)
        accounts.grant_role(SYSTEM, self.city.people[told["key"]], role=Role.of(told["role"]), from_on=day)
