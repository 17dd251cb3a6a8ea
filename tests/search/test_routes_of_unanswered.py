"""The page of words that found nothing."""

from datetime import timedelta

import pytest

from matchbox.core import clock
from matchbox.search import documents
from matchbox.search.queries import Kind
from tests.browser import Browser
from tests.given.issues import an_issue, selects
from tests.given.people import a_coordinator
from tests.given.search import asked_in_vain, no_counters, of_the_site


@pytest.fixture
def desk(app):
    no_counters()
    return Browser(app, a_coordinator())


def rows(page):
    return page.texts("tbody th")


def test_without_any_it_says_so(desk):
    page = desk.get("/desk/unanswered")
    assert "2回以上さがして見つからなかった言葉はありません。" in page.text


def test_words_are_shown_from_the_second_asking_the_most_frequent_first(desk):
    asked_in_vain("けん玉", times=2)
    asked_in_vain("ケン玉")
    asked_in_vain("竹馬", times=3)
    asked_in_vain("積み木", times=1)
    page = desk.get("/desk/unanswered")
    assert rows(page) == ["けん玉", "竹馬"]
    assert page.texts("tbody td.r") == ["4回", "3回"]


def test_questions_with_a_person_are_not_kept(desk):
    for text in ("田中太郎", "076-222-1234", "hana@example.jp", "泉野3-5", "みどり先生", "長い" * 20):
        asked_in_vain(text)
    assert rows(desk.get("/desk/unanswered")) == []


def test_the_period_is_chosen(desk):
    asked_in_vain("竹馬", day=clock.today() - timedelta(60))
    asked_in_vain("けん玉", day=clock.today() - timedelta(29))
    assert rows(desk.get("/desk/unanswered")) == ["けん玉"]
    assert rows(desk.get("/desk/unanswered?days=90")) == ["けん玉", "竹馬"]
    for strange in ("7", "x", "-1", "9999999"):
        assert rows(desk.get(f"/desk/unanswered?days={strange}")) == ["けん玉"]


def test_what_can_be_found_meanwhile_is_said_and_every_word_leads_to_a_new_group(desk):
    for words in ("竹馬", "けん玉", "竹馬のギター"):
        asked_in_vain(words)
    an_issue("竹馬を直す人")
    documents.rebuild()
    page = desk.get("/desk/unanswered")
    found = {row.th.get_text(): row.select("td")[2].get_text(" ", strip=True) for row in page.html.select("tbody tr")}
    assert found["竹馬"].startswith("1件") and "一部だけ" not in found["竹馬"]
    assert "言葉の一部だけが合うものをふくみます" in found["竹馬のぎたー"]
    assert found["けん玉"] == "0件"
    links = [link for link in page.links("tbody a") if "synonyms" in link]
    assert [desk.get(link).value("words").strip() for link in links] == ["けん玉", "竹馬", "竹馬のぎたー"]


def test_without_an_index_the_words_are_shown_all_the_same(desk):
    asked_in_vain("竹馬")
    page = desk.get("/desk/unanswered")
    assert rows(page) == ["竹馬"] and "いまは、見つかる件数を確かめられません" in page.text


def test_many_words_are_paged_and_take_no_more_statements(desk):
    asked_in_vain("竹馬")
    documents.rebuild()
    with selects() as few:
        desk.get("/desk/unanswered")
    for number in range(25):
        asked_in_vain(f"けん玉{number}")
    with selects() as many:
        page = desk.get("/desk/unanswered")
    assert len(of_the_site(many)) <= len(of_the_site(few)) + len(Kind) and len(rows(page)) == 20
    assert len(rows(desk.get("/desk/unanswered?page=2"))) == 6
