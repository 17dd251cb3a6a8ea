
import pytest
from sqlalchemy import select

from matchbox.accounts.models import SignIn
from matchbox.core.database import db
from tests.browser import Browser
from tests.given.groups import a_group
from tests.given.people import a_coordinator, a_person, a_person_with_password
from tests.given.signing_in import is_signed_in, sign_in


def test_the_profile_shows_and_saves_what_is_ones_own(app):
    person = a_coordinator("センター 佐藤")
    a_group("ほたる橋ささえあいの会", members=[person])
    browser = Browser(app, person)
    page = browser.get("/profile")
    for words in ("コーディネーター", "平成31年4月1日から", "ほたる橋ささえあいの会"):
        assert words in page.text
    assert "/issues?mine=1" in page.links()
    page = browser.follow(browser.post("/profile", {"name": "佐藤", "phone": "（０７６）２２０ー１２３４"}))
    assert "登録内容を保存しました" in page.text
    assert (page.value("name"), page.value("phone")) == ("佐藤", "(076)220-1234")
    page = browser.post("/profile", {"name": "", "phone": "内線5"}, expect=422)
    assert page.texts("#name-error") == ["表示名を入力してください"]
    assert page.texts("#phone-error") == ["電話番号は、数字とハイフンで入力してください（例：076-000-0000）"]


def test_a_long_name_and_markup_are_shown_as_they_are(app):
    browser = Browser(app, a_person())
    page = browser.follow(browser.post("/profile", {"name": "<b>名</b>" + "あ" * 30, "phone": ""}))
    assert page.value("name") == "<b>名</b>" + "あ" * 30 and not page.html.select("b")


def test_ones_devices_are_seen_and_ended(app):
    person, other = a_person_with_password(), a_person()
    browser, phone, library = Browser(app), Browser(app), Browser(app)
    phone.client.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5) Safari/604.1"
    for each in (browser, phone, library):
        sign_in(each, person.email)
    page = browser.get("/profile/devices")
    assert len(page.html.select("tbody tr")) == 3 and "Safari・iPhone" in page.text
    assert len(page.texts(".chip")) == 1
    row = db.session.scalars(select(SignIn).where(SignIn.device == "Safari・iPhone")).one()
    Browser(app, other).post(f"/profile/devices/{row.id}/end", expect=404)
    assert is_signed_in(phone)
    page = browser.follow(browser.post(f"/profile/devices/{row.id}/end"))
    assert "その端末をログアウトしました" in page.text and len(page.html.select("tbody tr")) == 2
    assert not is_signed_in(phone)
    browser.post(f"/profile/devices/{row.id}/end")
    page = browser.follow(browser.post("/profile/devices"))
    assert len(page.html.select("tbody tr")) == 1
    assert is_signed_in(browser) and not is_signed_in(library)


@pytest.mark.parametrize("url", ["/profile", "/profile/password", "/profile/devices"])
def test_own_pages_ask_visitors_to_sign_in(app, url):
    assert "/sign-in?next=" in Browser(app).get(url, expect=302).location
