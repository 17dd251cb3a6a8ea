from datetime import datetime

import pytest
from flask import g
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, StatementError

from matchbox.accounts.models import User
from matchbox.core.database import db
from matchbox.core.errors import Invalid
from matchbox.web.transactions import writing
from tests.given.issues import an_issue
from tests.given.people import a_person


def test_changing_and_then_refusing_leaves_nothing(app):
    person = a_person("もとの名前")
    with pytest.raises(Invalid), writing():
        person.name = "新しい名前"
        db.session.flush()
        raise Invalid("name", "だめです。")
    assert person.name == "もとの名前"


def test_what_is_changed_while_reading_fails_loudly(app):
    person = a_person()
    person.name = "見ただけなのに"
    with pytest.raises(DBAPIError, match="(?i)read-?only"):
        db.session.flush()
    db.session.rollback()


def test_only_the_border_opens_a_write_transaction(app):
    with pytest.raises(RuntimeError, match="only the border"), writing(), writing():
        pass


def test_a_deed_judges_the_row_as_it_is_now(app):
    person = a_person("もとの名前")
    assert person.name == "もとの名前"
    with db.engine.connect().execution_options(writes=True) as other, other.begin():
        other.execute(text("UPDATE users SET name = 'ほかの人が直した'"))
    with writing():
        assert person.name == "ほかの人が直した"


def test_a_request_cannot_write_before_its_form_was_checked(app):
    app.config["WTF_CSRF_ENABLED"] = True
    with app.test_request_context("/", method="POST"):
        with pytest.raises(RuntimeError, match="token"), writing():
            pass
        g.token_checked = True
        with writing():
            db.session.add(User(name="だれか"))
    assert db.session.scalars(select(User.name)).all() == ["だれか"]


@pytest.mark.parametrize(
    "change",
    ["publication = 'unknown'", "title = '" + "長" * 61 + "'", "poster_id = 999999", "poster_id = NULL"],
)
def test_the_database_keeps_the_promises_of_a_row(app, change):
    issue = an_issue()
    with pytest.raises(DBAPIError), writing():
        db.session.execute(text(f"UPDATE issues SET {change} WHERE id = {issue.id}"))


def test_a_moment_without_a_time_zone_is_refused(app):
    with pytest.raises(StatementError, match="time zone"), writing():
        db.session.add(User(name="だれか", confirmed_at=datetime(2026, 4, 1)))
        db.session.flush()
