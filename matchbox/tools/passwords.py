"""Passwords: hashed with argon2, judged with zxcvbn."""

import unicodedata
from collections.abc import Iterable
from threading import Lock

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

HARD_TO_GUESS = 3  # of zxcvbn's scores 0 to 4
JUDGED = 72  # characters; more would only cost time

_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
_one_at_a_time = Lock()  # zxcvbn keeps the words of its caller in a global


def _folded(password: str) -> str:
    """Full-width letters are the same keys on a Japanese keyboard."""
    return unicodedata.normalize("NFKC", password)


def hashed(password: str) -> str:
    return _hasher.hash(_folded(password))


# The hash of nobody's password: refusing an unknown address takes as long as refusing a wrong password.
NOBODYS = hashed("nobody has this password")


def fits(password: str, password_hash: str) -> bool:
    """Is it the password behind this hash? Without a hash the answer is no, and takes as long."""
    try:
        return _hasher.verify(password_hash or NOBODYS, _folded(password)) and bool(password_hash)
    except (VerificationError, InvalidHashError):
        return False


def is_hard_to_guess(password: str, known_words: Iterable[str]) -> bool:
    """`known_words` are what a guesser knows: name, address, the site."""
    with _one_at_a_time:
        score: int = zxcvbn(_folded(password)[:JUDGED], [word.lower() for word in known_words])["score"]
    return score >= HARD_TO_GUESS
