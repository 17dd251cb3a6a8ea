"""Proposals."""

from matchbox.core import clock
from matchbox.discussion.models import Thread
from matchbox.proposals.models import Proposal
from matchbox.proposals.workflow import PUBLIC, ProposalState
from matchbox.web.transactions import writing
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
    submitted_at = None if state is ProposalState.DRAFT else clock.now()
    more = {"body": "学生10人が、登校前に歩道の雪をかきます。", "submitted_at": submitted_at, **more}
    proposal = Proposal(
        issue=issue or an_issue(), organisation=group, author=author, state=state, title=title, thread=thread, **more
    )
    saved(proposal)
    with writing():
        thread.address = f"/proposals/{proposal.id}"
    return proposal


def texts(**changed):
    """What a proposal asks, answered well."""
    return {
        "title": "朝の雪かき隊をつくります",
        "body": "学生10人が、登校前に歩道の雪をかきます。",
        "timing": "12月から2月の雪の朝",
        **changed,
    }
