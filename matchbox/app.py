"""The composition root: the only module that knows every feature. Read it as a table of contents."""

import os
from pathlib import Path
from typing import Any

import click
import pysqlite3
from flask import Flask, session
from flask.cli import FlaskGroup
from flask_login import LoginManager
from werkzeug.middleware.proxy_fix import ProxyFix

from matchbox import config
from matchbox.accounts import commands as account_commands
from matchbox.accounts import queries as people
from matchbox.accounts import routes as accounts
from matchbox.admin import commands as admin_commands
from matchbox.admin import policy as admin_policy
from matchbox.admin import routes as admin
from matchbox.core import clock, outbox
from matchbox.core.database import db
from matchbox.core.events import subscribe
from matchbox.core.permissions import Visitor
from matchbox.core.words import N_
from matchbox.discussion import routes as discussion
from matchbox.issues import policy as issue_policy
from matchbox.issues import routes as issues
from matchbox.kpi import commands as kpi_commands
from matchbox.kpi import routes as kpi
from matchbox.matching import policy as match_policy
from matchbox.matching import routes as matching
from matchbox.news import policy as news_policy
from matchbox.news import routes as news
from matchbox.notifications import messages
from matchbox.notifications import subscribers as notifications
from matchbox.organisations import commands as organisation_commands
from matchbox.organisations import policy as organisation_policy
from matchbox.organisations import routes as organisations
from matchbox.pages import policy as page_policy
from matchbox.pages import routes as pages
from matchbox.plans import policy as plan_policy
from matchbox.plans import routes as plans
from matchbox.proposals import routes as proposals
from matchbox.proposals import subscribers as proposal_subscribers
from matchbox.saved import routes as saved
from matchbox.search import commands as search_commands
from matchbox.search import documents
from matchbox.search import routes as search_pages
from matchbox.search import subscribers as search
from matchbox.search.queries import words
from matchbox.tools.fulltext import installed as fulltext
from matchbox.web import assets, converters, errors, headers, shell, templating, transactions
from matchbox.web.shell import Door

HOUSE = Path(__file__).parent.parent

MANNERS = (converters, transactions, errors, headers, templating, assets)
PAGES = (
    pages, accounts, news, search_pages, saved, organisations, issues, discussion, proposals, matching, plans, kpi,
    admin,
)  # fmt: skip
SUBSCRIBERS = (proposal_subscribers, notifications, search)
COMMANDS = (account_commands, organisation_commands, kpi_commands, search_commands, admin_commands)

DOORS = (
    Door(N_("今日やること"), "admin.desk", admin_policy.DESK),
    Door(N_("調整ボード"), "matching.board", match_policy.BOARD),
    Door(N_("処理の状況"), "admin.outbox", admin_policy.OPERATE),
    Door(N_("課題をさがす"), "issues.index", issue_policy.VIEW),
    Door(N_("課題を投稿する"), "issues.post", issue_policy.POST),
    Door(N_("団体をさがす"), "organisations.index", organisation_policy.VIEW),
    Door(N_("お知らせ"), "news.index", news_policy.VIEW),
    Door(N_("計画と成果"), "plans.index", plan_policy.VIEW),
    Door(N_("マッチ箱について"), "pages.about", page_policy.READ),
)


def create_app(instance: Path | None = None, **settings: Any) -> Flask:
    """The application of one installation, whose own things lie in the folder `instance`."""
    instance = instance or HOUSE / "instance"
    app = Flask(__name__, root_path=str(HOUSE), instance_path=str(instance), static_folder=None)
    app.config.update(config.read(instance, settings))
    if app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite"):
        # The SQLite of many systems has a bug in its write-ahead log; this package brings a mended one.
        app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", {"module": pysqlite3.dbapi2})
    if hops := app.config["TRUSTED_PROXIES"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]

    db.init_app(app)
    _know_people(app)
    for manner in MANNERS:
        manner.init_app(app)
    shell.init_app(app, DOORS)
    fulltext.install(app, words.current)
    for feature in PAGES:
        app.register_blueprint(feature.bp)
    for feature in SUBSCRIBERS:
        subscribe(feature.SUBSCRIPTIONS)
    outbox.handle(messages.HANDLERS)
    outbox.handle(documents.HANDLERS, together=True)
    for feature in COMMANDS:
        for command in feature.COMMANDS:
            app.cli.add_command(command)
    return app


def _know_people(app: Flask) -> None:
    login = LoginManager(app)
    login.anonymous_user = Visitor
    login.login_view = "accounts.sign_in"
    login.login_message = N_("続けるには、ログインしてください。")
    login.login_message_category = "warn"

    @login.request_loader
    def who_sent(request: Any) -> Any:
        token = session.get("sign_in")
        return people.signed_in_with(token, clock.now()) if token else None


@click.group(cls=FlaskGroup, create_app=create_app, add_default_commands=False, add_version_option=False)
def main() -> None:
    """Matchbox: run and look after one installation."""
    os.umask(0o077)  # database, letters and index are for the owner of the installation only


@main.command(with_appcontext=False)
@click.option("--demo/--no-demo", default=True, help="Bring in the demonstration city on the very first start.")
def setup(demo: bool) -> None:
    """Prepare this installation; what is there already stays as it is."""
    instance = HOUSE / "instance"
    config.write_secret(instance)
    app = create_app()
    city_came_in = admin_commands.prepare(app, demo=demo)
    if city_came_in:
        config.mark_demonstration(instance)
    search_commands.refresh(app, anew=city_came_in)
