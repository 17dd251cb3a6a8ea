"""Who may write and delete."""

import pytest

from matchbox.core.permissions import SYSTEM, Visitor, can
from matchbox.discussion import policy
from tests.given.issues import a_comment, a_thread
from tests.given.people import a_coordinator, a_person, an_administrator, an_analyst


@pytest.fixture
def comment(app):
    return a_comment(a_thread(), author=a_person("書いた人"))


@pytest.mark.parametrize("who, begin, tend, write, delete", [
    ("visitor", True, False, False, False),
    ("author", True, True, True, True),
    ("neighbour", True, True, True, False),
    ("coordinator", True, True, True, True),
    ("analyst", True, True, True, False),
    ("administrator", True, True, True, False),
    ("system", True, True, False, False),
])  # fmt: skip
def test_the_table_of_rights(comment, who, begin, tend, write, delete):
    actor = {
        "visitor": Visitor,
        "author": lambda: comment.author,
        "neighbour": a_person,
        "coordinator": a_coordinator,
        "analyst": an_analyst,
        "administrator": an_administrator,
        "system": lambda: SYSTEM,
    }[who]()
    assert can(actor, policy.BEGIN, None) is begin
    assert can(actor, policy.TEND, comment.thread) is tend
    assert can(actor, policy.WRITE, comment.thread) is write
    assert can(actor, policy.DELETE, comment) is delete
