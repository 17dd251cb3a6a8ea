"""Proposals."""

from matchbox.core import clock
from matchbox.discussion.models import Thread
from matchbox.proposals.models import Proposal
from matchbox.proposals.workflow import PUBLIC, ProposalState
from tests.given.groups import a_group
from tests.given.issues import an_issue
from tests.given.people import a_person
from tests.given.rows import saved


def a_proposal(
    issue=None, group=None, author=None, state=ProposalState.SUBMITTED, title="朝の雪かき隊をつくります", **more
):
    author = author or a_person("提案 中村")
    group = group or a_group(members=[author])
    thread = Thread(heading=title, address="/", opened=state in PUBLIC)
    more = {"body": "学生10人が、登校前に歩道の雪をかきます。", "submitted_at": clock.now(), **more}
    proposal = Proposal(
        issue=issue or an_issue(), organisation=group, author=author, state=state, title=title, thread=thread, **more
    )
    return saved(proposal)
