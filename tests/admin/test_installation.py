"""The first start, the second, and a start as a production site."""

import stat

import pytest
from sqlalchemy import text

from matchbox import config
from matchbox.admin import commands
from matchbox.app import create_app
from matchbox.core.database import Model, db


def rows(app) -> dict[str, int]:
    with app.app_context():
        return {name: db.session.scalar(text(f"SELECT count(*) FROM {name}")) for name in Model.metadata.tables}


def test_a_second_start_brings_nothing_in_and_loses_nothing(tmp_path):
    config.write_secret(tmp_path)
    app = create_app(tmp_path)
    assert commands.prepare(app, demo=False) is False
    first = rows(app)
    assert first["plans"] == 6 and first["areas"] == 71 and first["users"] == 0
    assert commands.prepare(create_app(tmp_path), demo=False) is False
    assert rows(app) == first


def test_a_production_site_never_gets_the_demonstration_city(tmp_path):
    app = create_app(tmp_path, SECRET_KEY="x" * 40, PRODUCTION=True)
    assert commands.prepare(app, demo=True) is False
    assert rows(app)["users"] == 0 and app.config["SESSION_COOKIE_SECURE"]


def test_the_secret_is_made_once_and_readable_by_its_owner_alone(tmp_path):
    config.write_secret(tmp_path)
    written = tmp_path / "config.py"
    before = written.read_text()
    config.write_secret(tmp_path)
    assert written.read_text() == before and stat.S_IMODE(written.stat().st_mode) == 0o600
    assert len(create_app(tmp_path).config["SECRET_KEY"]) == 64


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        ({}, "SECRET_KEY is missing"),
        ({"SECRET_KEY": "short", "PRODUCTION": True}, "shorter than 32"),
        ({"SECRET_KEY": "x" * 40, "PRODUCTION": True, "DEMONSTRATION": True}, "neither the demonstration city"),
    ],
)
def test_a_site_without_what_it_needs_does_not_start(tmp_path, settings, complaint):
    with pytest.raises(RuntimeError, match=complaint):
        create_app(tmp_path, **settings)


def test_the_environment_goes_before_the_file(tmp_path, monkeypatch):
    (tmp_path / "config.py").write_text('SECRET_KEY = "from the file"\nMAIL_SERVER = "file.example.jp"\n')
    monkeypatch.setenv("MATCHBOX_MAIL_SERVER", "environment.example.jp")
    monkeypatch.setenv("MATCHBOX_REPLY_DAYS", "3")
    settings = create_app(tmp_path).config
    assert settings["MAIL_SERVER"] == "environment.example.jp" and settings["REPLY_DAYS"] == 3
