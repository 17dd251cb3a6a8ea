"""Lengths, passwords and how long things are good for."""

from datetime import timedelta

LONGEST_EMAIL = 254
LONGEST_NAME = 40
SHORTEST_PASSWORD = 12
SHORTEST_STAFF_PASSWORD = 15
LONGEST_PASSWORD = 200

SIGN_IN_LASTS = timedelta(days=14)
MAIL_KEY_LASTS = timedelta(hours=24)
POST_KEY_LASTS = timedelta(days=7)


def folded_email(address: str) -> str:
    """The one spelling under which an address is kept and looked up."""
    return address.strip().lower()
