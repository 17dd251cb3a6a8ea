"""The pages on which staff say which words mean the same."""

import pytest

from matchbox.search import documents, rules
from matchbox.search.queries import words as words_in_use
from matchbox.tools.fulltext.installed import engine
from tests.browser import Browser
from tests.given.issues import an_issue, selects
from tests.given.people import a_coordinator, an_administrator
from tests.given.search import a_synonym_group, the_shipped_words


@pytest.fixture
def desk(app):
    return Browser(app, a_coordinator())


def page_of(group):
    return f"/desk/synonyms/{group.id}"


def words_in(page):
    return page.value("words").strip()


def the_newest():
    return words_in_use.groups()[0]


def test_an_empty_list_says_what_to_do(desk):
    page = desk.get("/desk/synonyms?q=なにもない言葉")
    assert "「なにもない言葉」をふくむグループはありません。" in page.text
    assert "/desk/synonyms/new?word=" in " ".join(page.links())
    assert "使うのをやめたグループはありません。" in desk.get("/desk/synonyms?state=withdrawn").text


def test_the_list_is_paged_and_narrowed_in_a_constant_number_of_statements(desk):
    a_synonym_group("竹馬", "けん玉", note="子ども会から")
    with selects() as few:
        desk.get("/desk/synonyms")
    the_shipped_words()
    with selects() as many:
        page = desk.get("/desk/synonyms")
    assert len(few) == len(many)
    assert page.texts(".item__title")[0] == "竹馬 ／ けん玉" and len(page.texts(".item")) == 50
    assert "259件のグループ（1〜50件目を表示）" in page.text
    assert len(desk.get("/desk/synonyms?page=6").texts(".item")) == 9
    assert desk.get("/desk/synonyms?q=子ども会から").texts(".item__title") == ["竹馬 ／ けん玉"]


def test_a_group_is_added_and_in_use_at_once(desk):
    an_issue("けん玉の会")
    documents.rebuild()
    assert engine().search("竹馬").hits == []
    page = desk.get("/desk/synonyms/new?word=竹馬")
    assert words_in(page) == "竹馬"
    page = desk.send(page, "保存する", words="竹馬\nけん玉", note="子ども会から")
    assert page.heading == "言いかえ「竹馬」" and "すぐに検索に使われます" in page.html.get_text()
    assert len(engine().search("竹馬").hits) == 1


def test_what_was_not_sent_at_all_is_as_good_as_empty(desk):
    desk.post("/desk/synonyms/new", {"words": "竹馬\nけん玉"})
    assert (the_newest().words, the_newest().note) == (["竹馬", "けん玉"], "")
    desk.post("/desk/synonyms/new", expect=422)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("", rules.TOO_FEW),
        ("竹馬", rules.TOO_FEW),
        ("ごみ\nゴミ", rules.TWICE % {"word": "ごみ", "other": "ゴミ"}),
        ("竹馬\nあ", rules.TOO_SHORT % {"word": "あ"}),
        ("<b>竹馬", rules.TOO_FEW),
    ],
)
def test_what_cannot_be_a_group_is_refused_beside_the_field_and_stays_in_it(desk, words, sentence):
    for button in ("保存する", "ためしに検索する"):
        page = desk.get("/desk/synonyms/new")
        page = desk.send(page, button, expect=422, words=words, note="大事なメモ", tried="竹馬")
        assert page.texts("#words-error .field__error") == [sentence]
        assert words_in(page).split() == words.split()
        assert (page.value("note"), page.value("tried")) == ("大事なメモ", "竹馬")
        assert not page.html.select("#trial")
    assert [group for group in words_in_use.groups() if group.code is None] == []


def test_a_trial_shows_both_results_and_saves_nothing(desk):
    an_issue("竹馬を直す人")
    an_issue("けん玉の会")
    documents.rebuild()
    page = desk.get("/desk/synonyms/new")
    page = desk.send(page, "ためしに検索する", expect=200, words="竹馬\nけん玉", note="大事なメモ")
    assert page.texts("#trial") == ["「竹馬」をためしに検索した結果"]
    now, then = page.html.select(".trial__side")
    assert [link.get_text() for link in now.select("a")] == ["竹馬を直す人"]
    assert [link.get_text() for link in then.select("a")] == ["竹馬を直す人", "けん玉の会"]
    assert page.texts(".trial__new a") == ["けん玉の会"] and "新しく1件が見つかるようになります" in page.text
    assert words_in(page).split() == ["竹馬", "けん玉"] and page.value("note") == "大事なメモ"
    assert [group for group in words_in_use.groups() if group.code is None] == []
    desk.send(page, "保存する")
    assert (the_newest().words, the_newest().note) == (["竹馬", "けん玉"], "大事なメモ")


def test_a_trial_takes_another_question_and_the_words_that_stand_in_the_form(desk):
    an_issue("けん玉の会")
    documents.rebuild()
    group = a_synonym_group("竹馬", "けん玉")
    page = desk.get(page_of(group))
    page = desk.send(page, "ためしに検索する", expect=200, words="竹馬\nホッピング", tried="竹馬の会")
    now, then = page.html.select(".trial__side")
    assert "けん玉の会" in now.get_text() and page.texts("#trial") == ["「竹馬の会」をためしに検索した結果"]
    assert "新しく見つかるものはありません" in page.text
    assert group.words == ["竹馬", "けん玉"]


def test_without_an_index_nothing_can_be_tried_but_everything_saved(desk):
    page = desk.get("/desk/synonyms/new")
    page = desk.send(page, "ためしに検索する", expect=200, words="竹馬\nけん玉")
    assert "いまはためせません" in page.text
    assert desk.send(page, "保存する").heading == "言いかえ「竹馬」"


def test_a_group_is_changed_and_its_history_says_who_did_what(app, desk):
    group = a_synonym_group("竹馬", "けん玉", by=a_coordinator("センター 佐藤"))
    other = Browser(app, an_administrator("管理 鈴木"))
    page = other.send(other.get(page_of(group)), "保存する", words="竹馬\nホッピング", note="直した")
    changed, added = page.texts(".timeline li")
    for said in ("直しました", "加えた言葉：ホッピング", "外した言葉：けん玉", "メモ：直した", "管理 鈴木"):
        assert said in changed
    assert "登録しました" in added and "加えた言葉：竹馬、けん玉" in added and "センター 佐藤" in added


def test_a_group_is_withdrawn_and_restored(desk):
    group = a_synonym_group("竹馬", "けん玉")
    documents.rebuild()
    page = desk.send(desk.get(page_of(group)), "使うのをやめる")
    assert "いまは検索に使われていません" in page.text
    assert desk.get("/desk/synonyms?q=竹馬").texts(".item") == []
    assert desk.get("/desk/synonyms?state=withdrawn").texts(".item__title") == ["竹馬 ／ けん玉"]
    page = desk.send(page, "ためしに検索する", expect=200)
    assert "「もう一度使う」を押すと、検索に使われます" in page.text
    page = desk.send(page, "もう一度使う")
    assert "いまは検索に使われていません" not in page.text
    assert desk.get("/desk/synonyms?q=竹馬").texts(".item__title") == ["竹馬 ／ けん玉"]


def test_withdrawing_twice_says_that_it_is_done_already(desk):
    group = a_synonym_group("竹馬", "けん玉")
    page = desk.get(page_of(group))
    desk.send(page, "使うのをやめる")
    desk.post(f"{page_of(group)}/withdraw", {"key": "another form"}, expect=409)


def test_a_word_of_another_group_is_named_with_a_link(desk):
    toys = a_synonym_group("竹馬", "おもちゃ")
    group = a_synonym_group("積み木", "オモチャ")
    page = desk.get(page_of(group))
    assert "ほかのグループにもある言葉" in page.text and page_of(toys) in page.links()
    page = desk.send(desk.get("/desk/synonyms/new"), "ためしに検索する", expect=200, words="玩具箱\nおもちゃ")
    assert {page_of(toys), page_of(group)} <= set(page.links())


def test_a_word_in_the_address_is_cut_and_cleaned(desk):
    assert words_in(desk.get("/desk/synonyms/new?word=" + "あ" * 400)) == "あ" * 30
    assert words_in(desk.get("/desk/synonyms/new?word=%00竹馬")) == "竹馬"


def test_what_is_typed_is_shown_as_text(desk):
    group = a_synonym_group("<b>竹馬", "けん玉")
    assert desk.get(page_of(group)).heading == "言いかえ「<b>竹馬」"
    assert desk.get("/desk/synonyms?q=<b>竹馬").texts(".item__title") == ["<b>竹馬 ／ けん玉"]
