"""What troubles the people of the city, and what does the centre do with their posts?"""

import re
from datetime import date, timedelta
from functools import partial

from matchbox import config
from matchbox.accounts.models import User
from matchbox.admin.actions.demonstration.calendar import Told
from matchbox.admin.actions.demonstration.chronicle import Chronicle, Name
from matchbox.admin.actions.demonstration.city import City
from matchbox.core.permissions import Visitor
from matchbox.discussion import actions as discussion
from matchbox.issues import actions as issues
from matchbox.issues.rules import Content, Wanted
from matchbox.matching import queries as matching
from matchbox.vocabulary.models import Vocabulary

REPLY_DAYS = config.DEFAULTS["REPLY_DAYS"]
NOBODY_YET = timedelta(days=5)  # what was published so lately has no coordinator
SHOWN_FOR = timedelta(days=2)
UNKNOWN = "わからない"


class Issues:
    def __init__(self, city: City) -> None:
        self.city = city
        self.day = city.calendar.day

    def tell(self, chronicle: Chronicle) -> None:
        for told in self.city.texts["issues"]:
            posted = self._post(chronicle, told)
            self._check(chronicle, told, posted)
            if "closed" in told:
                self._end(chronicle, told)
            if "merged" in told:
                chronicle.add(
                    ("issue", told["key"], "merged"), self.day(told["merged"]["at"]), partial(self._merge, told),
                    ("issue", told["key"], "published"), ("issue", told["merged_into"], "published"),
                )  # fmt: skip

    def _post(self, chronicle: Chronicle, told: Told) -> Name:
        name, day = ("issue", told["key"], "posted"), self.day(told["posted"])
        if "proxy" in told:
            return chronicle.add(name, day, partial(self._record, told), ("person", told["proxy"]["by"]))
        if told["by"] not in self.city.by_phone:
            voice = self._draft if told["publication"]["state"] == "draft" else self._voice
            return chronicle.add(name, day, partial(voice, told), *self.city.speaker(told))
        phoned = chronicle.add(name, day, partial(self._voice_by_phone, told))
        checker = self.city.checker(told["key"])
        return chronicle.add(
            ("issue", told["key"], "confirmed"), day, partial(self._confirm, told), phoned, ("person", checker)
        )

    def _content(self, told: Told) -> Content:
        return Content(
            title=told["title"],
            body=told["body"],
            category_id=self.city.term(Vocabulary.ISSUE_CATEGORY, told["category"]),
            area_id=None if told["district"] == UNKNOWN else self.city.area(told["district"]),
            timing=told["when"],
            needs=tuple(
                Wanted(
                    self.city.term(Vocabulary.NEED_KIND, need["kind"]),
                    amount=f"{need['what']}（{need['amount']}）",
                    timing=need["when"],
                )
                for need in told["needs"]
            ),
        )

    def _voice(self, told: Told) -> None:
        poster = self.city.people[told["by"]]
        self.city.issues[told["key"]] = issues.post_issue(
            poster,
            None,
            content=self._content(told),
            organisation_id=self.city.groups[told["as"]].id if "as" in told else None,
            display_name=poster.name,
            contact_email=poster.email or "",
            contact_phone=poster.phone,
            reply_days=REPLY_DAYS,
        )

    def _draft(self, told: Told) -> None:
        poster = self.city.people[told["by"]]
        self.city.issues[told["key"]] = issues.save_draft(
            poster, None, content=self._content(told), display_name=poster.name
        )

    def _voice_by_phone(self, told: Told) -> None:
        person = self.city.by_phone[told["by"]]
        self.city.issues[told["key"]] = issues.post_issue(
            Visitor(),
            None,
            content=self._content(told),
            display_name=person["display"],
            contact_phone=person["phone"],
            reply_days=REPLY_DAYS,
        )

    def _confirm(self, told: Told) -> None:
        issues.confirm_by_phone(self._checker(told), self.city.issues[told["key"]], reply_days=REPLY_DAYS)

    def _record(self, told: Told) -> None:
        proxy = told["proxy"]
        number = re.search(r"0[0-9-]+$", proxy["contact"])
        self.city.issues[told["key"]] = issues.record_issue(
            self.city.people[proxy["by"]],
            None,
            content=self._content(told),
            channel_id=self.city.term(Vocabulary.INTAKE_CHANNEL, proxy["channel"]),
            person=proxy["name"],
            consented=True,
            display_name=proxy["name"],
            contact_phone=number.group() if number else "",
            reply_days=REPLY_DAYS,
        )

    def _checker(self, told: Told) -> User:
        return self.city.people[self.city.checker(told["key"])]

    def _check(self, chronicle: Chronicle, told: Told, posted: Name) -> None:
        key, state = told["key"], told["publication"]["state"]
        if "at" not in told["publication"]:
            return
        day, checker = self.day(told["publication"]["at"]), ("person", self.city.checker(key))
        if state == "sent_back":
            chronicle.add(("issue", key, "sent back"), day, partial(self._send_back, told), posted, checker)
            return
        shown = min(day, self.day(told["posted"]) + SHOWN_FOR) if state == "hidden" else day
        publish = partial(self._publish, told, shown)
        published = chronicle.add(("issue", key, "published"), shown, publish, posted, checker)
        if state == "hidden":
            chronicle.add(("issue", key, "hidden"), day, partial(self._hide, told), published)

    def _publish(self, told: Told, day: date) -> None:
        checker, issue = self._checker(told), self.city.issues[told["key"]]
        if told["publication"]["state"] == "restricted":
            issues.restrict_issue(checker, issue, reason=told["publication"]["reason"])
        else:
            issues.publish_issue(checker, issue)
        if day < self.city.calendar.today - NOBODY_YET:
            issues.take_on(checker, issue)

    def _send_back(self, told: Told) -> None:
        reason = told["publication"]["reason"]
        issues.send_back_issue(self._checker(told), self.city.issues[told["key"]], reason=reason)

    def _hide(self, told: Told) -> None:
        reason = told["publication"]["reason"]
        issues.hide_issue(self._checker(told), self.city.issues[told["key"]], reason=reason)

    def _end(self, chronicle: Chronicle, told: Told) -> None:
        """Its poster ends it, or the centre for somebody without an account, when no match is under way any more."""
        key, closed = told["key"], told["closed"]
        matches = [match for match in self.city.texts["matches"] if match.get("issue") == key and "ended" in match]
        ends = {"done": self._finish, "withdrawn": self._withdraw, "paused": self._pause}
        chronicle.add(
            ("issue", key, "ended"), self.day(closed["at"]), partial(ends[closed["as"]], told),
            ("issue", key, "published"), *(("match", match["key"], "ended") for match in matches),
        )  # fmt: skip

    def _who_ends(self, told: Told) -> User:
        return self.city.people.get(told["closed"]["by"]) or self._checker(told)

    def _finish(self, told: Told) -> None:
        issue = self.city.issues[told["key"]]
        live, note = matching.live_of(issue), told["closed"]["note"]
        issues.finish(self._who_ends(told), issue, has_live_match=live, reason=note)

    def _withdraw(self, told: Told) -> None:
        issues.withdraw(self._who_ends(told), self.city.issues[told["key"]], reason=told["closed"]["note"])

    def _pause(self, told: Told) -> None:
        issues.pause(self._who_ends(told), self.city.issues[told["key"]], reason=told["closed"]["note"])

    def _merge(self, told: Told) -> None:
        """There is no deed for this yet, so the row itself is told."""
        issue = self.city.issues[told["key"]]
        issue.merged_into_id = self.city.issues[told["merged_into"]].id
        discussion.close_thread(self.city.people[told["merged"]["by"]], issue.thread)
