"""The visitor our page tests act as. Every page it opens is held to the house rules, whatever the test is about."""

import secrets
from copy import copy
from datetime import timedelta

from bs4 import BeautifulSoup

from matchbox.accounts.models import SignIn
from matchbox.accounts.queries import hashed
from matchbox.core import clock
from matchbox.core.database import db
from matchbox.web.transactions import writing
from tests.page_rules import HOUSE_RULES


def _read(element):
    """The words as a reader sees them: a marked word is no word of its own."""
    copied = copy(element)
    for mark in copied.select("mark"):
        mark.unwrap()
    copied.smooth()
    return copied.get_text(" ", strip=True)


class Page:
    def __init__(self, response) -> None:
        self.response = response
        self.html = BeautifulSoup(response.text, "html.parser")

    @property
    def heading(self) -> str:
        return _read(self.html.h1)

    @property
    def text(self) -> str:
        return _read(self.html.main)

    def texts(self, selector: str) -> list[str]:
        return [_read(element) for element in self.html.select(selector)]

    def links(self, selector: str = "main a[href]") -> list[str]:
        return [element["href"] for element in self.html.select(selector)]

    def value(self, name: str) -> str:
        """What stands in the field of that name."""
        field = self.html.select_one(f"[name={name}]")
        return field.get_text().removeprefix("\n") if field.name == "textarea" else field.get("value", "")

    def form(self, button: str) -> tuple[str, dict]:
        """The form with this button, as a browser would send it untouched: where it goes, and what stands in it."""
        buttons = self.html.select("form button")  # repeated ones name their subject behind a hidden 「：」
        pressed = next(item for item in buttons if item.get_text(strip=True).partition("：")[0] == button)
        form = pressed.find_parent("form")
        answers: dict[str, list[str]] = {}
        for field in form.select("input[name], select[name], textarea[name]"):
            for value in _values(field):
                answers.setdefault(field["name"], []).append(value)
        if pressed.get("name"):
            answers[pressed["name"]] = [pressed.get("value", "")]
        return form.get("action") or self.response.request.full_path.rstrip("?"), answers

    def choice(self, name: str, label: str) -> str:
        """The value behind a choice that is shown with this label."""
        for option in self.html.select(f"select[name='{name}'] option"):
            if option.get_text(strip=True) == label:
                return option["value"]
        for field in self.html.select(f"input[name='{name}']"):
            shown = self.html.select_one(f"label[for='{field['id']}']")
            if label in shown.get_text(" ", strip=True):
                return field["value"]
        raise AssertionError(f"{name} offers no {label}")


def _values(field) -> list[str]:
    if field.name == "select":
        chosen = field.select("option[selected]") or field.select("option")[:1]
        return [option.get("value", "") for option in chosen]
    if field.name == "textarea":
        return [field.get_text().removeprefix("\n")]
    if field.get("type") in {"checkbox", "radio"} and not field.has_attr("checked"):
        return []
    return [field.get("value", "")]


class Browser:
    """One person at one computer. `user` is signed in from the start."""

    def __init__(self, app, user=None) -> None:
        self.app, self.client = app, app.test_client()
        if user is not None:
            self._sign_in(user)

    def _sign_in(self, user) -> None:
        token = secrets.token_urlsafe(32)
        expires = clock.now() + timedelta(days=1)
        with writing():
            db.session.add(SignIn(user_id=user.id, token_hash=hashed(token), expires_at=expires))
        with self.client.session_transaction() as session:
            session["sign_in"] = token
            session.permanent = True

    def get(self, url: str, expect: int = 200):
        return self._visit("get", url, expect)

    def post(self, url: str, answers: dict | None = None, expect: int = 303):
        return self._visit("post", url, expect, data=answers or {})

    def send(self, page: Page, button: str, expect: int = 303, **answers):
        """Fill in the form with this button and press it; the answer is the page to which it leads."""
        url, known = page.form(button)
        response = self.post(url, known | answers, expect)
        return self.follow(response) if expect == 303 else response

    def follow(self, response):
        return self.get(response.location)

    def _visit(self, method: str, url: str, expect: int, **more):
        # A fresh application context per request: with a shared one, `g` (and whoever is in it) leaks into the next.
        with self.app.app_context():
            response = getattr(self.client, method)(url, **more)
        db.session.rollback()  # what the test holds is read afresh
        assert response.status_code == expect, f"{url}: {response.status_code}, expected {expect}\n{_main(response)}"
        if response.mimetype != "text/html" or 300 <= response.status_code < 400:
            return response
        page = Page(response)
        for rule in HOUSE_RULES:
            rule(page.html)
        return page


def _main(response) -> str:
    main = BeautifulSoup(response.text, "html.parser").main
    return main.get_text(" ", strip=True)[:600] if main else response.text[:600]
