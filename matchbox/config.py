"""Every setting, with its meaning and default; instance/config.py goes before, MATCHBOX_… variables before both."""

import os
from pathlib import Path
from secrets import token_hex
from typing import Any

HOUSE = Path(__file__).parent.parent

DEFAULTS: dict[str, Any] = {
    # production sites say True: no demonstration data, no debug, cookies over HTTPS only
    "PRODUCTION": False,
    # shows the banner 「これは見本です」; set by the first start that loads the demonstration city
    "DEMONSTRATION": False,
    # the address of this site in letters
    "BASE_URL": "http://127.0.0.1:8000",
    # SQLAlchemy address; relative SQLite files lie in instance/
    "SQLALCHEMY_DATABASE_URI": "sqlite:///matchbox.sqlite",
    # host:port, user and password of the mail server; without one, letters land in instance/letters/
    "MAIL_SERVER": "",
    "MAIL_USER": "",
    "MAIL_PASSWORD": "",
    # starttls, tls or plain
    "MAIL_SECURITY": "starttls",
    "MAIL_FROM": "matchbox@example.jp",
    # what searches by words: whoosh (in a folder), postgres (in the database), auto: postgres where it can
    "SEARCH_ENGINE": "auto",
    # largest request in bytes
    "MAX_CONTENT_LENGTH": 2 * 1024 * 1024,
    # how many proxies in front may be believed about address and scheme
    "TRUSTED_PROXIES": 0,
    # days within which the centre answers a new post
    "REPLY_DAYS": 7,
    # the names and contact of this site, shown on every page
    "SITE": {
        "name": "マッチ箱",
        "centre_name": "金沢市市民活動サポートセンター",
        "city_name": "金沢市",
        "phone": "000-000-0000",
        "hours": "月曜から金曜 17時〜21時、土曜・祝日 14時〜18時（日曜・年末年始は休み）",
        "mail": "center@example.jp",
    },
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "SESSION_COOKIE_SECURE": False,
    # seconds of doing nothing after which somebody is signed out
    "PERMANENT_SESSION_LIFETIME": 2 * 60 * 60,
    # seconds a form stays good
    "WTF_CSRF_TIME_LIMIT": 4 * 60 * 60,
    "WTF_CSRF_ENABLED": True,
    "WTF_I18N_ENABLED": False,
}


def read(instance: Path, settings: dict[str, Any]) -> dict[str, Any]:
    """Defaults, then instance/config.py, then the environment, then what the caller says.

    Raises RuntimeError when the secret is missing, or weak or out of place on a production site.
    """
    config = dict(DEFAULTS)
    written = instance / "config.py"
    if written.exists():
        scope: dict[str, Any] = {}
        exec(compile(written.read_text(), str(written), "exec"), scope)
        config.update({name: value for name, value in scope.items() if name.isupper()})
    config.update(_from_environment())
    config.update(settings)
    _check(config)
    return config


def write_secret(instance: Path) -> None:
    """Give a new installation its config.py with a secret of its own, readable by its owner only."""
    written = instance / "config.py"
    if written.exists() or os.environ.get("MATCHBOX_SECRET_KEY"):
        return
    instance.mkdir(exist_ok=True)
    with open(os.open(written, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        file.write("# Settings of this installation; matchbox/config.py explains them.\n")
        file.write(f'SECRET_KEY = "{token_hex(32)}"\n')


def mark_demonstration(instance: Path) -> None:
    with (instance / "config.py").open("a") as file:
        file.write("DEMONSTRATION = True\n")


def _from_environment() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in os.environ.items():
        short = name.removeprefix("MATCHBOX_")
        if name != short and (short in DEFAULTS or short == "SECRET_KEY"):
            kind = type(DEFAULTS.get(short, ""))
            if kind is dict:
                raise RuntimeError(f"{name} cannot be given in the environment: set it in instance/config.py")
            found[short] = value.lower() in {"1", "true", "yes"} if kind is bool else kind(value)
    return found


def _check(config: dict[str, Any]) -> None:
    secret = config.get("SECRET_KEY") or ""
    if not secret:
        raise RuntimeError("SECRET_KEY is missing: run `matchbox setup`, or set it in instance/config.py")
    if not config["PRODUCTION"]:
        return
    if len(secret) < 32:
        raise RuntimeError("SECRET_KEY is shorter than 32 characters")
    if config["DEMONSTRATION"] or config.get("DEBUG"):
        raise RuntimeError("a production site takes neither the demonstration city nor DEBUG")
    config["SESSION_COOKIE_SECURE"] = True
    config["SESSION_COOKIE_NAME"] = "__Host-session"
