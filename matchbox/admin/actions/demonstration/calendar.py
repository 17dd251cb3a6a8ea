"""When do the things happen that the texts tell? Their days are told from the day on which the city is brought in."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from matchbox.core.years import BEGINS_IN, FiscalYear

Told = Mapping[str, Any]

DAYS_OF_A_YEAR = 365


class Calendar:
    def __init__(self, today: date) -> None:
        self.today = today
        self.year = FiscalYear.of(today)

    def day(self, told: Told) -> date:
        if "days_ago" in told:
            return self.today - timedelta(days=told["days_ago"])
        if "days_ahead" in told:
            return self.today + timedelta(days=told["days_ahead"])
        begins = self.fiscal_year(told["year"])
        return date(begins if told["month"] >= BEGINS_IN else begins + 1, told["month"], told["day"])

    def fiscal_year(self, back: int) -> int:
        """The fiscal year so many years from the running one, by the year of its April."""
        return self.year.year + back

    def day_of_agreement(self, told: Told) -> date:
        """What was agreed in the running year stays in it, also when the city is brought in early in a year."""
        day = self.day(told)
        return max(day, self.year.first_day) if "days_ago" in told else day

    def anniversaries(self, told: Told, after: date) -> list[date]:
        """This day and the same day of the years before it, as long as they come after another day; oldest first."""
        last = self.day(told)
        years = range((last - after).days // DAYS_OF_A_YEAR + 1) if last > after else range(0)
        days = [last - timedelta(days=DAYS_OF_A_YEAR * back) for back in years]
        return sorted(day for day in days if day > after)
