"""Lengths, addresses, passwords, devices and how long things are good for."""

import re
from collections.abc import Iterable
from datetime import timedelta

from matchbox.core.words import N_
from matchbox.tools import passwords

LONGEST_EMAIL = 254
LONGEST_NAME = 40
LONGEST_PHONE = 20
LONGEST_DEVICE = 200
SHORTEST_PASSWORD = 12
SHORTEST_STAFF_PASSWORD = 15
LONGEST_PASSWORD = 200

SIGN_IN_LASTS = timedelta(days=14)
MAIL_KEY_LASTS = timedelta(hours=24)
POST_KEY_LASTS = timedelta(days=7)

# Which document of the centre people agree to when they register; a new text gets a new version.
TERMS = "terms"
TERMS_VERSION = "1"

NO_AT = N_("メールアドレスに「@」がありません（例：name@example.com）")
NOT_AN_ADDRESS = N_("メールアドレスの形を確かめてください（例：name@example.com）")
LONG_ADDRESS = N_("メールアドレスは254文字以内で入力してください")
SHORT = N_("パスワードは12文字以上で入力してください")
SHORT_FOR_STAFF = N_("職員のパスワードは15文字以上で入力してください")
LONG = N_("パスワードは200文字以内で入力してください")
GUESSABLE = N_("このパスワードは、ほかの人に思いつかれやすいものです。関係のない言葉をいくつかつなげてください")

# Wider than the standard where Japan's phones are: dots in a row or before the @ stand in many old addresses.
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_ADDRESS = re.compile(rf"[a-z0-9.!#$%&'*+/=?^_`{{|}}~-]{{1,64}}@(?:{_LABEL}\.)+(?=[a-z]){_LABEL}", re.I | re.A)
_PHONE = re.compile(r"\+?[0-9() -]+")
_HYPHENS = str.maketrans(dict.fromkeys("‐‑–—―−ー", "-"))

# The words of this site, which somebody who guesses would try first.
_WORDS_OF_THE_SITE = ("matchbox", "macchibako", "マッチ箱", "kanazawa", "金沢", "support", "center")

_BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"),
             ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"))  # fmt: skip
_SYSTEMS = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
            ("CrOS", "Chromebook"), ("Mac OS X", "Mac"), ("Linux", "Linux"))  # fmt: skip


def folded_email(address: str) -> str:
    """The one spelling under which an address is kept and looked up."""
    return address.strip().lower()


def email_complaint(address: str) -> str:
    """What to put right about a mail address, or nothing."""
    if "@" not in address:
        return NO_AT
    if len(address) > LONGEST_EMAIL:
        return LONG_ADDRESS
    return "" if _ADDRESS.fullmatch(address.strip()) else NOT_AN_ADDRESS


def plain_phone(number: str) -> str:
    """With ordinary hyphens; a Japanese keyboard has many that look like one."""
    return number.translate(_HYPHENS)


def is_phone(number: str) -> bool:
    """Digits with or without hyphens, as many as telephones have here or abroad."""
    return bool(_PHONE.fullmatch(number)) and 9 <= sum(character.isdigit() for character in number) <= 15


def password_complaint(password: str, about: Iterable[str | None], is_staff: bool = False) -> str:
    """What to put right about a new password of the person described by the words `about`, or nothing."""
    if len(password) < (SHORTEST_STAFF_PASSWORD if is_staff else SHORTEST_PASSWORD):
        return SHORT_FOR_STAFF if is_staff else SHORT
    if len(password) > LONGEST_PASSWORD:
        return LONG
    known = [word for word in about if word]
    parts = [part for word in known for part in re.split(r"[@.\s_-]+", word) if len(part) > 2]
    return "" if passwords.is_hard_to_guess(password, [*known, *parts, *_WORDS_OF_THE_SITE]) else GUESSABLE


def is_own_path(address: str) -> bool:
    """Does it stay on this site? Browsers read `//host` and `/\\host` as other sites, and drop tabs and newlines."""
    return address.startswith("/") and address[1:2] not in ("/", "\\") and address.isprintable() and "\\" not in address


def device_of(user_agent: str) -> str:
    """「Chrome・Windows」: enough to recognise one's own device, and nothing more is kept."""
    found = [
        next((name for mark, name in known if mark in user_agent), "") for known in (_BROWSERS, _SYSTEMS)
    ]
    return "・".join(name for name in found if name)
