"""Two deeds at once, both of which have read the same old state: one is done, the other judges by what is now."""

from datetime import date
from threading import Barrier, Thread
from time import sleep

import pytest
from flask import g
from sqlalchemy import select

from matchbox.accounts.models import User
from matchbox.core import clock
from matchbox.core.database import db, hold
from matchbox.core.errors import Invalid, NotNow
from matchbox.core.publication import Publication
from matchbox.issues import actions as issues
from matchbox.issues.models import Issue
from matchbox.issues.routes import desk
from matchbox.matching import actions as matching
from matchbox.matching.models import Match
from matchbox.organisations import actions as organisations
from matchbox.organisations.models import Membership, Offer, Organisation
from matchbox.organisations.workflow import Verification
from matchbox.proposals import actions as proposals
from matchbox.proposals.models import Proposal
from matchbox.proposals.workflow import ProposalState
from matchbox.web import deeds
from matchbox.web.forms import Button
from matchbox.web.repeats import SentForm
from matchbox.web.transactions import writing
from tests.given.groups import a_group, a_member_of, an_officer_of
from tests.given.issues import an_issue
from tests.given.people import a_coordinator, a_person
from tests.given.proposals import a_proposal, texts
from tests.given.words import a_need_kind

PATIENCE = 10  # seconds


def in_threads(app, *works):
    """Let all of these work at once; what each of them made, or how it was refused, in their order."""
    results = {}

    def work(number):
        with app.app_context():
            try:
                results[number] = works[number]()
            except (Invalid, NotNow) as refusal:
                results[number] = refusal
            finally:
                db.session.remove()

    threads = [Thread(target=work, args=[number]) for number in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=2 * PATIENCE)
    db.session.rollback()  # whoever asks from here on reads anew
    return [results[number] for number in range(len(works))]


def at_once(app, *pairs):
    """Each pair names the rows to load and what to do with them; nobody does anything until everybody has loaded."""
    meeting = Barrier(len(pairs))

    def met(rows):
        loaded = [db.session.get(model, number) for model, number in rows]
        assert all(loaded)
        for row in loaded:
            if isinstance(row, Membership):
                assert len(row.organisation.memberships) > 1
        meeting.wait(PATIENCE)
        return loaded

    def work(rows, do):
        queueing = db.engine.dialect.name == "sqlite"  # there, two cannot meet inside their write transactions
        loaded = met(rows) if queueing else None
        with writing():
            do(*(loaded or met(rows)))
        return "done"

    return in_threads(app, *[lambda pair=pair: work(*pair) for pair in pairs])


def the(row):
    return type(row), row.id


def the_refusal_of(outcomes):
    """One was done; how the other was refused."""
    (refusal,) = [outcome for outcome in outcomes if outcome != "done"]
    return refusal


def test_a_double_click_is_answered_twice_and_carried_out_once(app, monkeypatch):
    actor, group, kind = the(a_coordinator()), the(a_group()), a_need_kind().id
    meeting, spell = Barrier(2), deeds.fingerprint

    def met(*answers):
        meeting.wait(PATIENCE)
        return spell(*answers)

    def slowly():
        rows = [db.session.get(*row) for row in (actor, group)]
        offer = organisations.publish_offer(*rows, kind_id=kind, title="雪かき")
        sleep(0.3)
        return offer

    def click():
        with app.test_request_context("/offers/new", method="POST", data={"key": "drawn once"}):
            answer = deeds.carry_out(Button(), slowly, to=lambda offer: f"/offers/{offer.id}")
            return answer.status_code, answer.location

    monkeypatch.setattr(deeds, "fingerprint", met)
    answers = in_threads(app, click, click)
    (offer,) = db.session.scalars(select(Offer))
    assert answers == [(303, f"/offers/{offer.id}")] * 2
    assert len(db.session.scalars(select(SentForm)).all()) == 1


def test_an_issue_is_published_or_sent_back_but_not_both(app):
    rows = [the(a_coordinator()), the(an_issue(publication=Publication.WAITING))]
    outcomes = at_once(
        app,
        (rows, issues.publish_issue),
        (rows, lambda actor, issue: issues.send_back_issue(actor, issue, reason="場所を書いてください。")),
    )
    assert isinstance(the_refusal_of(outcomes), NotNow)
    expected = Publication.PUBLIC if outcomes[0] == "done" else Publication.SENT_BACK
    assert db.session.scalars(select(Issue.publication)).all() == [expected]


def test_a_proposal_is_chosen_or_withdrawn_but_not_both(app):
    author = a_person()
    proposal = a_proposal(group=a_group(members=[author]), author=author, state=ProposalState.UNDER_REVIEW)
    outcomes = at_once(
        app,
        ([the(a_coordinator()), the(proposal)], proposals.choose),
        ([the(author), the(proposal)], proposals.withdraw),
    )
    assert isinstance(the_refusal_of(outcomes), NotNow)
    expected = ProposalState.CHOSEN if outcomes[0] == "done" else ProposalState.WITHDRAWN
    assert db.session.scalars(select(Proposal.state)).all() == [expected]


def test_a_group_is_verified_or_refused_but_not_both(app):
    rows = [the(a_coordinator()), the(a_group(state=Verification.APPLIED))]
    outcomes = at_once(
        app,
        (rows, organisations.verify),
        (rows, lambda actor, group: organisations.refuse(actor, group, reason="活動の内容が分かりません。")),
    )
    assert isinstance(the_refusal_of(outcomes), NotNow)
    expected = Verification.VERIFIED if outcomes[0] == "done" else Verification.REFUSED
    assert db.session.scalars(select(Organisation.verification)).all() == [expected]


def test_no_match_begins_on_an_issue_that_is_being_finished(app):
    rows = [the(a_coordinator()), the(an_issue())]

    def finish(actor, issue):
        with app.test_request_context():
            g._login_user = actor
            desk.ENDINGS["finish"](issue, "")
            db.session.flush()

    outcomes = at_once(app, (rows, matching.begin), (rows, finish))
    assert isinstance(the_refusal_of(outcomes), NotNow)
    assert len(db.session.scalars(select(Match)).all()) == (outcomes[0] == "done")


def test_no_match_begins_with_a_proposal_that_is_being_withdrawn(app):
    author = a_person()
    proposal = a_proposal(group=a_group(members=[author]), author=author, state=ProposalState.UNDER_REVIEW)
    number = proposal.id
    outcomes = at_once(
        app,
        (
            [the(a_coordinator()), the(proposal.issue), the(proposal)],
            lambda actor, issue, _: matching.begin(actor, issue, proposal_ids=[number]),
        ),
        ([the(author), the(proposal)], proposals.withdraw),
    )
    assert isinstance(the_refusal_of(outcomes), NotNow)
    assert len(db.session.scalars(select(Match)).all()) == (outcomes[0] == "done")


def test_the_last_two_officers_do_not_both_leave_at_once(app):
    group, coordinator = a_group(), the(a_coordinator())
    an_officer_of(group), an_officer_of(group, "団体 次席")
    terms = [the(term) for term in db.session.scalars(select(Membership))]
    today = clock.today()

    def leave(actor, term):
        organisations.end_membership(actor, term, until_on=today)

    outcomes = at_once(app, *[([coordinator, term], leave) for term in terms])
    assert the_refusal_of(outcomes).first == organisations.NO_SUCCESSOR
    assert sorted(db.session.scalars(select(Membership.until_on)), key=str) == [today, None]


def test_a_person_is_added_once_to_a_group_by_two_at_once(app):
    group, person, today = a_group(), a_person(), clock.today()
    a_member_of(group), a_member_of(group, "団体 小林")
    newcomer, email, role = person.id, person.email, group.memberships[0].role
    rows = [the(a_coordinator()), the(group), the(group.memberships[0])]

    def add(actor, organisation, _):
        organisations.add_member(actor, organisation, email=email, role=role, from_on=today)

    outcomes = at_once(app, (rows, add), (rows, add))
    assert the_refusal_of(outcomes).sentence == organisations.MEMBER_ALREADY
    assert len(db.session.scalars(select(Membership).where(Membership.user_id == newcomer)).all()) == 1


def test_two_members_who_draft_for_one_issue_at_once_make_one_proposal(app):
    people = [a_person("団体 山本"), a_person("団体 小林")]
    group, issue = the(a_group(members=people)), the(an_issue())

    def draft(actor, organisation, issue):
        proposals.draft(actor, organisation, issue=issue, **texts())

    outcomes = at_once(app, *[([the(person), group, issue], draft) for person in people])
    assert the_refusal_of(outcomes).sentence == proposals.PROPOSED_ALREADY
    assert len(db.session.scalars(select(Proposal)).all()) == 1


def test_a_row_that_is_not_written_yet_need_not_be_held(app):
    with writing():
        person = User(name="はじめての方", email="hajimete@example.jp")
        db.session.add(person)
        hold(person)
        assert person in db.session.new


def test_holding_a_row_forgets_nothing_that_the_same_deed_changed_before(app):
    person = a_person("川端 みどり")
    with writing():
        person.name = "川端 あおい"
        hold(person)
        assert person.name == "川端 あおい"
    assert db.session.scalars(select(User.name)).all() == ["川端 あおい"]


@pytest.mark.parametrize("state", [Verification.EXPIRED, Verification.REFUSED])
def test_no_match_begins_from_a_proposal_of_a_group_that_may_not_act(app, state):
    coordinator, proposal = a_coordinator(), a_proposal(state=ProposalState.UNDER_REVIEW)
    with writing():
        proposal.organisation.verification, proposal.organisation.verified_until = state, date(2020, 3, 31)
    with pytest.raises(Invalid) as refused, writing():
        matching.begin(coordinator, proposal.issue, proposal_ids=[proposal.id])
    assert "承認の期限が切れている団体" in refused.value.sentence
    assert refused.value.field == "proposal_ids"
