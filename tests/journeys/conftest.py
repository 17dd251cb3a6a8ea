"""Real browsers on a real server: Chromium, driven by Playwright, opens the site as people do."""

import os
import secrets
import shutil
import threading
from datetime import timedelta

import pytest
from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

from matchbox.accounts.models import SignIn
from matchbox.accounts.queries import hashed
from matchbox.core import clock
from matchbox.core.database import db
from matchbox.web.transactions import writing
from matchbox.web.worker import drain

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


def chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("google-chrome")


def pytest_collection_modifyitems(items):
    if chromium():
        return
    if "browser" in os.environ.get("MATCHBOX_TEST_REQUIRE", "").split():
        raise pytest.UsageError("Chromium was promised, but it is not here")
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason="Chromium is not here"))


class Site:
    """The running site, and people who look at it."""

    def __init__(self, app, address: str, engine) -> None:
        self.app, self.address, self.engine = app, address, engine
        self.contexts, self.messages = [], []

    def person(self, user=None, width=1280, **options):
        """A page of somebody's own browser; `user` is signed in from the start."""
        context = self.engine.new_context(
            viewport={"width": width, "height": 900}, locale="ja-JP", base_url=self.address, **options
        )
        self.contexts.append(context)
        if user is not None:
            context.add_cookies([{"name": "session", "value": self._cookie(user), "url": self.address}])
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda message: self.messages.append(message.text))
        page.on("pageerror", lambda error: self.messages.append(f"error: {error}"))
        return page

    def _cookie(self, user) -> str:
        token = secrets.token_urlsafe(32)
        with writing():
            expires = clock.now() + timedelta(days=1)
            db.session.add(SignIn(user_id=user.id, token_hash=hashed(token), expires_at=expires))
        signer = self.app.session_interface.get_signing_serializer(self.app)
        return signer.dumps({"sign_in": token, "_permanent": True})

    def work(self) -> int:
        """Do what the worker would do now."""
        return drain(clock.now())

    def complaints(self) -> list[str]:
        """What the console said that it should not: of the content security policy, and errors of scripts."""
        bad = ("Content Security Policy", "error:", "Refused to")
        return [message for message in self.messages if any(word in message for word in bad)]


@pytest.fixture(scope="session")
def chrome():
    with sync_playwright() as playwright:
        engine = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield engine
        engine.close()


@pytest.fixture
def site(app, chrome):
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    site = Site(app, f"http://127.0.0.1:{server.server_port}", chrome)
    yield site
    for context in site.contexts:
        context.close()
    server.shutdown()
    assert site.complaints() == []
