"""Numbers that travel in links, signed with the secret of the installation, so that nobody can make one up."""

from hashlib import sha256

from flask import current_app
from itsdangerous import BadSignature, Signer


def signed(number: int, purpose: str) -> str:
    return _signer(purpose).sign(str(number)).decode()


def number_in(text: str, purpose: str) -> int | None:
    """The number that was signed for this purpose, or None."""
    try:
        return int(_signer(purpose).unsign(text.encode()))
    except (BadSignature, UnicodeError):
        return None


def _signer(purpose: str) -> Signer:
    return Signer(current_app.secret_key or "", salt=f"matchbox.{purpose}", key_derivation="hmac", digest_method=sha256)
