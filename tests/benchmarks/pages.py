"""How fast are the main pages at 10,000 issues, beside a minimal Flask page in the same run?

    .venv/bin/python -m tests.benchmarks.pages [--issues 10000] [--seconds 6]

The minimal page reads 20 rows of the same table through SQLAlchemy and prints them with Jinja, nothing else: no
session, no filters, no shell. Both run on the same server (waitress), database file and machine, one after another.
"""

import argparse
import http.client
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pysqlite3
import waitress
from flask import Flask, render_template_string
from sqlalchemy import insert, select

from matchbox.admin import actions as office
from matchbox.app import create_app
from matchbox.core import clock
from matchbox.core.database import Model, db
from matchbox.core.permissions import SYSTEM
from matchbox.core.publication import Publication
from matchbox.discussion.models import Comment, Thread
from matchbox.issues.models import Issue, Need
from matchbox.issues.queries import SHOWN
from matchbox.places import queries as places
from matchbox.search import documents
from matchbox.tools.fulltext.installed import engine
from matchbox.vocabulary import queries as words
from matchbox.vocabulary.models import Vocabulary
from matchbox.web.transactions import writing
from tests.given.world import a_world

PATHS = {
    "課題の一覧": "/issues",
    "課題の一覧（地区と分野でしぼる）": "/issues?area={area}&category={category}",
    "課題の一覧（取組段階でしぼる）": "/issues?progress=talking",
    "課題の一覧（言葉でさがす）": "/issues?q=雪かき",
    "課題": "/issues/{issue}",
    "ホーム": "/",
    "団体の一覧": "/organisations",
    "計画": "/plans/kanazawa-kyodo-2026",
}
PLAIN = """<!doctype html><title>x</title><ul>{% for issue in issues %}<li><a href="/issues/{{ issue.id }}">
{{ issue.title }}</a> {{ issue.published_at }}</li>{% endfor %}</ul>"""
TEXTS = (
    "雪かきの人手が足りません",
    "公園の草刈りを手伝ってほしい",
    "空き家の見回りを相談したい",
    "夏祭りの担い手をさがしています",
)
SECRET = "a secret for the benchmark only........"
CLIENTS = 4


def ours(folder: Path) -> Flask:
    return create_app(folder, SECRET_KEY=SECRET)


def minimal(folder: Path) -> Flask:
    """The yardstick: the same table, engine and driver, and nothing around it."""
    bare = Flask("minimal")
    bare.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{folder}/matchbox.sqlite"
    bare.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"module": pysqlite3.dbapi2}
    db.init_app(bare)

    @bare.get("/")
    def rows():
        newest = select(Issue).where(*SHOWN).order_by(Issue.published_at.desc())  # served by the same index as ours
        return render_template_string(PLAIN, issues=db.session.scalars(newest.limit(20)).all())

    return bare


def fill(folder: Path, count: int) -> dict[str, int]:
    """Rows in bulk: issues over all districts and categories, a comment on every third."""
    chance = random.Random(2026)
    app = ours(folder)
    with app.app_context():
        with writing():
            Model.metadata.create_all(db.session.connection())
        with writing():
            office.load_starting_data(SYSTEM, None)
        world = a_world()
        areas = [choice.id for choice in places.choices()]
        categories = [choice.id for choice in words.choices(Vocabulary.ISSUE_CATEGORY)]
        kinds = [choice.id for choice in words.choices(Vocabulary.NEED_KIND)]
        poster, writer, first, now = world.people["resident"].id, world.people["member"].id, 1_000, clock.now()
        with writing():
            session = db.session
            ids = range(first, first + count)
            session.execute(insert(Thread), [
                {"id": n, "heading": "x", "address": f"/issues/{n}", "opened": True, "audience": "public"} for n in ids
            ])  # fmt: skip
            session.execute(insert(Issue), [
                {
                    "id": n, "title": f"{chance.choice(TEXTS)}（{n}）", "body": f"{chance.choice(TEXTS)}。" * 6,
                    "category_id": chance.choice(categories), "area_id": chance.choice(areas), "poster_id": poster,
                    "display_name": "みどり", "publication": Publication.PUBLIC, "thread_id": n,
                    "published_at": now - timedelta(minutes=count - n + first),
                }
                for n in ids
            ])  # fmt: skip
            session.execute(insert(Need), [{"issue_id": n, "kind_id": chance.choice(kinds)} for n in ids])
            session.execute(insert(Comment), [
                {"thread_id": n, "author_id": writer, "body": "手伝えます。"} for n in ids if n % 3 == 0
            ])  # fmt: skip
        engine().rebuild(documents.everything())
        return {"area": areas[0], "category": categories[0], "issue": first + 7}


def serve(kind: str, folder: Path, port: int) -> None:
    app = {"ours": ours, "minimal": minimal}[kind](folder)
    waitress.serve(app, port=port, threads=8, _quiet=True)


def load(port: int, path: str, seconds: float) -> tuple[float, float]:
    """Requests per second and the 95th percentile in milliseconds, over a few connections that stay open."""
    times: list[float] = []
    until = time.perf_counter() + seconds

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        while time.perf_counter() < until:
            began = time.perf_counter()
            connection.request("GET", path)
            response = connection.getresponse()
            response.read()
            assert response.status == 200, f"{path}: {response.status}"
            times.append(time.perf_counter() - began)

    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times.sort()
    return len(times) / seconds, times[int(len(times) * 0.95)] * 1000


def measure(kind: str, folder: Path, paths: dict[str, str], seconds: float) -> dict[str, tuple[float, float]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    arguments = [sys.executable, "-m", "tests.benchmarks.pages", "--serve", kind, str(folder), str(port)]
    server = subprocess.Popen(arguments)
    try:
        for _ in range(100):
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        for path in paths.values():
            load(port, path, 1)
        return {name: load(port, path, seconds) for name, path in paths.items()}
    finally:
        server.terminate()
        server.wait()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--issues", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=6)
    parser.add_argument("--serve", nargs=3, metavar=("KIND", "FOLDER", "PORT"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.serve:
        serve(asked.serve[0], Path(asked.serve[1]), int(asked.serve[2]))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        known = fill(folder, asked.issues)
        paths = {label: quoted(path.format(**known)) for label, path in PATHS.items()}
        before = measure("minimal", folder, {"最小の画面": "/"}, asked.seconds)["最小の画面"]
        found = measure("ours", folder, paths, asked.seconds)
        after = measure("minimal", folder, {"最小の画面": "/"}, asked.seconds)["最小の画面"]
    yardstick = (before[0] + after[0]) / 2
    print(f"{asked.issues} issues, {CLIENTS} connections, minimal page {yardstick:.0f}/s, p95 {before[1]:.1f} ms")
    for label, (rate, slow) in found.items():
        print(f"{rate:7.1f}/s  {rate / yardstick:5.0%} of minimal  p95 {slow:6.1f} ms  {label}")


def quoted(path: str) -> str:
    return quote(path, safe="/?&=")


if __name__ == "__main__":
    main()
