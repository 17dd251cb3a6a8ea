"""What was worked out is used again only as long as the database stays as it was."""

import threading

import pytest

from matchbox.core.database import db
from matchbox.core.remembering import remembered
from matchbox.web.transactions import writing
from tests.given.people import a_person


def people():
    """How many there are, as it is remembered."""
    db.session.rollback()  # each request reads in a transaction of its own
    return remembered(("test", "people"), count)


def count():
    return db.session.execute(db.text("SELECT count(*) FROM users")).scalar()


def elsewhere(app, deed):
    """Done by another thread, on a connection of its own."""

    def run():
        with app.app_context():
            deed()
            db.session.remove()

    other = threading.Thread(target=run)
    other.start()
    other.join()


def test_every_commit_makes_it_be_worked_out_anew(app):
    for number in range(3):
        assert people() == number
        a_person(f"人{number}")
    assert people() == 3


def test_so_does_a_commit_of_somebody_else(app):
    assert people() == 0
    elsewhere(app, lambda: a_person("ほかの人"))
    assert people() == 1


def test_a_change_that_was_taken_back_changes_nothing(app):
    with pytest.raises(RuntimeError), writing():
        db.session.execute(db.text("DELETE FROM users"))
        raise RuntimeError
    a_person()
    assert people() == 1


def test_who_writes_sees_what_only_they_see_and_leaves_none_of_it(app):
    a_person()
    assert people() == 1
    with pytest.raises(RuntimeError), writing():
        db.session.execute(db.text("DELETE FROM users"))
        assert remembered(("test", "people"), count) == 0
        raise RuntimeError
    assert people() == 1


def test_other_names_are_other_answers(app):
    assert remembered(("test", 1), lambda: "eins") == "eins"
    assert remembered(("test", 2), lambda: "zwei") == "zwei"


def test_what_nobody_changed_is_not_worked_out_again(app):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("on a PostgreSQL server the writes of its other databases count as changes too")
    worked = []
    for _ in range(3):
        db.session.rollback()
        remembered(("test", "once"), lambda: worked.append(1))
    assert worked == [1]
