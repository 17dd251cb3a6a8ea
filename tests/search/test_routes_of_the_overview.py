"""One search over everything, as people read it."""

import pytest

from matchbox.core.publication import Publication
from matchbox.matching.workflow import MatchState
from matchbox.search import documents
from tests.browser import Browser
from tests.given.groups import a_group, a_member_of
from tests.given.issues import an_issue, selects
from tests.given.matches import a_match
from tests.given.news import a_news_item
from tests.given.people import a_coordinator, a_person, an_analyst
from tests.given.proposals import a_proposal


@pytest.fixture
def town(app):
    issue = an_issue("通学路の雪かき")
    a_proposal(issue, title="朝の雪かき隊")
    a_match(MatchState.ACTIVE, issue, title="雪かきの取組")
    a_group("雪かきの会")
    a_news_item("雪かきの道具を貸します")
    documents.rebuild()
    return issue


def test_without_words_it_asks_for_them(app):
    page = Browser(app).get("/search")
    assert page.heading == "さがす" and page.html.select_one("form[role=search] input[name=q]")


def test_every_kind_is_found_and_counted(app, town):
    page = Browser(app).get("/search?q=雪かき")
    assert page.heading == "「雪かき」の検索結果"
    assert page.texts(".tabs a") == ["すべて 5", "課題 1", "提案 1", "団体 1", "取組 1", "お知らせ 1", "計画の施策 0"]
    titles = page.texts(".item__title")
    assert titles == ["通学路の雪かき", "朝の雪かき隊", "雪かきの会", "雪かきの取組", "雪かきの道具を貸します"]
    for link in page.links(".item__title a"):
        Browser(app).get(link)


def test_each_tab_leads_to_as_many_as_it_says(app, town):
    for link, words in zip(*(lambda page: (page.links(".tabs a"), page.texts(".tabs a")))(
        Browser(app).get("/search?q=雪かき")
    ), strict=True):  # fmt: skip
        page = Browser(app).get(link)
        number = int(words.split()[-1])
        assert f"{number}" in page.texts("[role=status]")[0]
        assert page.texts(".tabs [aria-current=page]") == [words]


def test_nothing_found_says_what_to_do_next(app, index):
    page = Browser(app).get("/search?q=ぽぴゅらゔぇ")
    assert "言葉を短くするか" in page.text and "/issues/new" in page.links()


def test_some_of_the_words_are_said_to_be_only_some(app, town):
    assert "一部の言葉だけ" in Browser(app).get("/search?q=雪かき ありえない言葉").text
    assert "一部の言葉だけ" not in Browser(app).get("/search?q=雪かき").text


def test_what_people_type_is_text(app, index):
    page = Browser(app).get("/search?q=<script>alert(1)</script>")
    assert page.html.select("main script") == [] and "<script>" in page.heading


@pytest.mark.parametrize("junk", [
    "q=%00", "q=%22", "q=-", "q=-雪", "q=" + "あ" * 400, "kind=x&q=雪", "kind=news", "page=9&kind=news&q=雪",
    "q=%F0%9F%91%A8%E2%80%8D%F0%9F%91%A9", "q=AND+OR+NOT+(", "q=雪*+title:x",
])  # fmt: skip
def test_junk_is_survived(app, index, junk):
    Browser(app).get(f"/search?{junk}")


def test_what_is_not_public_is_found_by_whom_it_concerns(app, index):
    waiting = an_issue("確認待ちの雪", publication=Publication.WAITING, contact_phone="076-000-0001")
    group = a_group("新しい雪の会")
    a_match(MatchState.MEETING, waiting, title="秘密の雪の顔合わせ")

    def own(viewer, words="雪"):
        return set(Browser(app, viewer).get(f"/search?q={words}").texts("[aria-labelledby=own] .item__title"))

    assert own(None) == own(a_person("通りすがり")) == own(an_analyst()) == own(a_member_of(group)) == set()
    assert own(waiting.poster) == {"確認待ちの雪", "秘密の雪の顔合わせ"}
    coordinator = a_coordinator()
    assert own(coordinator) == {"確認待ちの雪", "秘密の雪の顔合わせ"}
    assert own(coordinator, "076-000-0001") == {"確認待ちの雪"} and own(waiting.poster, "076-000-0001") == set()


def test_the_page_takes_the_same_statements_however_much_is_found(app, index):
    """An engine in the database asks up to three times, fewer where much is found: so much is there from the start."""

    def read():
        for number in range(8):
            a_proposal(an_issue(f"雪かき{number}"), title=f"雪かき提案{number}")
            a_group(f"雪かき会{number}")
        documents.rebuild()
        with selects() as seen:
            Browser(app).get("/search?q=雪かき")
        return len(seen)

    assert abs(read() - read()) <= 1  # how many documents there are is looked up every few seconds


def test_what_was_probably_meant_is_offered_when_it_finds_something(app, town):
    page = Browser(app).get("/search?q=yukikaki")
    meant = next(link for link in page.links() if link.startswith("/search?q=") and "yukikaki" not in link)
    assert "通学路の雪かき" in Browser(app).get(meant).texts(".item__title")
    assert "もしかして" not in Browser(app).get("/search?q=雪かき").text


def test_a_word_that_only_hidden_things_have_is_never_offered(app, index):
    an_issue("ひょうたん島の清掃", publication=Publication.HIDDEN)
    documents.rebuild()
    assert "もしかして" not in Browser(app).get("/search?q=hyoutanjima").text
