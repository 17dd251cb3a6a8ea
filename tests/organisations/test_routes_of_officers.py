"""What officers, applicants and the centre fill in and press."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from matchbox.core import clock
from matchbox.core.database import db
from matchbox.organisations import actions, rules
from matchbox.organisations.models import MemberRole, Offer, Organisation
from matchbox.organisations.workflow import Verification
from matchbox.web.fields import NOT_A_CHOICE, NOT_A_DAY, NOT_A_NUMBER
from tests.browser import Browser
from tests.given.groups import a_field, a_group, a_member_of, a_profile, an_offer, an_officer_of, typed
from tests.given.people import a_coordinator, a_person, an_analyst, someone_unconfirmed
from tests.given.words import a_group_kind, a_need_kind


def application(**changed):
    return {**typed(a_profile()), "role": "representative", **changed}


def groups():
    return list(db.session.scalars(select(Organisation).order_by(Organisation.id)))


def the_group():
    return db.session.scalars(select(Organisation)).one()


# ---- applying ----


def test_a_visitor_signs_in_first(app):
    answer = Browser(app).get("/organisations/apply", expect=302)
    assert "/sign-in" in answer.location


def test_applying_leads_to_the_page_of_the_group(app):
    browser = Browser(app, a_person())
    assert browser.get("/organisations/apply").heading == "団体の登録を申請する"
    wide = {"founded_year": "２０１２", "phone": "０７６ー０００ー０００１"}
    answers = application(kana="みずべのなかま", phone_public="y", **wide)
    page = browser.follow(browser.post("/organisations/apply", answers))
    assert page.heading == "水辺のなかま" and "申請を受け付けました。" in page.text
    assert page.texts(".state") == ["申請中"]
    group = the_group()
    assert (group.kana, group.founded_year, group.phone) == ("ミズベノナカマ", 2012, "076-000-0001")
    assert (group.phone_public, group.email_public) == (True, False)


def test_a_double_click_applies_once(app):
    browser = Browser(app, a_person())
    first = browser.post("/organisations/apply", application(key="one"))
    assert browser.post("/organisations/apply", application(key="one")).location == first.location
    assert len(groups()) == 1
    browser.post("/organisations/apply", application(key="one", name="別の名前"), expect=409)


@pytest.mark.parametrize(("field", "wrong", "sentence"), [
    ("name", "", "団体名を入力してください。"),
    ("name", "　", "団体名を入力してください。"),
    ("name", "名" * 81, "団体名は80文字以内で入力してください。"),
    ("name", "水\x00辺", "使えない文字が入っています。その文字を消してください。"),
    ("kana", "", "フリガナを入力してください。"),
    ("kana", "水辺", rules.NOT_KANA),
    ("kind_id", "", "団体の種別をえらんでください。"),
    ("kind_id", "99999", NOT_A_CHOICE),
    ("kind_id", "x", "団体の種別をえらんでください。"),
    ("founded_year", "むかし", NOT_A_NUMBER),
    ("founded_year", "3000", rules.NOT_A_YEAR),
    ("founded_year", "9" * 30, NOT_A_NUMBER),
    ("people", "0", rules.NOT_A_HEADCOUNT),
    ("people", "-3", rules.NOT_A_HEADCOUNT),
    ("purpose", "", "団体の目的を入力してください。"),
    ("purpose", "目" * 1001, "目的は1000文字以内で入力してください。"),
    ("activities", "活" * 1001, "活動内容は1000文字以内で入力してください。"),
    ("field_ids", [], rules.NO_FIELD),
    ("field_ids", ["x"], rules.NO_FIELD),
    ("field_ids", ["99999"], NOT_A_CHOICE),
    ("area_ids", [], rules.NO_AREA),
    ("area_ids", ["99999"], NOT_A_CHOICE),
    ("url", "javascript:alert(1)", rules.NOT_A_URL),
    ("url", "example.jp", rules.NOT_A_URL),
    ("phone", "電話なし", rules.NOT_A_PHONE),
    ("mobile", "1", rules.NOT_A_PHONE),
    ("fax", "1", rules.NOT_A_PHONE),
    ("email", "kai", "メールアドレスに「@」がありません（例：name@example.com）"),
    ("postal_code", "92-0000", rules.NOT_A_POSTAL_CODE),
    ("address", "町" * 121, "住所は120文字以内で入力してください。"),
    ("contact_name", "氏" * 61, "氏名は60文字以内で入力してください。"),
    ("role", "", "あなたの役割をえらんでください。"),
    ("role", "member", NOT_A_CHOICE),
    ("role", "boss", "あなたの役割をえらんでください。"),
])  # fmt: skip
def test_a_wrong_answer_is_said_beside_its_field_and_the_others_stay(app, field, wrong, sentence):
    page = Browser(app, a_person()).post("/organisations/apply", application(**{field: wrong}), expect=422)
    assert sentence in page.texts(f"#{field}-error .field__error")
    assert page.html.title.get_text().startswith("エラー：")
    summary = page.html.select_one(".error-summary a")["href"].removeprefix("#")
    assert page.html.find(id=summary)
    kept = "address" if field == "activities" else "activities"
    assert page.value(kept).strip() == application(address="").get(kept)
    assert groups() == []


def test_districts_that_were_ticked_stay_ticked(app):
    page = Browser(app, a_person()).post("/organisations/apply", application(name=""), expect=422)
    assert len(page.html.select("[name=area_ids][checked]")) == len(page.html.select("[name=field_ids][checked]")) == 1
    assert page.html.select_one("details.disclosure").has_attr("open")


def test_more_than_three_fields_are_too_many(app):
    fields = [str(a_field(f"field_0{number}").id) for number in range(1, 5)]
    page = Browser(app, a_person()).post("/organisations/apply", application(field_ids=fields), expect=422)
    assert page.texts("#field_ids-error .field__error") == [rules.TOO_MANY_FIELDS]


def test_longest_texts_emoji_and_markup_are_shown_as_they_are(app):
    browser = Browser(app, a_person())
    longest = application(name="名" * 80, kana="ナ" * 160, purpose="<script>" + "目" * 991 + "😀", address="町" * 120)
    page = browser.follow(browser.post("/organisations/apply", longest))
    assert page.heading == "名" * 80
    assert "<script>" + "目" * 991 + "😀" in page.text


def test_the_same_group_is_not_registered_twice(app):
    a_group("水辺のなかま", kind="npo", kana="ミズベノナカマ")
    page = Browser(app, a_person()).post("/organisations/apply", application(), expect=422)
    assert page.texts("#name-error .field__error") == [actions.KNOWN_ALREADY]


def test_a_namesake_is_pointed_out(app):
    other = a_group("水辺のなかま", kind="citizens_group")
    browser = Browser(app, a_person())
    page = browser.follow(browser.post("/organisations/apply", application()))
    assert "同じ名前の団体がほかにあります。" in page.text
    group = groups()[1]
    page = Browser(app, a_coordinator()).get(f"/organisations/{group.id}/verify")
    assert f"/organisations/{other.id}" in page.links()


def test_who_lost_the_confirmation_of_the_address_hears_what_comes_first(app):
    page = Browser(app, someone_unconfirmed()).post("/organisations/apply", application(), expect=409)
    assert actions.NOT_CONFIRMED in page.text


# ---- editing ----


def test_an_officer_edits_what_stands_there(app):
    group = a_group(kind="npo", fields=[a_field()], whole_city=True, phone="076-000-0001", phone_public=True)
    browser = Browser(app, an_officer_of(group))
    page = browser.get(f"/organisations/{group.id}/edit")
    assert page.value("name") == group.name and page.value("phone") == "076-000-0001"
    assert page.html.select_one("[name=phone_public]").has_attr("checked")
    assert page.html.select_one("[name=whole_city]").has_attr("checked")
    assert page.html.select_one("[name=kind_id] option[selected]")["value"] == str(group.kind_id)
    assert [box["value"] for box in page.html.select("[name=field_ids][checked]")] == [str(a_field().id)]
    changed = typed(a_profile(name="新しい名前", phone=""))
    page = browser.follow(browser.post(f"/organisations/{group.id}/edit", changed))
    assert page.heading == "新しい名前" and "団体の紹介を直しました。" in page.text
    assert not group.phone_public and group.phone == ""


def test_the_kind_of_a_verified_group_is_for_the_centre(app):
    group = a_group(kind="citizens_group")
    page = Browser(app, an_officer_of(group)).post(f"/organisations/{group.id}/edit", typed(a_profile()), expect=422)
    assert page.texts("#kind_id-error .field__error") == [actions.KIND_IS_FIXED]


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
    assert sentence in page.texts(f"#{field}-error .field__error")
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
    assert sentence in page.texts(f"#{field}-error .field__error")
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
