"""Voicing, checking and ending an issue."""

from datetime import date

import pytest
from sqlalchemy import func, select

from matchbox.accounts.models import KeyPurpose, MailKey, User
from matchbox.core import clock
from matchbox.core.database import db
from matchbox.core.errors import Forbidden, Invalid, NotNow
from matchbox.core.journal import Audience, JournalEntry
from matchbox.core.permissions import Visitor
from matchbox.core.publication import Publication
from matchbox.issues import actions
from matchbox.issues.models import Issue, Need
from matchbox.issues.rules import Wanted
from matchbox.issues.workflow import Ending
from matchbox.organisations.workflow import Verification
from matchbox.vocabulary import queries as vocabulary
from matchbox.vocabulary.models import Vocabulary
from matchbox.web.transactions import writing
from tests.given.groups import a_group
from tests.given.issues import a_posted_draft, an_issue, what_it_says
from tests.given.people import a_coordinator, a_person
from tests.given.words import a_need_kind

TUESDAY = clock.moment_of(date(2026, 11, 24))


def told():
    entries = db.session.scalars(select(JournalEntry).order_by(JournalEntry.id))
    return [entry.kind for entry in entries if entry.subject_kind == "issue"]


def do(action, actor, subject, **answers):
    with writing():
        return action(actor, subject, **answers)


def post(actor, **more):
    with clock.set_to(TUESDAY):
        return do(actions.post_issue, actor, None, **{"content": what_it_says(), "reply_days": 7, **more})


# ---- posting -----------------------------------------------------------------------------------------------------


def test_somebody_signed_in_posts_at_once(app):
    person = a_person("山田 花子")
    issue = post(person, display_name="泉野のすずめ")
    assert (issue.publication, issue.poster, issue.shown_name) == (Publication.WAITING, person, "泉野のすずめ")
    assert (issue.posted_at, issue.submitted_at, issue.reply_by) == (TUESDAY, TUESDAY, date(2026, 12, 2))
    assert [(need.kind.code, need.amount, need.timing) for need in issue.needs] == [("skills", "半日", "春まで")]
    assert (issue.thread.address, issue.thread.opened) == (f"/issues/{issue.id}", False)
    assert told() == ["IssuePosted", "IssueSubmitted"]


def test_a_visitor_with_an_address_is_asked_by_letter(app):
    issue = post(Visitor(), display_name="すずめ", contact_email="Suzume@Example.com")
    assert (issue.publication, issue.submitted_at, issue.reply_by) == (Publication.DRAFT, None, None)
    assert issue.awaits_confirmation
    key = db.session.scalars(select(MailKey)).one()
    assert (key.purpose, key.subject_id, key.user) == (KeyPurpose.POST, issue.id, issue.poster)
    assert (issue.poster.email, issue.poster.confirmed_at) == ("suzume@example.com", None)
    assert told() == ["IssuePosted", "ConfirmationAsked"]
    entry = db.session.scalars(select(JournalEntry).where(JournalEntry.kind == "ConfirmationAsked")).one()
    assert entry.facts == {"key_id": key.id} and entry.audience is Audience.STAFF


def test_an_address_that_has_an_account_proves_itself_too(app):
    person = a_person()
    issue = post(Visitor(), display_name="すずめ", contact_email=person.email)
    assert issue.poster == person and issue.awaits_confirmation
    assert db.session.scalar(select(func.count()).select_from(User)) == 1


def test_an_account_without_a_confirmed_address_is_asked_as_well(app):
    person = a_person()
    with writing():
        person.confirmed_at = None
    assert post(person, display_name="すずめ").awaits_confirmation
    assert told() == ["IssuePosted", "ConfirmationAsked"]


def test_a_visitor_with_only_a_phone_waits_for_the_desk(app):
    issue = post(Visitor(), display_name="すずめ", contact_phone="076-000-0009")
    assert (issue.poster, issue.person, issue.channel.code) == (None, "すずめ", "system")
    assert issue.awaits_confirmation and issue.reply_by == date(2026, 12, 2)
    assert told() == ["IssuePosted"]


def test_a_visitor_who_cannot_be_reached_is_asked_how(app):
    with pytest.raises(Invalid) as refused:
        post(Visitor(), display_name="すずめ")
    assert refused.value.field == "contact_email"
    assert db.session.scalar(select(func.count()).select_from(Issue)) == 0


def test_a_member_posts_in_the_name_of_a_group(app):
    person = a_person()
    group = a_group(members=[person], state=Verification.APPLIED)
    issue = post(person, organisation_id=group.id, display_name="書いた名前")
    assert (issue.organisation, issue.display_name, issue.shown_name) == (group, "", group.name)


def test_the_name_of_somebody_elses_group_is_refused(app):
    group = a_group(members=[a_person()])
    with pytest.raises(Invalid) as refused:
        post(a_person(), organisation_id=group.id)
    assert refused.value.field == "organisation_id"


@pytest.mark.parametrize("field, body, display_name", [("body", "", "すずめ"), ("display_name", "困っています。", "")])
def test_what_is_not_finished_is_not_handed_in(app, field, body, display_name):
    with pytest.raises(Invalid) as refused:
        post(a_person(), content=what_it_says(body=body), display_name=display_name)
    assert refused.value.field == field
    assert told() == []


def test_a_draft_is_kept_and_handed_in_later(app):
    person = a_person()
    draft = do(actions.save_draft, person, None, content=what_it_says(body=""), display_name="すずめ")
    assert (draft.publication, draft.posted_at, draft.awaits_confirmation) == (Publication.DRAFT, None, False)
    do(actions.edit_issue, person, draft, content=what_it_says(title="新しい題名"))
    assert (draft.title, draft.thread.heading) == ("新しい題名", "新しい題名")
    do(actions.submit_issue, person, draft, reply_days=7)
    assert draft.publication is Publication.WAITING and draft.reply_by
    assert told() == ["IssueDrafted", "IssueEdited", "IssueSubmitted"]


def test_visitors_keep_no_drafts(app):
    with pytest.raises(Forbidden):
        do(actions.save_draft, Visitor(), None, content=what_it_says())


def test_correcting_replaces_the_needs(app):
    issue = an_issue(publication=Publication.DRAFT)
    needs = (Wanted(a_need_kind("place").id), Wanted(a_need_kind("goods").id, "スコップ10本"))
    do(actions.edit_issue, issue.poster, issue, content=what_it_says(needs=needs))
    assert [(need.kind.code, need.amount) for need in issue.needs] == [("place", ""), ("goods", "スコップ10本")]
    assert db.session.scalar(select(func.count()).select_from(Need)) == 2


@pytest.mark.parametrize("state", [Publication.WAITING, Publication.PUBLIC, Publication.HIDDEN, Publication.RESTRICTED])
def test_what_has_been_handed_in_is_no_longer_its_posters_to_change(app, state):
    issue = an_issue(publication=state)
    with pytest.raises(NotNow):
        do(actions.edit_issue, issue.poster, issue, content=what_it_says())
    assert issue.title == "通学路の雪かきが追いつきません"


def test_a_coordinator_corrects_a_word_while_checking(app):
    issue = an_issue(publication=Publication.WAITING)
    do(actions.edit_issue, a_coordinator(), issue, content=what_it_says(title="直した題名"))
    assert (issue.title, issue.publication) == ("直した題名", Publication.WAITING)


def test_others_do_not_change_it(app):
    with pytest.raises(Forbidden):
        do(actions.edit_issue, a_person(), an_issue(publication=Publication.DRAFT), content=what_it_says())


# ---- confirming --------------------------------------------------------------------------------------------------


def test_the_poster_confirms_once(app):
    issue = post(Visitor(), display_name="すずめ", contact_email="suzume@example.com")
    do(actions.confirm_issue, issue.poster, issue, reply_days=7)
    assert issue.publication is Publication.WAITING and issue.submitted_at and issue.reply_by
    with pytest.raises(NotNow):
        do(actions.confirm_issue, issue.poster, issue, reply_days=7)
    assert told()[-1] == "IssueSubmitted" and told().count("IssueSubmitted") == 1


def test_nobody_confirms_for_somebody_else(app):
    issue = post(Visitor(), display_name="すずめ", contact_email="suzume@example.com")
    for stranger in (a_person(), Visitor()):
        with pytest.raises(Forbidden):
            do(actions.confirm_issue, stranger, issue, reply_days=7)


def test_the_desk_confirms_by_phone_and_keeps_the_promised_day(app):
    issue, coordinator = post(Visitor(), display_name="すずめ", contact_phone="076-000-0009"), a_coordinator()
    with clock.set_to(clock.moment_of(date(2026, 11, 30))):
        do(actions.confirm_by_phone, coordinator, issue, reply_days=7)
    assert (issue.publication, issue.reply_by) == (Publication.WAITING, date(2026, 12, 2))
    assert (issue.recorded_by_id, issue.consented_on) == (coordinator.id, date(2026, 11, 30))


def test_a_draft_that_is_still_being_written_is_not_confirmed_by_phone(app):
    with pytest.raises(NotNow):
        do(actions.confirm_by_phone, a_coordinator(), an_issue(publication=Publication.DRAFT), reply_days=7)


def test_a_withdrawn_post_is_not_confirmed(app):
    issue = a_posted_draft(ending=Ending.WITHDRAWN, ending_reason="もうよい")
    with pytest.raises(NotNow):
        do(actions.confirm_by_phone, a_coordinator(), issue, reply_days=7)


def test_a_coordinator_records_for_somebody_who_came(app):
    coordinator = a_coordinator()
    desk = vocabulary.term(Vocabulary.INTAKE_CHANNEL, "desk")
    answers = {
        "content": what_it_says(), "channel_id": desk.id, "person": "山田 花子", "display_name": "泉野の住民",
        "contact_phone": "076-000-0009", "reply_days": 7,
    }  # fmt: skip
    with pytest.raises(Invalid, match="同意"):
        do(actions.record_issue, coordinator, None, consented=False, **answers)
    issue = do(actions.record_issue, coordinator, None, consented=True, **answers)
    assert (issue.publication, issue.poster, issue.person) == (Publication.WAITING, None, "山田 花子")
    assert (issue.recorded_by_id, issue.channel, issue.shown_name) == (coordinator.id, desk, "泉野の住民")
    assert issue.consented_on == clock.today()
    with pytest.raises(Forbidden):
        do(actions.record_issue, a_person(), None, consented=True, **answers)


# ---- checking ----------------------------------------------------------------------------------------------------


def test_publishing_shows_it_and_opens_the_thread(app):
    issue = an_issue(publication=Publication.WAITING)
    do(actions.publish_issue, a_coordinator(), issue)
    assert issue.publication is Publication.PUBLIC and issue.published_at
    assert issue.thread.opened and issue.thread.audience is Audience.PUBLIC
    assert told() == ["IssuePublished"]


def test_restricting_keeps_the_thread_among_the_parties(app):
    issue = an_issue(publication=Publication.WAITING)
    do(actions.restrict_issue, a_coordinator(), issue, reason="病気のことが書かれているため")
    assert issue.publication is Publication.RESTRICTED and issue.published_at
    assert issue.thread.opened and issue.thread.audience is Audience.PARTIES
    assert issue.publication_reason == "病気のことが書かれているため"
    assert told() == ["IssueRestricted"]


def test_sending_back_says_why_and_it_can_be_handed_in_again(app):
    issue, coordinator = an_issue(publication=Publication.WAITING, reply_by=date(2026, 11, 1)), a_coordinator()
    with pytest.raises(Invalid, match="理由"):
        do(actions.send_back_issue, coordinator, issue, reason="")
    assert issue.publication is Publication.WAITING
    do(actions.send_back_issue, coordinator, issue, reason="電話番号を消してください。")
    assert (issue.publication, issue.reply_by) == (Publication.SENT_BACK, None)
    do(actions.edit_issue, issue.poster, issue, content=what_it_says())
    with clock.set_to(TUESDAY):
        do(actions.submit_issue, issue.poster, issue, reply_days=7)
    assert (issue.publication, issue.publication_reason) == (Publication.WAITING, "")
    assert issue.reply_by == date(2026, 12, 2)
    assert told() == ["IssueSentBack", "IssueEdited", "IssueSubmitted"]


def test_hiding_closes_the_thread_and_restoring_opens_it(app):
    issue, coordinator = an_issue(), a_coordinator()
    published_at = issue.published_at
    with pytest.raises(Invalid):
        do(actions.hide_issue, coordinator, issue, reason="")
    do(actions.hide_issue, coordinator, issue, reason="個人の名前が書かれていました。")
    assert issue.publication is Publication.HIDDEN and not issue.thread.opened
    do(actions.restore_issue, coordinator, issue)
    assert (issue.publication, issue.publication_reason) == (Publication.PUBLIC, "")
    assert issue.thread.opened and issue.thread.closed_at is None and issue.published_at == published_at
    assert told() == ["IssueHidden", "IssueRestored"]


def test_restoring_what_has_ended_leaves_its_thread_closed(app):
    issue, coordinator = an_issue(), a_coordinator()
    do(actions.withdraw, issue.poster, issue, reason="解決しました")
    do(actions.hide_issue, coordinator, issue, reason="念のため")
    do(actions.restore_issue, coordinator, issue)
    assert issue.thread.opened and issue.thread.closed_at is not None


@pytest.mark.parametrize("verb, answers", [
    (actions.publish_issue, {}), (actions.restrict_issue, {}), (actions.send_back_issue, {"reason": "x"}),
])  # fmt: skip
def test_a_post_that_was_withdrawn_is_not_decided_on(app, verb, answers):
    issue = an_issue(publication=Publication.WAITING, ending=Ending.WITHDRAWN)
    with pytest.raises(NotNow, match="終わりにしました"):
        do(verb, a_coordinator(), issue, **answers)


@pytest.mark.parametrize("verb, answers", [
    (actions.publish_issue, {}), (actions.restrict_issue, {}), (actions.restore_issue, {}), (actions.take_on, {}),
    (actions.send_back_issue, {"reason": "x"}), (actions.hide_issue, {"reason": "x"}),
])  # fmt: skip
def test_only_coordinators_check(app, verb, answers):
    issue = an_issue(publication=Publication.WAITING)
    with pytest.raises(Forbidden):
        do(verb, issue.poster, issue, **answers)


def test_two_coordinators_do_not_decide_twice(app):
    issue, coordinator = an_issue(publication=Publication.WAITING), a_coordinator()
    do(actions.publish_issue, coordinator, issue)
    with pytest.raises(NotNow, match="すでに"):
        do(actions.publish_issue, a_coordinator("センター 鈴木"), issue)
    with pytest.raises(NotNow):
        do(actions.send_back_issue, coordinator, issue, reason="x")


def test_a_coordinator_takes_it_on_and_a_look_at_the_contact_is_written_down(app):
    issue, coordinator = an_issue(), a_coordinator()
    do(actions.take_on, coordinator, issue)
    do(actions.see_contact, coordinator, issue)
    assert issue.coordinator == coordinator
    assert told() == ["CoordinatorAssigned", "ContactSeen"]
    entry = db.session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert (entry.actor_id, entry.audience, entry.facts) == (coordinator.id, Audience.STAFF, {})


def test_the_journal_holds_no_contact_data(app):
    issue = post(Visitor(), display_name="すずめ", contact_email="suzume@example.com", contact_phone="076-000-0009")
    do(actions.confirm_by_phone, a_coordinator(), issue, reply_days=7)
    facts = str([entry.facts for entry in db.session.scalars(select(JournalEntry))])
    assert "suzume" not in facts and "076" not in facts


# ---- ending ------------------------------------------------------------------------------------------------------


def test_done_only_once_no_match_is_live(app):
    issue = an_issue()
    with pytest.raises(NotNow, match="マッチング"):
        do(actions.finish, issue.poster, issue, has_live_match=True)
    do(actions.finish, issue.poster, issue, has_live_match=False)
    assert issue.ending is Ending.DONE and issue.ended_at
    assert issue.thread.opened and issue.thread.closed_at
    entry = db.session.scalars(select(JournalEntry)).one()
    assert (entry.kind, entry.facts) == ("IssueEnded", {"ending": "完了"})


@pytest.mark.parametrize("verb, ending", [(actions.withdraw, Ending.WITHDRAWN), (actions.pause, Ending.PAUSED)])
def test_other_ends_say_why_and_may_begin_again(app, verb, ending):
    issue = an_issue()
    with pytest.raises(Invalid, match="理由"):
        do(verb, issue.poster, issue, reason="")
    do(verb, issue.poster, issue, reason="引っ越します")
    assert (issue.ending, issue.ending_reason) == (ending, "引っ越します")
    do(actions.reopen, issue.poster, issue)
    assert (issue.ending, issue.ending_reason, issue.ended_at) == (Ending.NONE, "", None)
    assert issue.thread.closed_at is None
    assert told() == ["IssueEnded", "IssueReopened"]


@pytest.mark.parametrize("state", [Publication.DRAFT, Publication.WAITING, Publication.SENT_BACK])
def test_before_the_centre_took_it_one_can_only_withdraw(app, state):
    issue = an_issue(publication=state)
    with pytest.raises(NotNow):
        do(actions.finish, issue.poster, issue, has_live_match=False)
    with pytest.raises(NotNow):
        do(actions.pause, issue.poster, issue, reason="x")
    do(actions.withdraw, issue.poster, issue, reason="x")
    do(actions.reopen, issue.poster, issue)
    assert not issue.thread.opened


def test_others_do_not_end_it(app):
    issue = an_issue()
    with pytest.raises(Forbidden):
        do(actions.withdraw, a_person(), issue, reason="x")
    with pytest.raises(Forbidden):
        do(actions.finish, Visitor(), issue, has_live_match=False)


def test_the_deed_judges_the_row_as_it_is_now(app):
    issue = an_issue()
    assert issue.ending is Ending.NONE
    with db.engine.connect().execution_options(writes=True) as another, another.begin():
        another.execute(Issue.__table__.update().values(ending=Ending.WITHDRAWN))
    with pytest.raises(NotNow):
        do(actions.finish, issue.poster, issue, has_live_match=False)
