"""Lengths, limits and terms of groups; how their answers are spelled, and what is wrong with an answer."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import NamedTuple, NotRequired, TypedDict
from urllib.parse import urlsplit

from matchbox.accounts.rules import LONGEST_PHONE, email_complaint, is_phone, plain_phone
from matchbox.core.words import N_

LONGEST_NAME = 80
LONGEST_KANA = LONGEST_NAME * 2
LONGEST_TEXT = 1000
LONGEST_PERSON = 60
LONGEST_ADDRESS = 120
LONGEST_URL = 300
LONGEST_REASON = 500
LONGEST_OFFER = 60
MOST_FIELDS = 3
MOST_CAPACITY = 20
MOST_PEOPLE = 1_000_000
EARLIEST_YEAR = 1600
MONTHS = range(1, 13)

RENEWAL_OPENS = timedelta(days=90)  # so long before its end a verification falls due for renewal

NOT_KANA = N_("フリガナは全角カタカナで入力してください（例：ミズベノナカマ）。")
NOT_A_URL = N_("ホームページのアドレスは「https://」から入力してください（例：https://example.jp）。")
NOT_A_PHONE = N_("電話番号は市外局番から数字で入力してください（例：076-000-0000）。")
NOT_A_POSTAL_CODE = N_("郵便番号は7けたの数字で入力してください（例：920-0000）。")
NOT_A_YEAR = N_("設立年は、今年までの西暦4けたで入力してください（例：2012）。")
NOT_A_HEADCOUNT = N_("構成員の数は、1以上の数字で入力してください（例：30）。")
TOO_MANY_FIELDS = N_("活動分野は3つまでえらんでください。")
NO_FIELD = N_("活動分野を1つ以上えらんでください。")
NO_AREA = N_("活動エリアは、「市全域」か、校下・地区を1つ以上えらんでください。")
NOT_A_CAPACITY = N_("同時に受けられる数は、1から20までの数字で入力してください。")
NEVER = N_("休みの月は、11か月までえらべます。1年を通して受けられないときは、登録を取り下げてください。")

_KANA = re.compile("(?=[ー・ヽヾ　]*[ァ-ヺ])[ァ-ヺー・ヽヾ　]+")
_TO_KATAKANA = {code: code + 0x60 for code in (*range(ord("ぁ"), ord("ゖ") + 1), ord("ゝ"), ord("ゞ"))}
_LONG_SOUND = re.compile(r"(?<=[ァ-ヺー])[-‐‑–—―−~〜]")


class Profile(TypedDict):
    """What a group says about itself."""

    name: str
    kana: str
    kind_id: int
    purpose: str
    field_ids: list[int]
    whole_city: bool
    area_ids: list[int]
    founded_year: NotRequired[int | None]
    people: NotRequired[int | None]
    activities: NotRequired[str]
    url: NotRequired[str]
    contact_name: NotRequired[str]
    contact_name_public: NotRequired[bool]
    phone: NotRequired[str]
    phone_public: NotRequired[bool]
    mobile: NotRequired[str]
    mobile_public: NotRequired[bool]
    fax: NotRequired[str]
    fax_public: NotRequired[bool]
    email: NotRequired[str]
    email_public: NotRequired[bool]
    postal_code: NotRequired[str]
    postal_code_public: NotRequired[bool]
    address: NotRequired[str]
    address_public: NotRequired[bool]


def folded(text: str) -> str:
    """One spelling for looking things up: width, case and the two kanas do not matter."""
    return unicodedata.normalize("NFKC", text).casefold().translate(_TO_KATAKANA)


def folded_kana(text: str) -> str:
    """Full-width katakana of a reading that came as hiragana or in half width."""
    wide = unicodedata.normalize("NFKC", text).translate(_TO_KATAKANA)
    return "　".join(_LONG_SOUND.sub("ー", wide).split())


def folded_phone(number: str) -> str:
    return plain_phone(unicodedata.normalize("NFKC", number)).strip()


def folded_postal_code(code: str) -> str:
    """「920-0000」 from 〒９２００００００ and the like; what has not seven digits stays as it is."""
    plain = folded_phone(code).removeprefix("〒").strip()
    digits = re.sub("[- ]", "", plain)
    return f"{digits[:3]}-{digits[3:]}" if re.fullmatch("[0-9]{7}", digits) else plain


def folded_url(url: str) -> str:
    return unicodedata.normalize("NFKC", url).strip()


def kana_complaint(kana: str) -> str:
    return "" if _KANA.fullmatch(kana) else NOT_KANA


def phone_complaint(number: str) -> str:
    return "" if is_phone(number) and len(number) <= LONGEST_PHONE else NOT_A_PHONE


def postal_code_complaint(code: str) -> str:
    return "" if re.fullmatch("[0-9]{3}-[0-9]{4}", code) else NOT_A_POSTAL_CODE


def url_complaint(url: str) -> str:
    """Only addresses of the web: anything else in a link could do harm to whoever follows it."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        odd = parts.port is not None and not parts.port
    except ValueError:
        return NOT_A_URL
    plain = not re.search(r"[\s\x00-\x20<>\"\\]", url) and "@" not in parts.netloc
    return "" if plain and not odd and parts.scheme in {"http", "https"} and "." in host.strip(".") else NOT_A_URL


FOLDS: dict[str, Callable[[str], str]] = {
    "kana": folded_kana,
    "url": folded_url,
    "phone": folded_phone,
    "mobile": folded_phone,
    "fax": folded_phone,
    "postal_code": folded_postal_code,
}
COMPLAINTS: dict[str, Callable[[str], str]] = {
    "kana": kana_complaint,
    "url": url_complaint,
    "phone": phone_complaint,
    "mobile": phone_complaint,
    "fax": phone_complaint,
    "email": email_complaint,
    "postal_code": postal_code_complaint,
}


def fields_complaint(fields: Iterable[int]) -> str:
    count = len(set(fields))
    return NO_FIELD if not count else TOO_MANY_FIELDS if count > MOST_FIELDS else ""


def areas_complaint(whole_city: bool, areas: Iterable[int]) -> str:
    return "" if whole_city or set(areas) else NO_AREA


def year_complaint(year: int | None, today: date) -> str:
    return "" if year is None or EARLIEST_YEAR <= year <= today.year else NOT_A_YEAR


def headcount_complaint(people: int | None) -> str:
    return "" if people is None or 1 <= people <= MOST_PEOPLE else NOT_A_HEADCOUNT


def capacity_complaint(capacity: int | None) -> str:
    return "" if capacity is not None and 1 <= capacity <= MOST_CAPACITY else NOT_A_CAPACITY


def months_complaint(months: Iterable[int]) -> str:
    return NEVER if set(months) >= set(MONTHS) else ""


def verified_until(day: date) -> date:
    """A verification is good to the end of the fiscal year after the one in which it was given."""
    year = day.year if day.month >= 4 else day.year - 1
    return date(year + 2, 3, 31)


def is_due(until: date | None, day: date) -> bool:
    """Is it time to renew a verification that is good `until`? One without an end never falls due."""
    return until is not None and day > until - RENEWAL_OPENS


def has_expired(until: date | None, day: date) -> bool:
    return until is not None and day > until


class Tenure(NamedTuple):
    """From when until when somebody holds a role; the last day belongs to it."""

    from_on: date
    until_on: date | None

    def runs_on(self, day: date) -> bool:
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)

    def meets(self, other: "Tenure") -> bool:
        """Is there a day that belongs to both?"""
        return self.from_on <= (other.until_on or date.max) and other.from_on <= (self.until_on or date.max)


def has_successor(last_day: date, others: Iterable[Tenure]) -> bool:
    """Does another officer stand in on the day after somebody's last one?"""
    return any(term.runs_on(last_day + timedelta(days=1)) for term in others)
