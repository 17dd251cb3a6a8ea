"""What every page shows around its content: names, menus, who is signed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from flask import Flask, current_app, request
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
        doors = [(addresses(request.script_root)[door.endpoint], door) for door in self.doors]
        open_to_me = [(url, door.label) for url, door in doors if can(current_user, door.permission)]
        leading = [url for url, _ in open_to_me if _leads_to(url, request.path)]
        here = max(leading, key=len, default=None)
        return [Entry(url, label, url == here) for url, label in open_to_me]

    @property
    def urls(self) -> dict[str, str]:
        known = addresses(request.script_root)
        return {name: known[endpoint] for name, endpoint in PLACES.items()}

    @property
    def account(self) -> Account | None:
        if not current_user.is_authenticated:
            return None
        person: Any = current_user
        known = addresses(request.script_root)
        return Account(person.name, known["accounts.profile"], known["accounts.sign_out"], Button())


@cache
def addresses(root: str) -> dict[str, str]:
    """Where the pages are that every page links to; worked out once, since every page asks for all of them."""
    adapter = current_app.url_map.bind("", script_name=root)
    return {
        rule.endpoint: adapter.build(rule.endpoint)
        for rule in current_app.url_map.iter_rules()
        if not rule.arguments
    }


def _leads_to(url: str, here: str) -> bool:
    return here == url or here.startswith(f"{url.rstrip('/')}/")


def init_app(app: Flask, doors: Sequence[Door]) -> None:
    app.jinja_env.globals["shell"] = Shell(tuple(doors), bool(app.config["DEMONSTRATION"]))
    app.jinja_env.globals["site"] = Site(**app.config["SITE"])
