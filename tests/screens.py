"""Pictures of the main pages at 390 and 1280 px: with the demonstration city, an empty database, the longest texts.

    .venv/bin/python -m tests.screens [FOLDER]

Needs Chromium. The pictures are for looking at; they are not kept in git.
"""

import secrets
import sys
import tempfile
import threading
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import sync_playwright
from sqlalchemy import select
from werkzeug.serving import make_server

from matchbox.accounts.models import Role, RoleGrant, SignIn, User
from matchbox.accounts.queries import hashed
from matchbox.admin import actions as office
from matchbox.admin.actions import demonstration
from matchbox.app import create_app
from matchbox.core import clock
from matchbox.core.database import Model, db
from matchbox.core.permissions import SYSTEM
from matchbox.issues.models import Issue, Need
from matchbox.matching.models import Match, Tag
from matchbox.matching.workflow import MatchState
from matchbox.organisations.models import Membership, Organisation
from matchbox.organisations.workflow import Verification
from matchbox.proposals.models import Proposal
from matchbox.search import documents
from matchbox.tools.fulltext.installed import engine
from matchbox.web.transactions import writing
from tests.given.issues import a_comment
from tests.given.people import a_coordinator
from tests.given.world import a_world
from tests.journeys.conftest import ARGUMENTS, chromium

WIDTHS = (390, 1280)
PLAIN = ("/", "/issues", "/issues/new", "/organisations", "/matches", "/plans", "/plans/kanazawa-kyodo-2026",
         "/plans/kanazawa-strategy-2", "/plans/kanazawa-strategy-2/indicators/K406", "/about", "/about/how",
         "/about/permissions", "/sign-in", "/register",
         "/search?q=雪かき", "/issues?q=雪かき", "/proposals", "/news",
         "/areas", "/areas/6", "/categories",
         "/categories/6", "/organisation-kinds", "/organisation-kinds/29")  # fmt: skip
STAFF = ("/desk", "/board", "/matches/new", "/admin/letters", "/admin/outbox", "/profile", "/saved-searches",
         "/desk/synonyms", "/desk/unanswered", "/news/new")  # fmt: skip


def demonstration_city() -> None:
    with writing():
        demonstration.load(SYSTEM, None)
    engine().rebuild(documents.everything())


def nothing() -> None:
    a_coordinator()


def longest_texts() -> None:
    """Every text as long as the forms allow, without a place to break, and with marks that look like code."""
    world = a_world()
    long = "とても長い題名がどこまでも続いていて改行するところもないので画面からはみ出さないかを確かめる文です。" * 40
    with writing():
        for model in (Issue, Proposal, Organisation, Match):
            for row in db.session.scalars(select(model)):
                for column in model.__table__.columns:
                    limit = getattr(column.type, "length", None)
                    value = getattr(row, column.name, None)
                    if limit and isinstance(value, str) and column.name in {"title", "body", "name", "purpose"}:
                        setattr(row, column.name, long[:limit])
        world.people["resident"].name = "長" * 40
        for need in db.session.scalars(select(Need)):
            need.amount = need.timing = "長" * 60
    a_comment(world.issue.thread, body="<script>alert(1)</script>" + "http://example.jp/" + "a" * 900)


def subjects() -> list[str]:
    """Pages of one thing: those with the most on them."""
    def first(query):
        return db.session.scalars(query.limit(1)).one_or_none()

    found = []
    if issue := first(select(Issue).join(Proposal).where(Issue.publication == "public").order_by(Issue.id.desc())):
        found += [f"/issues/{issue.id}", f"/issues/{issue.id}/check", f"/issues/{issue.id}/end"]
    for state in (MatchState.MEETING, MatchState.ACTIVE, MatchState.COMPLETED):
        if match := first(select(Match).join(Tag, isouter=True).where(Match.state == state).order_by(Match.id.desc())):
            found += [f"/matches/{match.id}", f"/matches/{match.id}/tags"]
            if state is MatchState.MEETING:
                found += [f"/matches/{match.id}/agree", f"/matches/{match.id}/ask"]
    if proposal := first(select(Proposal).where(Proposal.state == "under_review").order_by(Proposal.id.desc())):
        found += [f"/proposals/{proposal.id}", f"/proposals/{proposal.id}/decide"]
    verified = select(Organisation).join(Membership).where(Organisation.verification == Verification.VERIFIED)
    if group := first(verified.order_by(Organisation.id)):
        found += [f"/organisations/{group.id}", f"/organisations/{group.id}/members"]
    return [*found, "/plans/kanazawa-kyodo-2026/matches?year=2026"]


def a_session(app, user: User) -> str:
    token = secrets.token_urlsafe(32)
    with writing():
        expires = clock.now() + timedelta(days=1)
        db.session.add(SignIn(user_id=user.id, token_hash=hashed(token), expires_at=expires))
    return app.session_interface.get_signing_serializer(app).dumps({"sign_in": token, "_permanent": True})


def take(name: str, fill, folder: Path, chrome) -> None:
    with tempfile.TemporaryDirectory() as instance:
        app = create_app(Path(instance), SECRET_KEY="pictures only, never a real site", WTF_CSRF_ENABLED=False)
        with app.app_context():
            with writing():
                Model.metadata.create_all(db.session.connection())
            with writing():
                office.load_starting_data(SYSTEM, None)
            fill()
            pages = [*PLAIN, *STAFF, *subjects()]
            coordinator = db.session.scalars(
                select(User).join(RoleGrant, RoleGrant.user_id == User.id).where(RoleGrant.role == Role.COORDINATOR)
            ).first()
            cookie = a_session(app, coordinator)
        server = make_server("127.0.0.1", 0, app, threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for width in WIDTHS:
            context = chrome.new_context(viewport={"width": width, "height": 900}, locale="ja-JP")
            page = context.new_page()
            for path in pages:
                if path == STAFF[0]:
                    address = f"http://127.0.0.1:{server.server_port}"
                    context.add_cookies([{"name": "session", "value": cookie, "url": address}])
                page.goto(f"http://127.0.0.1:{server.server_port}{path}")
                file = path.strip("/").translate(str.maketrans("/?=&", "---_")) or "home"
                page.screenshot(path=folder / f"{name}-{file}-{width}.png", full_page=True)
            context.close()
        server.shutdown()


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "build/screens")
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        for name, fill in (("demo", demonstration_city), ("empty", nothing), ("long", longest_texts)):
            take(name, fill, folder, chrome)
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}")


if __name__ == "__main__":
    main()
