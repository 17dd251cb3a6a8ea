"""A form sent twice (double click, reload, retry on a bad line) is carried out once."""

import hmac
from hashlib import sha256

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.datastructures import MultiDict

from matchbox.core.database import Model, Numbered


class SentForm(Numbered, Model):
    """Written in the transaction of the deed: which form was carried out, with which answers, and where it led."""

    __tablename__ = "sent_forms"

    key: Mapped[str] = mapped_column(String(64), unique=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    location: Mapped[str] = mapped_column(Text)


def sending(key: str, path: str) -> str:
    """Names one form on one address: buttons of a list share the key of their page."""
    return sha256(f"{key} {path}".encode()).hexdigest()


def fingerprint(answers: MultiDict[str, str], secret: str) -> str:
    """What was answered, without the token that changes by itself; nobody without the secret can guess it back."""
    pairs = sorted((name, value) for name, value in answers.items(multi=True) if name != "csrf_token")
    return hmac.new(secret.encode(), repr(pairs).encode(), "sha256").hexdigest()
