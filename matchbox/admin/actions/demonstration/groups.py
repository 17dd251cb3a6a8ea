"""Which groups are there, who acts for them, and what do they offer?"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from itertools import cycle

from matchbox.admin.actions.demonstration.calendar import Told
from matchbox.admin.actions.demonstration.chronicle import Chronicle, Name
from matchbox.admin.actions.demonstration.city import City
from matchbox.admin.queries import demonstration_address
from matchbox.core.permissions import SYSTEM
from matchbox.organisations import actions as organisations
from matchbox.organisations.models import OFFICERS, MemberRole
from matchbox.organisations.rules import LONGEST_OFFER, Profile
from matchbox.vocabulary.models import Vocabulary

ROLES = {role.label: role for role in MemberRole}
WHOLE_CITY = "全市"
CHECKED_AFTER = timedelta(days=3)
RENEWED_AFTER = timedelta(days=180)
RENEWAL_TAKES = timedelta(days=14)
FELL_DUE: dict[str, Told] = {"expiring": {"days_ago": 12}, "expired": {"year": -1, "month": 1, "day": 5}}
EXPIRED: Told = {"year": 0, "month": 4, "day": 1}
ONE_DAY = timedelta(days=1)


class Groups:
    def __init__(self, city: City) -> None:
        self.city = city
        self.day = city.calendar.day

    def tell(self, chronicle: Chronicle) -> None:
        coordinators = cycle(told["key"] for told in self.city.texts["staff"] if told["role"] == "coordinator")
        for told, coordinator in zip(self.city.texts["organisations"], coordinators, strict=False):
            group: str = told["key"]
            first, *others = self._members(told)
            name = chronicle.add(
                ("member", group, first["person"]),
                self.day(told["joined"]),
                partial(self._apply, told, first),
                ("person", first["person"]),
            )
            self._judge(chronicle, told, coordinator, name)
            for member in others:
                self._join(chronicle, told, member)
            self._hand_over(chronicle, told)

    def _members(self, told: Told) -> list[Told]:
        """Whoever registered the group first."""
        founder = next(
            member for member in told["members"] if ROLES[member["role"]] in OFFICERS and "from" not in member
        )
        return [founder, *(member for member in told["members"] if member is not founder)]

    def _apply(self, told: Told, member: Told) -> None:
        self.city.groups[told["key"]] = organisations.apply(
            self.city.people[member["person"]], None, role=ROLES[member["role"]], **self._profile(told)
        )

    def _profile(self, told: Told) -> Profile:
        districts = [district for district in told["districts"] if district != WHOLE_CITY]
        contact, shown = told["contact"], told["contact"]["public"]
        return Profile(
            name=told["name"],
            kana=told["furigana"],
            kind_id=self.city.term(Vocabulary.ORGANISATION_KIND, told["kind"]),
            purpose=told["purpose"],
            activities=told["activities"],
            field_ids=[
                self.city.term(Vocabulary.ACTIVITY_FIELD, f"field_{number:02}") for number in told["fields"]
            ],
            whole_city=WHOLE_CITY in told["districts"],
            area_ids=[self.city.area(district) for district in districts],
            founded_year=told["founded"],
            people=told["size"],
            contact_name=self.city.names[contact["person"]],
            contact_name_public="person" in shown,
            phone=contact.get("phone", ""),
            phone_public="phone" in shown,
            fax=contact.get("fax", ""),
            fax_public="fax" in shown,
            email=contact.get("mail", ""),
            email_public="mail" in shown,
            postal_code=contact.get("postal", ""),
            postal_code_public="postal" in shown,
            address=contact.get("address", ""),
            address_public="address" in shown,
        )

    def _judge(self, chronicle: Chronicle, told: Told, coordinator: str, applied: Name) -> None:
        """The centre verifies the group, year by year anew, or refuses it; its offers stand from then on."""
        group, state, known = told["key"], told["verification"]["state"], applied
        actor = ("person", coordinator)
        if state == "refused":
            day, refuse = self.day(told["verification"]["decided"]), partial(self._refuse, told, coordinator)
            chronicle.add(("group", group, "refused"), day, refuse, applied, actor)
        elif state != "applied":
            checked, verify = self.day(told["joined"]) + CHECKED_AFTER, partial(self._verify, group, coordinator)
            known = chronicle.add(("group", group, "verified"), checked, verify, applied, actor)
            last = self._renew(chronicle, told, coordinator, checked)
            self._run_out(chronicle, told, last)
        chronicle.add(("group", group, "offers"), self.day(told["joined"]), partial(self._offer, told), known)

    def _renew(self, chronicle: Chronicle, told: Told, coordinator: str, checked: date) -> Name:
        group: str = told["key"]
        last: Name = ("group", group, "verified")
        for day in self.city.calendar.anniversaries(told["verification"]["renewed"], after=checked + RENEWED_AFTER):
            due, verify = partial(self._fall_due, group), partial(self._verify, group, coordinator)
            last = chronicle.add(("group", group, "due", day.isoformat()), day - RENEWAL_TAKES, due, last)
            last = chronicle.add(("group", group, "renewed", day.isoformat()), day, verify, last)
        return last

    def _run_out(self, chronicle: Chronicle, told: Told, last: Name) -> None:
        group, state = told["key"], told["verification"]["state"]
        if state in FELL_DUE:
            due = partial(self._fall_due, group)
            last = chronicle.add(("group", group, "due"), self.day(FELL_DUE[state]), due, last)
        if state == "expired":
            chronicle.add(("group", group, "expired"), self.day(EXPIRED), partial(self._expire, group), last)

    def _verify(self, group: str, coordinator: str) -> None:
        organisations.verify(self.city.people[coordinator], self.city.groups[group])

    def _refuse(self, told: Told, coordinator: str) -> None:
        reason = told["verification"]["reason"]
        organisations.refuse(self.city.people[coordinator], self.city.groups[told["key"]], reason=reason)

    def _fall_due(self, group: str) -> None:
        organisations.fall_due(SYSTEM, self.city.groups[group])

    def _expire(self, group: str) -> None:
        organisations.expire(SYSTEM, self.city.groups[group])

    def _offer(self, told: Told) -> None:
        for offer in told.get("offers", ()):
            short = offer["text"].rstrip("。")
            organisations.publish_offer(
                self.city.officer(told["key"]),
                self.city.groups[told["key"]],
                kind_id=self.city.term(Vocabulary.NEED_KIND, offer["kind"]),
                title=short[:LONGEST_OFFER],
                description=offer["text"] if "。" in short else "",
                capacity=offer.get("capacity", 1),
                months_off=offer.get("months_off", []),
            )

    def _join(self, chronicle: Chronicle, told: Told, member: Told) -> None:
        """Enter a member on the first day of the term, or where the texts say that it was entered later."""
        begins = self.day(member.get("from", told["joined"]))
        entered = self.day(member["recorded"]) if "recorded" in member else begins
        if begins in self._handovers(told):
            entered -= ONE_DAY
        chronicle.add(
            _joined(told, member), entered, partial(self._add, told, member, begins),
            ("person", member["person"]), ("group", told["key"], "offers"),
        )  # fmt: skip

    def _handovers(self, told: Told) -> Iterator[date]:
        """The days after somebody's term: whoever follows is entered on its last day, so that somebody always acts."""
        return (self.day(member["until"]) + ONE_DAY for member in told["members"] if "until" in member)

    def _add(self, told: Told, member: Told, begins: date) -> None:
        organisations.add_member(
            self.city.officer(told["key"]),
            self.city.groups[told["key"]],
            email=demonstration_address(member["person"]),
            role=ROLES[member["role"]],
            from_on=begins,
        )

    def _hand_over(self, chronicle: Chronicle, told: Told) -> None:
        for member in told["members"]:
            if "until" not in member:
                continue
            ends = self.day(member["until"])
            chronicle.add(
                ("member", told["key"], member["person"], "ended"), ends, partial(self._end, told, member, ends),
                *(_joined(told, other) for other in told["members"] if "from" in other
                  and self.day(other["from"]) == ends + ONE_DAY),
            )  # fmt: skip

    def _end(self, told: Told, member: Told, ends: date) -> None:
        person, group = self.city.people[member["person"]], self.city.groups[told["key"]]
        term = next(held for held in group.memberships if held.user_id == person.id and held.until_on is None
                    and held.role is ROLES[member["role"]])  # fmt: skip
        organisations.end_membership(self.city.officer(told["key"]), term, until_on=ends)


def _joined(told: Told, member: Told) -> Name:
    """Somebody may take another role in the same group later."""
    first = next(other for other in told["members"] if other["person"] == member["person"])
    name: Name = ("member", told["key"], member["person"])
    return name if member is first else (*name, member["role"])
