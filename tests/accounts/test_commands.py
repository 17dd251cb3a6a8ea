from datetime import timedelta

import pytest

from matchbox.accounts import queries
from matchbox.accounts.models import Role
from matchbox.core import clock
from matchbox.core.database import db
from matchbox.tools import passwords
from tests.browser import Browser
from tests.given.people import a_coordinator, a_person


@pytest.fixture
def type_in(app):
    def run(*words, answers=None, fails=False):
        result = app.test_cli_runner().invoke(args=["accounts", *words], input=answers)
        assert (result.exit_code != 0) is fails, result.output
        db.session.rollback()
        return result.output

    return run


def create(type_in, *more, **how):
    staff = ("--email", "Staff@example.jp", "--name", "センター 高橋", "--role", "coordinator")
    return type_in("create-staff", *staff, *more, **how)


def test_a_staff_account_is_made_with_a_password_that_is_shown_once(app, type_in):
    shown = create(type_in, "--until", "2100-03-31").split()[-1]
    person = queries.by_email("staff@example.jp")
    assert person.holds(Role.COORDINATOR) and str(person.grants[0].until_on) == "2100-03-31"
    assert len(shown) >= 15 and passwords.fits(shown, person.password_hash)
    Browser(app).post("/sign-in", {"email": "staff@example.jp", "password": shown})


def test_the_operator_may_choose_the_password(type_in):
    good = "umi no mieru oka de hirune"
    output = create(type_in, "--ask-password", answers=f"{good}\n{good}\n")
    assert good not in output
    assert passwords.fits(good, queries.by_email("staff@example.jp").password_hash)


def test_a_short_password_or_a_wrong_address_makes_no_account(type_in):
    assert "15文字以上" in create(type_in, "--ask-password", answers="k7#vQ2!xLp9z\nk7#vQ2!xLp9z\n", fails=True)
    assert "@" in type_in("create-staff", "--email", "x", "--name", "x", "--role", "analyst", fails=True)
    assert queries.by_email("staff@example.jp") is None


def test_a_known_address_is_refused_with_what_to_do_instead(type_in):
    create(type_in)
    assert "役割だけを決めてください" in create(type_in, fails=True)


def test_roles_are_given_and_ended_for_people_with_an_account(type_in):
    person = a_person()
    type_in("grant", "--email", person.email, "--role", "analyst")
    assert person.holds(Role.ANALYST)
    yesterday = clock.today() - timedelta(days=1)
    type_in("end-role", "--email", person.email, "--role", "analyst", "--last-day", str(yesterday), fails=True)
    type_in("end-role", "--email", person.email, "--role", "analyst")
    assert person.grants[0].until_on == clock.today()


def test_a_role_that_ended_yesterday_is_no_longer_held(type_in):
    person = a_coordinator()
    yesterday = clock.today() - timedelta(days=1)
    type_in("end-role", "--email", person.email, "--role", "coordinator", "--last-day", str(yesterday))
    assert not person.is_staff
    type_in("end-role", "--email", person.email, "--role", "coordinator", fails=True)


def test_nobody_is_given_a_role_under_an_unknown_address(type_in):
    assert "Nobody" in type_in("grant", "--email", "nobody@example.jp", "--role", "analyst", fails=True)
