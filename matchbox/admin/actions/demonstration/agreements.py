"""What was agreed, and which policies does it serve?"""

from datetime import timedelta
from functools import partial

from matchbox.admin.actions.demonstration.calendar import Told
from matchbox.admin.actions.demonstration.chronicle import Chronicle, Name
from matchbox.admin.actions.demonstration.city import City
from matchbox.core.years import FiscalYear
from matchbox.matching import actions as matching
from matchbox.matching.rules import Broker, MatchKind
from matchbox.vocabulary.models import Vocabulary

KINDS = {kind.label: kind for kind in MatchKind}
BROKERS = {"センター": Broker.CENTRE, "当事者": Broker.PARTIES, "その他": Broker.OTHER}
PLANS = {"sdgs": "kanazawa-sdgs", "mirai": "kanazawa-mirai-kyoso"}
ONE_DAY = timedelta(days=1)


class Agreements:
    def __init__(self, city: City) -> None:
        self.city = city
        self.day = city.calendar.day

    def tell(self, chronicle: Chronicle, told: Told, last: list[Name]) -> list[Name]:
        key = told["key"]
        if "meeting" in told:
            answers = [self.day(outreach["answered"]) for outreach in told["outreach"] if "answered" in outreach]
            day = min(self.day(told["meeting"]["at"]), max(answers) + ONE_DAY)
            last = [chronicle.add(("match", key, "met"), day, partial(self._meet, told), *last)]
        if "agreed_on" in told:
            day = self.day(told.get("recorded", told["agreed_on"]))
            agreed_on = self.city.calendar.day_of_agreement(told["agreed_on"])
            agree = partial(self._agree, told)
            last = [chronicle.add(("match", key, "agreed"), day, agree, *last, not_before=agreed_on)]
            self._keep_news_for_later(chronicle, told, last[0])
        return last

    def _keep_news_for_later(self, chronicle: Chronicle, told: Told, agreed: Name) -> None:
        """Where a party turns out to belong to the other, this was entered when they had long agreed."""
        people = {party.get("person") for party in told["parties"]}
        groups = [self.city.told["organisations"][party["org"]] for party in told["parties"] if "org" in party]
        for group in groups:
            for member in group["members"]:
                if "recorded" in member and member["person"] in people:
                    chronicle.put_before(agreed, ("member", group["key"], member["person"]))

    def _meet(self, told: Told) -> None:
        matching.meet(self.city.people[told["coordinator"]], self.city.matches[told["key"]])

    def _agree(self, told: Told) -> None:
        agreed_on = self.city.calendar.day_of_agreement(told["agreed_on"])
        begins = max(self.day(told["period"]["from"]), agreed_on)
        primary, others = self._policies(told["tags"], FiscalYear.of(agreed_on))
        matching.agree(
            self.city.people[told["coordinator"]],
            self.city.matches[told["key"]],
            agreed_on=agreed_on,
            kind=KINDS[told["kind"]],
            purpose=told["purpose"],
            who_does_what=told["who_does_what"],
            period_from=begins,
            period_until=max(self.day(told["period"]["to"]), begins),
            brokered_by=BROKERS[told["brokered_by"]],
            form_id=self.city.term(Vocabulary.COOPERATION_FORM, told["form"]),
            is_pact=told.get("pact", False),
            why_no_meeting=told.get("without_meeting", ""),
            primary_ids=primary,
            other_ids=others,
        )

    def _policies(self, tags: Told, year: FiscalYear) -> tuple[list[int], list[int]]:
        """For each plan in force in that year: the first policy is the primary one."""
        named = {PLANS[plan]: codes for plan, codes in tags.items() if plan in PLANS}
        named |= {f"kanazawa-kyodo-{plan}": codes for plan, codes in tags["kyodo"].items()}
        chosen = [self.city.policies(plan, year, codes) for plan, codes in named.items()]
        return [ids[0] for ids in chosen if ids], [id_ for ids in chosen for id_ in ids[1:]]
