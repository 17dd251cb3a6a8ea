import pytest

from matchbox.accounts import rules


@pytest.mark.parametrize("address", [
    "name@example.com", "o'neil+x@ex-ample.co.jp", "a..b@docomo.ne.jp", "a.@ezweb.ne.jp", "n@xn--eckwd4c7c.xn--zckzah",
])  # fmt: skip
def test_an_address_is_taken_as_people_have_it(address):
    assert rules.email_complaint(address) == ""


@pytest.mark.parametrize(("address", "complaint"), [
    ("name.example.com", rules.NO_AT),
    ("", rules.NO_AT),
    ("name@example", rules.NOT_AN_ADDRESS),
    ("name@@example.com", rules.NOT_AN_ADDRESS),
    ("a b@example.com", rules.NOT_AN_ADDRESS),
    ("名前@example.com", rules.NOT_AN_ADDRESS),
    ("name@例え.jp", rules.NOT_AN_ADDRESS),
    ("a@example.com, b@example.com", rules.NOT_AN_ADDRESS),
    ("a@example.com\nBcc: b@example.com", rules.NOT_AN_ADDRESS),
    ("name@127.0.0.1", rules.NOT_AN_ADDRESS),
    ("a" * 65 + "@example.com", rules.NOT_AN_ADDRESS),
    ("a@" + "b." * 130 + "com", rules.LONG_ADDRESS),
])  # fmt: skip
def test_a_wrong_address_says_what_to_put_right(address, complaint):
    assert rules.email_complaint(address) == complaint


def test_one_address_has_one_spelling():
    assert rules.folded_email(" Name@Example.COM ") == "name@example.com"


@pytest.mark.parametrize("number", ["0762201234", "076-220-1234", "(076)220-1234", "+81 76 220 1234", "090-1234-5678"])
def test_phones_are_taken_with_and_without_hyphens(number):
    assert rules.is_phone(number)


@pytest.mark.parametrize("number", ["110", "電話なし", "076-220-1234 内線5", "0" * 16, ""])
def test_what_is_no_phone_is_none(number):
    assert not rules.is_phone(number)


def test_every_hyphen_of_a_japanese_keyboard_is_a_hyphen():
    assert rules.plain_phone("076ー220−1234") == "076-220-1234"


@pytest.mark.parametrize("password", [
    "yukiguni no asa no chidori", "川のそばで猫が三匹ひなたぼっこ", "k7#vQ2!xLp9z", "正しい馬 電池 ホチキス",
])  # fmt: skip
def test_a_password_of_several_words_is_good(password):
    assert rules.password_complaint(password, ("midori@example.jp", "川端 みどり")) == ""


@pytest.mark.parametrize(("password", "complaint"), [
    ("", rules.SHORT),
    ("k7#vQ2!xLp9", rules.SHORT),
    ("x" * 201, rules.LONG),
    ("passwordpassword", rules.GUESSABLE),
    ("ｐａｓｓｗｏｒｄｐａｓｓｗｏｒｄ", rules.GUESSABLE),
    ("aaaaaaaaaaaaaaaaaaaa", rules.GUESSABLE),
    ("qwertyuiopasdfgh", rules.GUESSABLE),
    ("matchboxmatchbox", rules.GUESSABLE),
    ("20240401kanazawa", rules.GUESSABLE),
])  # fmt: skip
def test_a_weak_password_says_what_to_do(password, complaint):
    assert rules.password_complaint(password, ()) == complaint


def test_name_and_address_of_the_person_are_easy_to_guess():
    assert rules.password_complaint("hotaruzakawakaba", ()) == ""
    assert rules.password_complaint("hotaruzakawakaba", ("hotaruzaka.wakaba@example.jp",)) == rules.GUESSABLE
    assert rules.password_complaint("蛍坂わかば蛍坂わかば01", ("x@example.jp", "蛍坂わかば")) == rules.GUESSABLE


def test_staff_take_longer_passwords():
    assert rules.password_complaint("k7#vQ2!xLp9z", (), is_staff=True) == rules.SHORT_FOR_STAFF
    assert rules.password_complaint("k7#vQ2!xLp9zab3", (), is_staff=True) == ""


@pytest.mark.parametrize("address", ["/", "/issues", "/issues?page=2", "/matches/3#c12", "/課題"])
def test_our_own_paths_may_come_next(address):
    assert rules.is_own_path(address)


@pytest.mark.parametrize("address", [
    "", "issues", "//evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example/",
    "javascript:alert(1)", "/\t/evil.example", "/\n/evil.example", "/a\\..\\b", " //evil.example",
])  # fmt: skip
def test_no_other_site_comes_next(address):
    assert not rules.is_own_path(address)


@pytest.mark.parametrize(("agent", "device"), [
    ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36", "Chrome・Windows"),
    ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0", "Edge・Windows"),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1", "Safari・iPhone"),
    ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36", "Chrome・Android"),
    ("Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0", "Firefox・Linux"),
    ("curl/8.1", ""),
])  # fmt: skip
def test_a_device_is_named_so_that_its_owner_knows_it(agent, device):
    assert rules.device_of(agent) == device
