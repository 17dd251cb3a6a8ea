from matchbox.issues import actions as issues
from matchbox.web.transactions import writing
from tests.browser import Browser
from tests.given.people import a_coordinator, a_person
from tests.given.proposals import a_proposal


def test_talk_about_a_proposal_is_hidden_and_shown_with_its_issue(app):
    coordinator, proposal = a_coordinator(), a_proposal()
    reader, url = Browser(app, a_person()), f"/threads/{proposal.thread_id}/comments"
    reader.post(url, {"body": "よい提案だと思います。"})
    with writing():
        issues.hide_issue(coordinator, proposal.issue, reason="個人の名前が書かれているため")
    assert not proposal.thread.opened
    reader.post(url, {"body": "まだ書けますか。"}, expect=404)
    with writing():
        issues.restore_issue(coordinator, proposal.issue)
    reader.post(url, {"body": "また書けます。"})
