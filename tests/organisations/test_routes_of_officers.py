"""What officers and the centre fill in and press."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from matchbox.core import clock
from matchbox.core.database import db
from matchbox.organisations import actions, rules
from matchbox.organisations.models import MemberRole, Offer
from matchbox.organisations.workflow import Verification
from matchbox.web.fields import NOT_A_CHOICE, NOT_A_DAY
from tests.browser import Browser
from tests.given.groups import a_group, a_member_of, an_offer, an_officer_of
from tests.given.people import a_coordinator, a_person, an_analyst
from tests.given.words import a_group_kind, a_need_kind

PAGES = ["edit", "members", "offers/new", "verify", "refuse"]


@pytest.mark.parametrize("page", PAGES)
def test_doors_of_one_group(app, page):
    group = a_group(state=Verification.APPLIED)
    address = f"/organisations/{group.id}/{page}"
    officers, staff = page not in ("verify", "refuse"), a_coordinator()
    Browser(app).get(address, expect=404)
    Browser(app, a_person()).get(address, expect=404)
    Browser(app, a_member_of(group)).get(address, expect=403)
    Browser(app, an_analyst()).get(address, expect=403)
    Browser(app, an_officer_of(group)).get(address, expect=200 if officers else 403)
    Browser(app, staff).get(address)


def test_a_closed_door_says_who_may(app):
    group = a_group()
    page = Browser(app, a_person()).get(f"/organisations/{group.id}/edit", expect=403)
    assert {"その団体の代表・連絡責任者", "センターのコーディネーター"} <= set(page.texts("main li"))
    answer = Browser(app).get(f"/organisations/{group.id}/edit", expect=302)
    assert "/sign-in" in answer.location


# ---- verification ----


def test_the_centre_verifies(app):
    group = a_group(state=Verification.APPLIED, members=[a_person("申請 花子")], phone="076-000-0001")
    browser = Browser(app, a_coordinator())
    page = browser.get(f"/organisations/{group.id}/verify")
    assert "076-000-0001" in page.text and "申請 花子" in page.text
    answers = {"key": "one"}
    answer = browser.post(f"/organisations/{group.id}/verify", answers)
    assert browser.post(f"/organisations/{group.id}/verify", answers).location == answer.location
    assert "団体を承認しました。" in browser.follow(answer).text
    assert group.verification is Verification.VERIFIED
    assert "すでにこの段階" in browser.post(f"/organisations/{group.id}/verify", expect=409).text


def test_the_centre_refuses_with_a_reason_and_the_group_applies_again(app):
    officer = a_person()
    group = a_group(state=Verification.APPLIED, members=[officer])
    staff = Browser(app, a_coordinator())
    page = staff.post(f"/organisations/{group.id}/refuse", {"reason": ""}, expect=422)
    assert page.texts("#reason-error .field__error") == ["却下の理由を入力してください。"]
    page = staff.post(f"/organisations/{group.id}/refuse", {"reason": "理" * 501}, expect=422)
    assert page.value("reason").strip() == "理" * 501
    staff.post(f"/organisations/{group.id}/refuse", {"reason": "目的を書き足してください。"})
    browser = Browser(app, officer)
    page = browser.get(f"/organisations/{group.id}")
    assert "目的を書き足してください。" in page.text
    assert page.html.select_one(f'form[action="/organisations/{group.id}/apply-again"]')
    page = browser.follow(browser.post(f"/organisations/{group.id}/apply-again"))
    assert page.texts(".state") == ["申請中"]
    browser.post(f"/organisations/{group.id}/apply-again", expect=409)
    Browser(app, a_member_of(group)).post(f"/organisations/{group.id}/apply-again", expect=403)


def test_refusing_what_is_verified_keeps_the_words(app):
    group = a_group()
    page = Browser(app, a_coordinator()).post(f"/organisations/{group.id}/refuse", {"reason": "書いた理由"}, expect=409)
    assert page.value("reason").strip() == "書いた理由" and "却下できるのは、申請中の団体です。" in page.text


# ---- members ----


def test_an_officer_adds_a_member_and_ends_a_term(app):
    group, person = a_group(), a_person("後任 桜")
    officer = an_officer_of(group, "前任 梅")
    browser, address = Browser(app, officer), f"/organisations/{group.id}/members"
    assert browser.get(address).value("from_on") == clock.today().isoformat()
    answers = {"email": person.email, "role": "representative", "from_on": "2026/4/1", "until_on": "", "key": "one"}
    page = browser.follow(browser.post(address, answers))
    assert "後任 桜" in page.text and "令和8年4月1日から" in page.text
    browser.post(address, answers)
    assert len(group.memberships) == 2
    end = f"/memberships/{group.memberships[0].id}/end"
    assert end in page.links()
    assert browser.get(end).heading == "任期を終える：前任 梅"
    browser.post(end, {"until_on": (clock.today() - timedelta(days=1)).isoformat()})
    assert group.memberships[0].is_over
    browser.get(address, expect=403)
    assert "これまでのメンバー" in Browser(app, person).get(address).text


@pytest.mark.parametrize(("field", "wrong", "sentence"), [
    ("email", "", "メールアドレスを入力してください。"),
    ("email", "だれか", "メールアドレスに「@」がありません（例：name@example.com）"),
    ("email", "nobody@example.jp", actions.NO_ACCOUNT),
    ("role", "", "役割をえらんでください。"),
    ("role", "boss", "役割をえらんでください。"),
    ("from_on", "", "任期の始まりの日を入力してください。"),
    ("until_on", "2026-02-30", NOT_A_DAY),
    ("until_on", "2000-01-01", actions.ENDS_TOO_EARLY),
])  # fmt: skip
def test_a_wrong_answer_about_a_member(app, field, wrong, sentence):
    group, person = a_group(), a_person()
    answers = {"email": person.email, "role": "member", "from_on": "2026-04-01", "until_on": "", field: wrong}
    page = Browser(app, an_officer_of(group)).post(f"/organisations/{group.id}/members", answers, expect=422)
    assert page.texts(f"#{field}-error .field__error") == [sentence]
    kept = "from_on" if field != "from_on" else "email"
    assert page.value(kept) == answers[kept]
    assert len(group.memberships) == 1


def test_the_last_officer_hears_what_comes_first(app):
    group = a_group()
    officer = an_officer_of(group)
    page = Browser(app, officer).post(
        f"/memberships/{group.memberships[0].id}/end", {"until_on": clock.today().isoformat()}, expect=409
    )
    assert actions.NO_SUCCESSOR in page.text
    assert page.value("until_on") == clock.today().isoformat()


def test_doors_of_a_membership(app):
    group = a_group(members=[a_person()])
    address = f"/memberships/{group.memberships[0].id}/end"
    Browser(app).get(address, expect=404)
    Browser(app, an_officer_of(a_group("別の会"))).get(address, expect=404)
    Browser(app, a_member_of(group)).get(address, expect=403)
    Browser(app, a_member_of(group, role=MemberRole.LIAISON, until_on=date(2020, 3, 31))).get(address, expect=404)
    Browser(app, an_officer_of(group)).get(address)
    Browser(app, a_coordinator()).get(address)


# ---- offers ----


def an_answer(**changed):
    return {"kind_id": str(a_need_kind().id), "title": "雪かき", "description": "", "capacity": "２", **changed}


def test_an_offer_comes_changes_and_goes(app):
    group = a_group()
    browser, address = Browser(app, an_officer_of(group)), f"/organisations/{group.id}/offers/new"
    assert browser.get(address).value("capacity") == "1"
    page = browser.follow(browser.post(address, an_answer(months_off=["7", "8"])))
    assert "できることを登録しました。" in page.text and "休みの月：7・8月" in page.text
    offer = db.session.scalars(select(Offer)).one()
    assert offer.capacity == 2
    edit = browser.get(f"/offers/{offer.id}/edit")
    assert [box["value"] for box in edit.html.select("[name=months_off][checked]")] == ["7", "8"]
    page = browser.follow(browser.post(f"/offers/{offer.id}/edit", an_answer(title="道具を貸す")))
    assert "道具を貸す" in page.text and "1年を通して受けられます" in page.text
    page = browser.follow(browser.post(f"/offers/{offer.id}/withdraw"))
    assert "できることを取り下げました。" in page.text and "できることは、まだ登録されていません。" in page.text
    browser.post(f"/offers/{offer.id}/withdraw", expect=409)
    assert actions.WITHDRAWN_ALREADY in browser.post(f"/offers/{offer.id}/edit", an_answer(), expect=409).text


@pytest.mark.parametrize(("field", "wrong", "sentence"), [
    ("kind_id", "", "種類をえらんでください。"),
    ("kind_id", "99999", NOT_A_CHOICE),
    ("title", "", "できることを入力してください。"),
    ("title", "で" * 61, "できることは60文字以内で入力してください。"),
    ("description", "説" * 1001, "説明は1000文字以内で入力してください。"),
    ("capacity", "0", rules.NOT_A_CAPACITY),
    ("capacity", "21", rules.NOT_A_CAPACITY),
    ("capacity", "", rules.NOT_A_CAPACITY),
    ("capacity", "たくさん", rules.NOT_A_CAPACITY),
    ("months_off", [str(month) for month in range(1, 13)], rules.NEVER),
    ("months_off", ["13"], NOT_A_CHOICE),
])  # fmt: skip
def test_a_wrong_answer_about_an_offer(app, field, wrong, sentence):
    group = a_group()
    answers = an_answer(**{field: wrong})
    page = Browser(app, an_officer_of(group)).post(f"/organisations/{group.id}/offers/new", answers, expect=422)
    assert page.texts(f"#{field}-error .field__error") == [sentence]
    kept = "title" if field != "title" else "capacity"
    assert page.value(kept) in (answers[kept], "2")
    assert db.session.scalar(select(func.count()).select_from(Offer)) == 0


def test_doors_of_an_offer(app):
    group = a_group()
    offer = an_offer(group)
    Browser(app).get(f"/offers/{offer.id}/edit", expect=302)
    Browser(app, an_officer_of(a_group("別の会"))).get(f"/offers/{offer.id}/edit", expect=403)
    Browser(app, a_member_of(group)).post(f"/offers/{offer.id}/withdraw", expect=403)
    Browser(app).get("/offers/99999/edit", expect=404)
    hidden = an_offer(a_group("申請中の会", state=Verification.APPLIED))
    Browser(app, a_person()).get(f"/offers/{hidden.id}/edit", expect=404)
    assert a_group_kind().label and offer.withdrawn_at is None
