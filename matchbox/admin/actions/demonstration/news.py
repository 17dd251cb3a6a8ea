"""What does the centre announce?"""

from functools import partial

from matchbox.admin.actions.demonstration.calendar import Told
from matchbox.admin.actions.demonstration.chronicle import Chronicle
from matchbox.admin.actions.demonstration.city import City
from matchbox.news import actions as news
from matchbox.news.models import News as Item


class News:
    def __init__(self, city: City) -> None:
        self.city = city
        self.written: dict[str, Item] = {}

    def tell(self, chronicle: Chronicle) -> None:
        for told in self.city.texts["news"]:
            key, day = told["key"], self.city.calendar.day(told["at"])
            last = chronicle.add(("news", key, "written"), day, partial(self._write, told), ("person", told["by"]))
            if not told.get("draft"):
                last = chronicle.add(("news", key, "published"), day, partial(self._publish, told), last)
            if "withdrawn" in told:
                ends = self.city.calendar.day(told["withdrawn"])
                chronicle.add(("news", key, "withdrawn"), ends, partial(self._withdraw, told), last)

    def _write(self, told: Told) -> None:
        self.written[told["key"]] = news.draft_news(
            self.city.people[told["by"]],
            None,
            title=told["title"],
            body=told["body"],
            until_on=self.city.calendar.day(told["until"]) if "until" in told else None,
            is_important=told.get("important", False),
        )

    def _publish(self, told: Told) -> None:
        news.publish_news(self.city.people[told["by"]], self.written[told["key"]])

    def _withdraw(self, told: Told) -> None:
        news.withdraw_news(self.city.people[told["by"]], self.written[told["key"]])
