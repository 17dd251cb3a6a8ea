"""Who may do what with an issue."""

import pytest

from matchbox.core.permissions import SYSTEM, Visitor, can
from matchbox.issues import policy
from tests.given.groups import a_group, a_member_of
from tests.given.issues import an_issue
from tests.given.people import a_coordinator, a_person, an_administrator, an_analyst

RIGHTS = ("VIEW", "POST", "DRAFT", "RECORD", "CONFIRM", "EDIT", "CHECK", "SEE_CONTACT", "END")
TABLE = {
    "visitor": "VIEW POST",
    "neighbour": "VIEW POST DRAFT",
    "poster": "VIEW POST DRAFT CONFIRM EDIT SEE_CONTACT END",
    "member of its group": "VIEW POST DRAFT CONFIRM EDIT END",
    "former member": "VIEW POST DRAFT",
    "coordinator": "VIEW POST DRAFT RECORD CONFIRM EDIT CHECK SEE_CONTACT END",
    "analyst": "VIEW POST DRAFT",
    "administrator": "VIEW POST DRAFT",
    "system": "VIEW POST CONFIRM",
}


@pytest.mark.parametrize("who", TABLE)
def test_the_table_of_rights(app, who):
    poster = a_person("投稿した人")
    group = a_group(members=[poster])
    issue = an_issue(poster=poster, organisation=group)
    actor = {
        "visitor": Visitor,
        "neighbour": a_person,
        "poster": lambda: poster,
        "member of its group": lambda: a_member_of(group),
        "former member": lambda: a_member_of(group, until_on=issue.created_at.date().replace(year=2020)),
        "coordinator": a_coordinator,
        "analyst": an_analyst,
        "administrator": an_administrator,
        "system": lambda: SYSTEM,
    }[who]()
    allowed = {right for right in RIGHTS if can(actor, getattr(policy, right), issue)}
    assert allowed == set(TABLE[who].split())


def test_a_coordinator_whose_term_is_over_checks_nothing(app):
    former = a_coordinator(until_on=an_issue().created_at.date().replace(year=2020))
    assert not can(former, policy.CHECK, None)
