"""The page on which a match begins: what a coordinator reads and presses."""


from sqlalchemy import select

from matchbox.core.database import db
from matchbox.matching.models import Match
from matchbox.matching.rules import MatchKind
from matchbox.matching.workflow import MatchState
from matchbox.proposals.workflow import ProposalState
from tests.browser import Browser
from tests.given.groups import a_group
from tests.given.issues import an_issue
from tests.given.matches import a_match
from tests.given.people import a_coordinator, a_person
from tests.given.proposals import a_proposal
from tests.matching.reading import errors


def test_a_match_begins_from_an_issue_and_its_proposal(app):
    group, issue, coordinator = a_group(), an_issue(), a_coordinator()
    proposal = a_proposal(issue, group, a_person("提案者"), state=ProposalState.UNDER_REVIEW)
    browser, address = Browser(app, coordinator), f"/matches/new?issue={issue.id}&proposal={proposal.id}"
    page = browser.get(address)
    assert issue.title in page.text and not page.html.select("[name=title]")
    assert [box["value"] for box in page.html.select("[name=proposal_ids][checked]")] == [str(proposal.id)]
    sent = {"kind": "cooperation", "proposal_ids": proposal.id, "coordinator_id": coordinator.id, "occasion": "窓口"}
    answer = browser.post(address, sent)
    match = db.session.scalars(select(Match)).one()
    assert answer.location == f"/matches/{match.id}"
    assert match.proposals == [proposal] and len(match.parties) == 2
    assert "マッチングを登録しました。" in browser.follow(answer).text


def test_a_match_begins_with_candidates_named_in_the_address_and_added_by_hand(app):
    first, second, issue, coordinator = a_group("あおば会"), a_group("みどり会"), an_issue(), a_coordinator()
    browser, address = Browser(app, coordinator), f"/matches/new?issue={issue.id}&candidate={first.id}&candidate=junk"
    offered = browser.get(address).html.select("[name=candidate_ids][checked]")
    assert [box["value"] for box in offered] == [str(first.id)]
    browser.post(
        address,
        {
            "kind": "cooperation", "candidate_ids": first.id, "candidate_id": second.id,
            "coordinator_id": coordinator.id,
        },
    )  # fmt: skip
    match = db.session.scalars(select(Match)).one()
    assert match.candidates == [first, second]
    assert "まだ打診していない候補：あおば会・みどり会" in browser.get(f"/matches/{match.id}").text


def test_an_exchange_begins_without_an_issue(app):
    coordinator = a_coordinator()
    browser = Browser(app, coordinator)
    sent = {"kind": "exchange", "coordinator_id": coordinator.id}
    page = browser.post("/matches/new", {**sent, "title": " "}, expect=422)
    assert errors(page, "title") == ["題名を入力してください。"]
    page = browser.post("/matches/new", {**sent, "title": "長" * 61}, expect=422)
    assert errors(page, "title") == ["題名は60文字以内で入力してください。"]
    browser.post("/matches/new", {**sent, "title": "茶話会"})
    match = db.session.scalars(select(Match)).one()
    assert (match.title, match.kind, match.issue) == ("茶話会", MatchKind.EXCHANGE, None)


def test_a_second_match_of_the_same_kind_is_refused_beside_a_link_to_the_first(app):
    match = a_match(MatchState.CANDIDATE)
    with_poster = match.parties[1]
    browser, address = Browser(app, a_coordinator()), f"/matches/new?issue={match.issue_id}"
    assert f"/matches/{match.id}" in browser.get(address).links("aside a")
    browser.post(f"/parties/{with_poster.id}/remove")
    page = browser.post(address, {"kind": "cooperation", "coordinator_id": match.coordinator_id}, expect=409)
    assert f"（番号{match.id}）" in page.texts("[role=alert]")[0]
    assert page.html.select("[name=kind][checked]")[0]["value"] == "cooperation"


def test_a_new_attempt_continues_the_old_one(app):
    first = a_match(MatchState.BROKEN_OFF)
    browser, address = Browser(app, first.coordinator), f"/matches/new?continues={first.id}"
    assert "前のマッチングの続き" in browser.get(address).text
    browser.post(address, {"kind": "cooperation", "coordinator_id": first.coordinator_id})
    second = db.session.scalars(select(Match).order_by(Match.id.desc())).first()
    assert (second.continues, second.issue) == (first, first.issue)
    assert f"/matches/{first.id}" in browser.get(f"/matches/{second.id}").links("aside a")


def test_what_the_address_names_and_does_not_exist_is_a_missing_page(app):
    browser = Browser(app, a_coordinator())
    for query in ("issue=9999", "continues=9999"):
        browser.get(f"/matches/new?{query}", expect=404)
    browser.get("/matches/new?issue=junk&proposal=junk&continues=-1")


def test_a_begin_form_names_what_is_wrong_in_japanese(app):
    page = Browser(app, a_coordinator()).post(
        "/matches/new", {"kind": "x", "title": "茶話会", "coordinator_id": "x", "candidate_id": "9999"}, expect=422
    )
    assert "一覧の中からえらんでください。" in errors(page, "kind")[0]
    assert "えらんでください" in errors(page, "coordinator_id")[0]
    assert errors(page, "candidate_id") == ["一覧の中からえらんでください。"]
    assert "Not a valid" not in page.text and "Invalid" not in page.text
