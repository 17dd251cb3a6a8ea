"""Which fiscal years are closed?"""

from functools import partial

from matchbox.admin.actions.demonstration.calendar import Told
from matchbox.admin.actions.demonstration.chronicle import Chronicle
from matchbox.admin.actions.demonstration.city import City
from matchbox.kpi import actions as kpi


class Closes:
    def __init__(self, city: City) -> None:
        self.city = city

    def tell(self, chronicle: Chronicle) -> None:
        for told in self.city.texts["closes"]:
            chronicle.add(
                ("close", str(told["year"])), self.city.calendar.day(told["at"]), partial(self._close, told),
                ("person", told["prepared_by"]),
            )  # fmt: skip

    def _close(self, told: Told) -> None:
        analyst = self.city.people[told["prepared_by"]]
        kpi.close_year(analyst, None, year=self.city.calendar.fiscal_year(told["year"]))
