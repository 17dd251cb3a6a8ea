"""People: residents and staff."""

from datetime import date
from itertools import count

from matchbox.accounts.models import Role, RoleGrant, User
from matchbox.core import clock
from matchbox.tools import passwords
from tests.given.rows import saved

_numbers = count(1)

PASSWORD = "yukiguni no asa no chidori"


def a_person(name="川端 みどり", **more):
    """A resident with a confirmed address."""
    return saved(User(name=name, email=f"person{next(_numbers)}@example.jp", confirmed_at=clock.now(), **more))


def a_person_with_password(name="川端 みどり", password=PASSWORD, **more):
    return a_person(name, password_hash=passwords.hashed(password), **more)


def someone_unconfirmed(name="確かめる前の人", **more):
    """Somebody once wrote this address down; nobody knows whose it is."""
    return saved(User(name=name, email=f"unconfirmed{next(_numbers)}@example.jp", **more))


def _with(role, name, until_on=None):
    grants = [RoleGrant(role=role, from_on=date(2019, 4, 1), until_on=until_on)]
    return a_person(name, grants=grants)


def a_coordinator(name="センター 佐藤", until_on=None):
    return _with(Role.COORDINATOR, name, until_on)


def an_analyst(name="統計 田中"):
    return _with(Role.ANALYST, name)


def an_administrator(name="管理 鈴木"):
    return _with(Role.ADMINISTRATOR, name)
