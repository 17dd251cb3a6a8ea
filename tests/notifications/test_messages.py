from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from matchbox.core import clock, outbox
from matchbox.core.database import db
from matchbox.core.outbox import Envelope
from matchbox.core.publication import Publication
from matchbox.issues.workflow import Ending
from matchbox.matching.rules import Answer
from matchbox.matching.workflow import MatchState
from matchbox.notifications import messages
from matchbox.organisations import events as organisations
from matchbox.organisations.workflow import Verification
from matchbox.web.transactions import writing
from matchbox.web.worker import drain
from tests.given import facts
from tests.given.issues import an_issue
from tests.given.letters import links_in, the_letters
from tests.given.people import a_person
from tests.given.post_office import a_free_port, a_post_office, text_of


def the_envelope():
    db.session.rollback()
    return db.session.scalars(select(Envelope).where(Envelope.topic == "mail")).one()


def with_server(app, address):
    app.config.update(MAIL_SERVER=address, MAIL_SECURITY="plain")


def test_a_letter_goes_out_after_the_deed_through_the_mail_server(app):
    poster = a_person()
    facts.a_published_issue(poster=poster)
    with a_post_office() as office:
        with_server(app, office.address)
        assert office.letters == [] and drain(clock.now()) >= 1
        assert drain(clock.now()) == 0
    (letter,) = office.letters
    assert letter.handed_to == [poster.email] and "公開しました" in text_of(letter)
    assert the_envelope().done_at


def test_a_dead_mail_server_is_tried_again_with_growing_pauses_and_the_letter_arrives_once(app):
    port = a_free_port()
    with_server(app, f"127.0.0.1:{port}")
    facts.a_published_issue()
    moment, pauses = clock.now(), []
    for attempt in range(1, 4):
        drain(moment)
        envelope = the_envelope()
        assert envelope.attempts == attempt and not envelope.done_at and "refused" in envelope.last_error
        assert drain(moment) == 0 and the_envelope().attempts == attempt, "not before its time"
        pauses.append(envelope.due_at - moment)
        moment = envelope.due_at
    assert pauses[0] < pauses[1] < pauses[2]
    with a_post_office(port) as office:
        drain(moment)
        drain(moment + timedelta(days=1))
    assert len(office.letters) == 1
    envelope = the_envelope()
    assert envelope.done_at and envelope.last_error == ""


def test_one_address_that_is_refused_does_not_hold_up_the_others(app):
    poster, other = a_person(), a_person()
    facts.a_published_issue(poster=poster)
    facts.a_published_issue(poster=other)
    with a_post_office(refusing=[poster.email]) as office:
        with_server(app, office.address)
        drain(clock.now())
    assert [letter.handed_to for letter in office.letters] == [[other.email]]


def test_a_letter_carried_out_twice_is_recognisable_as_the_same(app):
    facts.a_published_issue()
    with a_post_office() as office:
        with_server(app, office.address)
        for _ in range(2):
            messages.deliver([the_envelope()])
    first, second = office.letters
    assert first["Message-ID"] == second["Message-ID"] and first["Date"] == second["Date"]


def test_without_a_server_a_letter_carried_out_twice_lies_there_once(app):
    facts.a_published_issue()
    for _ in range(2):
        messages.deliver([the_envelope()])
    assert len(the_letters(app)) == 1


def _changed(row, **values):
    with writing():
        for name, value in values.items():
            setattr(row, name, value)


def _hidden_comment():
    thread = facts.a_written_comment()
    _changed(thread.comments[0], deleted_at=clock.now())


MOVED_ON = {
    "published, then hidden": lambda: _changed(facts.a_published_issue(), publication=Publication.HIDDEN),
    "received, then published": lambda: _changed(facts.a_submitted_issue(), publication=Publication.PUBLIC),
    "posted, then confirmed": lambda: _changed(facts.a_posted_draft(), publication=Publication.WAITING),
    "posted, then withdrawn": lambda: _changed(facts.a_posted_draft(), ending=Ending.WITHDRAWN),
    "registered, then confirmed": lambda: _changed(facts.a_registration(), confirmed_at=clock.now()),
    "asked, then answered": lambda: _changed(facts.a_group_asked(), answer=Answer.DECLINED),
    "asked, then ended": lambda: _changed(
        facts.a_group_asked().match, state=MatchState.NOT_AGREED, end_reason_id=_a_reason(), ended_on=clock.today()
    ),
    "applied, then verified": lambda: _changed(
        facts.a_group_that(organisations.OrganisationApplied, Verification.APPLIED), verification=Verification.VERIFIED
    ),
    "written, then deleted": _hidden_comment,
    "published, then the address was given up": lambda: _changed(facts.a_published_issue().poster, confirmed_at=None),
}


def _a_reason():
    return facts.a_match(MatchState.NOT_AGREED).end_reason_id


@pytest.mark.parametrize("story", MOVED_ON)
def test_nothing_is_sent_when_the_world_has_moved_on(app, story):
    facts.a_coordinator()
    MOVED_ON[story]()
    waiting = len(db.session.scalars(select(Envelope).where(Envelope.topic == "mail")).all())
    assert waiting >= 1
    assert the_letters(app) == []
    assert not db.session.scalar(select(Envelope.id).where(Envelope.topic == "mail", Envelope.done_at.is_(None)))


def test_a_link_that_is_over_is_not_sent(app):
    facts.a_reset()
    with time_machine.travel(clock.now() + timedelta(hours=25)):
        assert the_letters(app) == []


def test_links_lead_to_the_address_of_this_site(app):
    app.config["BASE_URL"] = "https://matchbox.example.jp/kanazawa/"
    issue = facts.a_published_issue()
    (letter,) = the_letters(app)
    assert f"https://matchbox.example.jp/kanazawa/issues/{issue.id}\n" in letter.text


def test_who_has_no_password_yet_reads_where_to_set_one(app):
    facts.a_submitted_issue(poster=a_person())
    facts.a_submitted_issue(poster=a_person(password_hash="x"))
    without, with_password = the_letters(app)
    assert links_in(without, "/forgot-password") and not links_in(with_password, "/forgot-password")


def test_a_letter_for_a_kind_nobody_knows_stays_in_the_outbox_with_its_error(app):
    person = a_person()
    with writing():
        outbox.post("mail", letter="issues/unknown", about=1, to=person.id)
    drain(clock.now())
    assert "issues/unknown" in the_envelope().last_error and not the_envelope().done_at


def test_a_letter_about_a_row_that_is_gone_is_not_sent(app):
    person = a_person()
    with writing():
        outbox.post("mail", letter="issues/published", about=2**30, to=person.id)
    assert the_letters(app) == [] and the_envelope().done_at


def test_a_comment_is_read_where_its_thread_says(app):
    issue = an_issue()
    facts.a_written_comment(issue)
    (letter,) = the_letters(app)
    assert links_in(letter, "/issues/") == [f"/issues/{issue.id}"]
