"""What every page shows around its content: names, menus, who is signed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from flask import Flask, request, url_for
from flask_login import current_user

from matchbox.core.permissions import Permission, can
from matchbox.web.forms import Button

# Pages that every page links to.
PLACES = {
    "home": "pages.home",
    "sign_in": "accounts.sign_in",
    "register": "accounts.register",
    "about": "pages.about",
    "how": "pages.how",
    "privacy": "pages.privacy",
    "accessibility": "pages.accessibility",
    "permissions": "pages.permissions",
}


class Door(NamedTuple):
    """An entry of the main menu: its words, its page, and who is shown it."""

    label: str
    endpoint: str
    permission: Permission


class Entry(NamedTuple):
    url: str
    label: str
    current: bool


class Account(NamedTuple):
    name: str
    url: str
    sign_out_url: str
    sign_out_form: Button


@dataclass(frozen=True)
class Site:
    """The centre that runs this site, from the settings."""

    name: str
    centre_name: str
    city_name: str
    phone: str
    hours: str
    mail: str


@dataclass(frozen=True)
class Shell:
    doors: Sequence[Door]
    demo: bool

    @property
    def nav(self) -> list[Entry]:
        here = _section(request.path)
        entries = [
            Entry(url_for(door.endpoint), door.label, False)
            for door in self.doors
            if can(current_user, door.permission)
        ]
        best = max((entry.url for entry in entries if _leads_to(entry.url, here)), key=len, default=None)
        return [entry._replace(current=entry.url == best) for entry in entries]

    @property
    def urls(self) -> dict[str, str]:
        return {name: url_for(endpoint) for name, endpoint in PLACES.items()}

    @property
    def account(self) -> Account | None:
        if not current_user.is_authenticated:
            return None
        person: Any = current_user
        return Account(person.name, url_for("accounts.profile"), url_for("accounts.sign_out"), Button())


def _section(path: str) -> str:
    return path.rstrip("/") or "/"


def _leads_to(url: str, here: str) -> bool:
    return here == url or here.startswith(f"{url.rstrip('/')}/")


def init_app(app: Flask, doors: Sequence[Door]) -> None:
    app.jinja_env.globals["shell"] = Shell(tuple(doors), bool(app.config["DEMONSTRATION"]))
    app.jinja_env.globals["site"] = Site(**app.config["SITE"])
