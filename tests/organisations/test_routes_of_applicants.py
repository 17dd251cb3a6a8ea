"""What applicants fill in, and how the profile is edited."""

import pytest
from sqlalchemy import select

from matchbox.core.database import db
from matchbox.organisations import actions, rules
from matchbox.organisations.models import Organisation
from matchbox.web.fields import NOT_A_CHOICE, NOT_A_NUMBER
from tests.browser import Browser
from tests.given.groups import a_field, a_group, a_profile, an_officer_of, typed
from tests.given.people import a_coordinator, a_person, someone_unconfirmed


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
    assert page.texts(f"#{field}-error .field__error") == [sentence]
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
