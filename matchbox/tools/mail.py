"""Letters by e-mail: to a mail server, or without one into a folder, where the office can read them."""

import os
import re
import smtplib
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime, formataddr, parsedate_to_datetime
from pathlib import Path

TIMEOUT = 10  # seconds for each word with the server
SMTP_PORT = {"plain": 25, "starttls": 587, "tls": 465}

# Names are made here alone: when the letter was written, and its number. Nothing else is ever opened.
_NAME = re.compile(r"\d{8}T\d{6}Z-\d{1,12}\.eml")


@dataclass(frozen=True)
class Message:
    """What goes out. `number` and `written_at` stay the same when it is sent again, and so does its Message-ID."""

    number: int
    written_at: datetime
    to: str
    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Sender:
    """Who writes, and the mail server that carries it; without a server the letter is laid into a folder."""

    address: str
    name: str = ""
    server: str = ""  # host or host:port
    security: str = "starttls"  # starttls, tls or plain
    user: str = ""
    password: str = ""

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2] or "localhost"


@dataclass(frozen=True)
class Letter:
    """A letter that lies in the folder."""

    name: str
    to: str
    subject: str
    at: datetime
    text: str = ""


def send(message: Message, sender: Sender, folder: Path) -> None:
    """Raises OSError or smtplib.SMTPException when it could not be handed over."""
    if sender.server:
        _hand_over(message, sender)
    else:
        _lay_down(message, sender, folder)


def written(message: Message, sender: Sender) -> EmailMessage:
    letter = EmailMessage(policy=policy.SMTP)
    letter["From"] = formataddr((sender.name, sender.address))
    letter["To"] = message.to
    letter["Subject"] = message.subject
    letter["Date"] = format_datetime(message.written_at)
    letter["Message-ID"] = f"<{_stem(message)}@{sender.domain}>"
    letter["Auto-Submitted"] = "auto-generated"  # holiday replies are not for us
    letter.set_content(message.text, charset="utf-8", cte="base64")
    letter.add_alternative(message.html, subtype="html", charset="utf-8", cte="base64")
    return letter


def kept(folder: Path, most: int = 200) -> list[Letter]:
    """The letters in the folder without their text, the newest first."""
    if not folder.is_dir():
        return []
    names = sorted((path.name for path in folder.iterdir() if _NAME.fullmatch(path.name)), reverse=True)
    found = (_opened(folder / name, with_text=False) for name in names[:most])
    return [letter for letter in found if letter]


def read(folder: Path, name: str) -> Letter | None:
    """One letter with its text; None for any name that is not one of ours."""
    return _opened(folder / name, with_text=True) if _NAME.fullmatch(name) else None


def _hand_over(message: Message, sender: Sender) -> None:
    host, _, port = sender.server.partition(":")
    address = (host, int(port or SMTP_PORT[sender.security]))
    context = ssl.create_default_context()
    if sender.security == "tls":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(*address, timeout=TIMEOUT, context=context)
    else:
        connection = smtplib.SMTP(*address, timeout=TIMEOUT)
    with connection as server:
        if sender.security == "starttls":
            server.starttls(context=context)
        if sender.user:
            server.login(sender.user, sender.password)
        server.send_message(written(message, sender), sender.address, [message.to])


def _lay_down(message: Message, sender: Sender, folder: Path) -> None:
    """Complete or not there at all, and a repeat takes the place of the first. Links in it are secret."""
    content = written(message, sender).as_bytes()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{_stem(message)}.eml"
    unfinished = folder / f".{path.name}.{os.getpid()}"
    with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(path)


def _stem(message: Message) -> str:
    return f"{message.written_at.astimezone(UTC):%Y%m%dT%H%M%SZ}-{message.number:08d}"


def _opened(path: Path, with_text: bool) -> Letter | None:
    if path.is_symlink() or not path.is_file():
        return None
    letter = message_from_bytes(path.read_bytes(), policy=policy.SMTP)
    part = letter.get_body(("plain",)) if with_text else None
    text = part.get_content().replace("\r\n", "\n") if part else ""
    return Letter(path.name, str(letter["To"]), str(letter["Subject"]), parsedate_to_datetime(letter["Date"]), text)
