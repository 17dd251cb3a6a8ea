"""What a person reads and presses about proposals."""

import pytest
from sqlalchemy import select

from matchbox.core.database import db
from matchbox.core.publication import Publication
from matchbox.issues.workflow import Ending
from matchbox.organisations.workflow import Verification
from matchbox.proposals import actions, rules
from matchbox.proposals.models import Proposal
from matchbox.web.fields import NOT_A_CHOICE
from tests.browser import Browser
from tests.given.groups import a_group, a_member_of
from tests.given.issues import an_issue
from tests.given.matches import a_match, an_outreach
from tests.given.people import a_coordinator, a_person
from tests.given.proposals import a_proposal, texts


def proposals():
    return list(db.session.scalars(select(Proposal).order_by(Proposal.id)))


def answers(group, **changed):
    return {**texts(), "organisation_id": str(group.id), **changed}


def test_a_member_proposes_in_the_name_of_the_group(app):
    issue, author = an_issue("用水路がつまります"), a_person()
    group = a_group("水辺の会", members=[author])
    browser, address = Browser(app, author), f"/issues/{issue.id}/propose"
    page = browser.get(address)
    assert page.heading == "解決を提案する" and "用水路がつまります" in page.text
    assert page.html.select_one("[name=organisation_id] option[selected]")["value"] == str(group.id)
    page = browser.follow(browser.post(address, answers(group)))
    assert page.heading == texts()["title"]
    assert "提案しました。" in page.text and page.texts(".state") == ["提出"]
    assert f"/proposals/{proposals()[0].id}" in Browser(app).get(f"/issues/{issue.id}").links()


def test_a_draft_is_kept_for_the_group(app):
    issue, author = an_issue(), a_person()
    group = a_group(members=[author])
    browser = Browser(app, author)
    page = browser.follow(browser.post(f"/issues/{issue.id}/propose", answers(group, save="draft")))
    assert page.texts(".state") == ["下書き"] and "下書きとして保存しました。" in page.text
    (draft,) = proposals()
    Browser(app).get(f"/proposals/{draft.id}", expect=404)
    Browser(app, a_person()).get(f"/proposals/{draft.id}", expect=404)
    Browser(app, a_member_of(group)).get(f"/proposals/{draft.id}")
    assert f"/proposals/{draft.id}/edit" in page.links()
    edit = browser.get(f"/proposals/{draft.id}/edit")
    assert edit.value("title") == texts()["title"] and edit.value("body").strip() == texts()["body"]
    page = browser.follow(browser.post(f"/proposals/{draft.id}/edit", texts(title="書き足した", save="draft")))
    assert page.texts(".state") == ["下書き"] and page.heading == "書き足した"
    page = browser.follow(browser.post(f"/proposals/{draft.id}/edit", texts(title="仕上げた")))
    assert page.texts(".state") == ["提出"] and page.heading == "仕上げた"
    Browser(app).get(f"/proposals/{draft.id}")


def test_a_double_click_proposes_once(app):
    issue, author = an_issue(), a_person()
    group = a_group(members=[author])
    browser, sent = Browser(app, author), answers(group, key="one")
    first = browser.post(f"/issues/{issue.id}/propose", sent)
    assert browser.post(f"/issues/{issue.id}/propose", sent).location == first.location
    assert len(proposals()) == 1
    browser.post(f"/issues/{issue.id}/propose", {**sent, "save": "draft"}, expect=409)


@pytest.mark.parametrize(("field", "wrong", "sentence"), [
    ("title", "", "提案の題名を入力してください。"),
    ("title", " 　", "提案の題名を入力してください。"),
    ("title", "題" * 61, "題名は60文字以内で入力してください。"),
    ("title", "雪\x00かき", "使えない文字が入っています。その文字を消してください。"),
    ("body", "", "提案の内容を入力してください。"),
    ("body", "内" * 2001, "内容は2000文字以内で入力してください。"),
    ("timing", "時" * 201, "時期は200文字以内で入力してください。"),
    ("organisation_id", "", "どの団体の名前で提案するかをえらんでください。"),
    ("organisation_id", "99999", NOT_A_CHOICE),
])  # fmt: skip
def test_a_wrong_answer_is_said_beside_its_field_and_the_others_stay(app, field, wrong, sentence):
    issue, author = an_issue(), a_person()
    group = a_group(members=[author])
    sent = answers(group, **{field: wrong})
    page = Browser(app, author).post(f"/issues/{issue.id}/propose", sent, expect=422)
    assert page.texts(f"#{field}-error .field__error") == [sentence]
    assert page.html.title.get_text().startswith("エラー：")
    kept = "timing" if field != "timing" else "title"
    assert page.value(kept) == sent[kept]
    assert proposals() == []


def test_somebody_elses_group_is_no_choice(app):
    issue, author = an_issue(), a_person()
    a_group(members=[author])
    other = a_group("別の会", members=[a_person()])
    page = Browser(app, author).post(f"/issues/{issue.id}/propose", answers(other), expect=422)
    assert page.texts("#organisation_id-error .field__error") == [NOT_A_CHOICE]


def test_a_second_proposal_is_refused_with_a_link_to_the_first(app):
    issue, author = an_issue(), a_person()
    group = a_group(members=[author])
    first = a_proposal(issue, group, author, title="はじめの提案")
    browser, address = Browser(app, author), f"/issues/{issue.id}/propose"
    page = browser.get(address)
    assert f"/proposals/{first.id}" in page.links() and not page.html.select("[name=title]")
    page = browser.post(address, answers(group, body="書いた内容"), expect=422)
    assert page.texts("#organisation_id-error .field__error") == [actions.PROPOSED_ALREADY]
    assert f"/proposals/{first.id}" in page.links() and page.value("body").strip() == "書いた内容"


def test_another_group_of_the_same_person_is_still_free(app):
    issue, author = an_issue(), a_person()
    a_proposal(issue, a_group("ひとつめの会", members=[author]), author)
    second = a_group("ふたつめの会", members=[author])
    page = Browser(app, author).get(f"/issues/{issue.id}/propose")
    assert page.html.select("[name=title]") and page.value("organisation_id") == ""
    Browser(app, author).post(f"/issues/{issue.id}/propose", answers(second))


def test_the_longest_proposal_is_shown_as_it_was_written(app):
    issue, author = an_issue(), a_person()
    group = a_group(members=[author])
    longest = answers(group, title="題" * 60, body="<b>" + "内" * 1996 + "😀", timing="ｗ" * 200)
    browser = Browser(app, author)
    page = browser.follow(browser.post(f"/issues/{issue.id}/propose", longest))
    assert page.heading == "題" * 60 and "<b>" + "内" * 1996 + "😀" in page.text


def test_doors_of_proposing(app):
    issue = an_issue()
    address = f"/issues/{issue.id}/propose"
    assert "/sign-in" in Browser(app).get(address, expect=302).location
    expired = a_member_of(a_group("古い会", state=Verification.EXPIRED))
    for actor in (a_person(), a_coordinator(), expired):
        page = Browser(app, actor).get(address, expect=403)
        assert page.texts("main li") == ["承認済みの団体のメンバー"]
    member = Browser(app, a_member_of(a_group("新しい会")))
    member.get(address)
    member.get("/issues/99999/propose", expect=404)
    member.get(f"/issues/{an_issue('確認前', publication=Publication.WAITING).id}/propose", expect=404)


@pytest.mark.parametrize(("more", "sentence"), [
    ({"ending": Ending.DONE}, rules.HAS_ENDED), ({"ending": Ending.WITHDRAWN}, rules.HAS_ENDED),
])  # fmt: skip
def test_an_issue_that_ended_says_so(app, more, sentence):
    author, issue = a_person(), an_issue(**more)
    group = a_group(members=[author])
    browser, address = Browser(app, author), f"/issues/{issue.id}/propose"
    assert sentence in browser.get(address, expect=409).text
    page = browser.post(address, answers(group), expect=409)
    assert sentence in page.text and page.value("timing") == texts()["timing"]
    assert proposals() == []


def test_ones_own_issue_is_for_others(app):
    author = a_person()
    group = a_group(members=[author])
    issue = an_issue(organisation=group)
    assert rules.OWN_ISSUE in Browser(app, author).get(f"/issues/{issue.id}/propose", expect=409).text
    page = Browser(app, author).post(f"/issues/{issue.id}/propose", answers(group), expect=422)
    assert page.texts("#organisation_id-error .field__error") == [rules.OWN_ISSUE]


def test_a_restricted_issue_is_open_to_whoever_was_asked(app):
    issue = an_issue(publication=Publication.RESTRICTED)
    asked, stranger = a_person(), a_person()
    group = a_group("打診された会", members=[asked])
    a_group("別の会", members=[stranger])
    match = a_match(issue=issue)
    an_outreach(match, group)
    address = f"/issues/{issue.id}/propose"
    Browser(app, stranger).get(address, expect=404)
    browser = Browser(app, asked)
    page = browser.follow(browser.post(address, answers(group)))
    (proposal,) = proposals()
    assert issue.title in page.text
    for outsider in (None, stranger):
        Browser(app, outsider).get(f"/proposals/{proposal.id}", expect=404)
        Browser(app, outsider).post(f"/proposals/{proposal.id}/comments", {"body": "やあ"}, expect=404)
        Browser(app, outsider).post(f"/threads/{proposal.thread_id}/comments", {"body": "やあ"}, expect=404)
    browser.post(f"/proposals/{proposal.id}/comments", {"body": "よろしくお願いします。"})
    other = a_group("もう1つの会", members=[a_person()])
    an_outreach(match, other)
    assert "よろしくお願いします。" in Browser(app, other.memberships[0].user).get(f"/proposals/{proposal.id}").text


def test_somebody_with_several_groups_chooses_one(app):
    author, issue = a_person(), an_issue()
    groups = [a_group(f"{number}の会", members=[author]) for number in range(3)]
    page = Browser(app, author).get(f"/issues/{issue.id}/propose")
    assert len(page.html.select("[name=organisation_id] option")) == 4
    for group in groups:
        Browser(app, author).post(f"/issues/{issue.id}/propose", answers(group))
    assert [proposal.organisation for proposal in proposals()] == groups
