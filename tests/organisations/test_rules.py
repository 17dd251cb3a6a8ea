"""Spellings, complaints and terms of groups."""

from datetime import date

import pytest

from matchbox.organisations import rules
from matchbox.organisations.rules import Tenure


@pytest.mark.parametrize(("typed", "kept"), [
    ("ミズベノナカマ", "ミズベノナカマ"),
    ("みずべのなかま", "ミズベノナカマ"),
    ("ﾐｽﾞﾍﾞﾉﾅｶﾏ", "ミズベノナカマ"),
    ("ｻﾎﾟｰﾄ ｾﾝﾀｰ", "サポート　センター"),
    ("サポ-ト", "サポート"),
    ("みずべ  の　なかま ", "ミズベ　ノ　ナカマ"),
    ("いすゞ", "イスヾ"),
    ("ヴァイオリン・クラブ", "ヴァイオリン・クラブ"),
])  # fmt: skip
def test_a_reading_is_kept_in_full_width_katakana(typed, kept):
    assert rules.folded_kana(typed) == kept
    assert rules.kana_complaint(rules.folded_kana(typed)) == ""


@pytest.mark.parametrize("wrong", ["水辺のなかま", "ABC", "ミズベ2", "・・", "　", "ー", "ミズベ😀", "ミズベ\x00", ""])
def test_other_letters_are_no_reading(wrong):
    assert rules.kana_complaint(rules.folded_kana(wrong)) == rules.NOT_KANA


@pytest.mark.parametrize(("typed", "kept"), [
    ("920-0000", "920-0000"),
    ("9200000", "920-0000"),
    ("９２０－００００", "920-0000"),
    ("９２０ー００００", "920-0000"),
    ("〒920 0000", "920-0000"),
    ("〒920-0000", "920-0000"),
])  # fmt: skip
def test_a_postal_code_has_seven_digits_in_one_spelling(typed, kept):
    assert rules.folded_postal_code(typed) == kept
    assert rules.postal_code_complaint(kept) == ""


@pytest.mark.parametrize("wrong", ["920-000", "92000000", "920-00a0", "金沢", "920--0000x"])
def test_other_postal_codes_are_refused(wrong):
    assert rules.postal_code_complaint(rules.folded_postal_code(wrong)) == rules.NOT_A_POSTAL_CODE


@pytest.mark.parametrize("number", [
    "0760000001", "076-000-0001", "０７６−０００−０００１", "076（000）0001", "+81 76 000 0001",
])  # fmt: skip
def test_phone_numbers_come_in_many_spellings(number):
    assert rules.phone_complaint(rules.folded_phone(number)) == ""


@pytest.mark.parametrize("wrong", ["076", "電話なし", "0-7-6-0-0-0-0-0-0-1----------", "076-000-0001x"])
def test_other_phone_numbers_are_refused(wrong):
    assert rules.phone_complaint(rules.folded_phone(wrong)) == rules.NOT_A_PHONE


@pytest.mark.parametrize("url", [
    "https://example.jp", "http://example.jp/a?b=c#d", "ｈｔｔｐｓ：／／example.jp／", "https://xn--zckzah.jp:8443/団体",
])  # fmt: skip
def test_addresses_of_the_web_are_welcome(url):
    assert rules.url_complaint(rules.folded_url(url)) == ""


@pytest.mark.parametrize("url", [
    "example.jp", "javascript:alert(1)", "JAVASCRIPT://example.jp/%0aalert(1)", "data:text/html,x", "ftp://example.jp",
    "https://", "https://a b.jp", "https://bank.jp@evil.jp/", "https://[x", "https://localhost", "https://example.jp:0/",
    "https://example.jp:99999/", "//example.jp", 'https://example.jp/"onclick', "https://exa\nmple.jp", "😀",
])  # fmt: skip
def test_other_addresses_are_refused(url):
    assert rules.url_complaint(rules.folded_url(url)) == rules.NOT_A_URL


def test_looking_up_does_not_mind_width_case_or_kana():
    spellings = {"ＮＰＯ　みずべ", "npo ミズベ", "NPO ﾐｽﾞﾍﾞ"}
    assert len({rules.folded(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(("fields", "sentence"), [
    ([], rules.NO_FIELD), ([1], ""), ([1, 2, 3], ""), ([1, 2, 3, 4], rules.TOO_MANY_FIELDS), ([1, 1, 2, 3], ""),
])  # fmt: skip
def test_one_to_three_fields(fields, sentence):
    assert rules.fields_complaint(fields) == sentence


@pytest.mark.parametrize(("whole_city", "areas", "sentence"), [
    (True, [], ""), (False, [1], ""), (True, [1], ""), (False, [], rules.NO_AREA),
])  # fmt: skip
def test_the_whole_city_or_some_districts(whole_city, areas, sentence):
    assert rules.areas_complaint(whole_city, areas) == sentence


@pytest.mark.parametrize(("year", "right"), [
    (None, True), (2026, True), (1600, True), (2027, False), (1599, False), (0, False), (-5, False),
])  # fmt: skip
def test_the_year_of_foundation_is_not_in_the_future(year, right):
    assert (rules.year_complaint(year, date(2026, 11, 24)) == "") is right


@pytest.mark.parametrize(("people", "right"), [
    (None, True), (1, True), (1_000_000, True), (0, False), (1_000_001, False),
])  # fmt: skip
def test_a_group_has_at_least_one_person(people, right):
    assert (rules.headcount_complaint(people) == "") is right


@pytest.mark.parametrize(("capacity", "right"), [(1, True), (20, True), (0, False), (21, False), (None, False)])
def test_capacity_is_between_1_and_20(capacity, right):
    assert (rules.capacity_complaint(capacity) == "") is right


def test_twelve_months_off_is_no_offer():
    assert rules.months_complaint(range(1, 12)) == rules.months_complaint([]) == ""
    assert rules.months_complaint(range(1, 13)) == rules.NEVER


@pytest.mark.parametrize(("given", "until"), [
    (date(2026, 3, 31), date(2027, 3, 31)),
    (date(2026, 4, 1), date(2028, 3, 31)),
    (date(2026, 11, 24), date(2028, 3, 31)),
    (date(2027, 1, 5), date(2028, 3, 31)),
])  # fmt: skip
def test_a_verification_lasts_to_the_end_of_the_next_fiscal_year(given, until):
    assert rules.verified_until(given) == until


@pytest.mark.parametrize(("day", "due", "expired"), [
    (date(2026, 12, 31), False, False),
    (date(2027, 1, 1), True, False),
    (date(2027, 3, 31), True, False),
    (date(2027, 4, 1), True, True),
])  # fmt: skip
def test_renewal_opens_90_days_before_the_end(day, due, expired):
    until = date(2027, 3, 31)
    assert (rules.is_due(until, day), rules.has_expired(until, day)) == (due, expired)


def test_a_verification_without_an_end_stays():
    assert not rules.is_due(None, date(2100, 1, 1)) and not rules.has_expired(None, date(2100, 1, 1))


@pytest.mark.parametrize(("one", "other", "meet"), [
    (Tenure(date(2026, 4, 1), None), Tenure(date(2027, 4, 1), None), True),
    (Tenure(date(2026, 4, 1), date(2027, 3, 31)), Tenure(date(2027, 4, 1), None), False),
    (Tenure(date(2026, 4, 1), date(2027, 4, 1)), Tenure(date(2027, 4, 1), None), True),
    (Tenure(date(2026, 4, 1), date(2026, 4, 1)), Tenure(date(2026, 4, 1), date(2026, 4, 1)), True),
])  # fmt: skip
def test_terms_that_share_a_day_meet(one, other, meet):
    assert one.meets(other) is other.meets(one) is meet


@pytest.mark.parametrize(("others", "has"), [
    ([], False),
    ([Tenure(date(2027, 4, 1), None)], True),
    ([Tenure(date(2027, 4, 2), None)], False),
    ([Tenure(date(2020, 4, 1), date(2027, 3, 31))], False),
    ([Tenure(date(2020, 4, 1), date(2028, 3, 31))], True),
])  # fmt: skip
def test_somebody_follows_on_the_day_after_the_last(others, has):
    assert rules.has_successor(date(2027, 3, 31), others) is has
