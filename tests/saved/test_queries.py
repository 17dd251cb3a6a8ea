"""Finding kept conditions: their spelling, their words, how much they find."""

import pytest

from matchbox.core.database import db
from matchbox.core.permissions import Visitor
from matchbox.core.publication import Publication
from matchbox.matching.workflow import MatchState
from matchbox.proposals.workflow import ProposalState
from matchbox.saved import queries
from matchbox.saved.rules import ListName
from tests.given.groups import a_group
from tests.given.issues import an_issue, selects
from tests.given.matches import a_match
from tests.given.people import a_coordinator, a_person
from tests.given.proposals import a_proposal
from tests.given.saved import a_saved_search
from tests.given.words import a_category, a_district, a_group_kind, a_policy


def test_only_the_owner_finds_them_the_newest_first(app):
    owner = a_person()
    first, second = a_saved_search(owner), a_saved_search(owner, "q=b")
    a_saved_search(a_person())
    assert queries.of_viewer(owner) == [second, first] and queries.how_many(owner) == 2
    for other in (Visitor(), a_person(), a_coordinator()):
        assert queries.of_viewer(other) == [] and queries.how_many(other) == 0


@pytest.mark.parametrize(("name", "query", "spelling"), [
    (ListName.ISSUES, "progress=talking&progress=open", "progress=open&progress=talking"),
    (ListName.ISSUES, "page=3&q=%E9%9B%AA&utm_source=x", "q=%E9%9B%AA"),
    (ListName.ISSUES, "q=%20%E9%9B%AA%20%20%E9%81%93%20", "q=%E9%9B%AA+%E9%81%93"),
    (ListName.ISSUES, "area=7&area=7&area=5&sort=old", "area=5&area=7&sort=old"),
    (ListName.ISSUES, "sort=near&home=6", "home=6&sort=near"),
    (ListName.ISSUES, "home=6&area=5", "area=5"),
    (ListName.ISSUES, "mine=1", "mine=1"),
    (ListName.ISSUES, "progress=nowhere&area=x&sort=sideways&home=6", ""),
    (ListName.ISSUES, "sort=old", ""),
    (ListName.ISSUES, "", ""),
    (ListName.ORGANISATIONS, "area=0&kind=3", "area=0&kind=3"),
    (ListName.PROPOSALS, "state=submitted&kind=3&year=2026", "kind=3&state=submitted&year=2026"),
    (ListName.MATCHES, "kind=exchange&policy=4&year=2026", "kind=exchange&policy=4&year=2026"),
    (ListName.SEARCH, "q=a&kind=news", "kind=news&q=a"),
    (ListName.SEARCH, "kind=news", ""),
    (ListName.SEARCH, "q=a&area=5", "q=a"),
])  # fmt: skip
def test_conditions_have_one_spelling_of_what_their_list_understands(app, name, query, spelling):
    person = a_person()
    found = queries.canonical(name, query, person)
    assert found == spelling
    assert queries.canonical(name, found, person) == found


@pytest.mark.parametrize("strange", ["q=%00", "%FF=%FF&q=%FF", "area=" + "9" * 500, "&&&=;", "q=" + "長" * 5000])
def test_no_query_string_is_too_strange(app, strange):
    for name in ListName:
        assert len(queries.canonical(name, strange, a_person())) < 1000


def test_a_title_is_suggested_from_the_words_beside_the_conditions(app):
    person = a_person()
    snow, here = a_category("snow").id, a_district("泉野").id

    def title(name, query):
        return queries.title_of(name, query, person)

    assert title(ListName.ISSUES, f"q=歩道&category={snow}&area={here}&progress=open") == (
        "課題：「歩道」・募集中・雪・除雪・泉野"
    )
    assert title(ListName.ISSUES, f"sort=near&home={here}") == "課題：近い順"
    assert title(ListName.ISSUES, "area=0&mine=1&year=2026") == "課題：地区なし・令和8年度・自分に関わるもの"
    assert title(ListName.ORGANISATIONS, f"area=0&kind={a_group_kind().id}") == "団体：市民活動団体・市全域"
    assert title(ListName.MATCHES, f"kind=exchange&policy={a_policy().id}") == (
        "取組：交流・2-1 地域と多様な主体とのつながり創出"
    )
    assert title(ListName.PROPOSALS, "state=under_review") == "提案：検討中"
    assert title(ListName.SEARCH, "q=雪&kind=news") == "すべての種類：「雪」・お知らせ"
    assert len(title(ListName.ISSUES, "q=" + "長" * 100)) == 60


def test_what_is_not_there_any_longer_has_no_word(app):
    row = a_saved_search(a_person(), "area=99999&category=99998&q=a&year=99999999")
    assert queries.words_beside([row], a_person()) == {row.id: ["「a」"]}


def test_the_words_beside_many_rows_are_read_together(app):
    person = a_person()
    areas = [a_district(name).id for name in ("泉野", "弥生", "富樫")]
    for area in reversed(areas):
        a_saved_search(person, f"area={area}&category={a_category().id}")
    rows = queries.of_viewer(person)
    with selects() as few:
        assert queries.words_beside(rows[:1], person)
    with selects() as many:
        words = queries.words_beside(rows, person)
    assert len(many) == len(few) <= 3
    assert [words[row.id] for row in rows] == [["雪・除雪", name] for name in ("泉野", "弥生", "富樫")]


def found(row, viewer):
    return queries.numbers_of([row], viewer)[row.id]


def test_they_tell_how_much_their_list_shows_now(app):
    person = a_person()
    issue = an_issue("雪の課題")
    an_issue("雪の下書き", publication=Publication.WAITING)
    an_issue("花の課題", category=a_category("parks"), area=a_district("弥生"))
    group = a_group(kind="npo")
    a_proposal(issue, group, state=ProposalState.UNDER_REVIEW)
    a_match(MatchState.ACTIVE, issue)
    db.session.rollback()
    for name, conditions, number in (
        (ListName.ISSUES, f"category={a_category('snow').id}", 1),
        (ListName.ISSUES, "q=%E3%81%AE", 2),
        (ListName.ISSUES, "progress=under_way", 1),
        (ListName.ISSUES, "sort=near&home=6", 2),
        (ListName.ORGANISATIONS, f"kind={a_group_kind('npo').id}", 1),
        (ListName.PROPOSALS, "state=under_review", 1),
        (ListName.MATCHES, f"policy={a_policy().id}", 1),
        (ListName.MATCHES, "state=completed", 0),
        (ListName.SEARCH, "q=%E9%9B%AA%E3%81%AE%E8%AA%B2%E9%A1%8C", 2),  # the issue, and the match that bears its title
        (ListName.SEARCH, "kind=issue&q=%E9%9B%AA%E3%81%AE%E8%AA%B2%E9%A1%8C", 1),
    ):
        assert found(a_saved_search(person, conditions, name), person) == number, (name, conditions)


def test_they_find_what_the_owner_may_see(app):
    owner = a_person()
    an_issue(publication=Publication.WAITING, poster=owner)
    an_issue(publication=Publication.WAITING)
    row = a_saved_search(owner, "publication=waiting")
    assert found(row, owner) == 1
    assert found(row, a_coordinator()) == 2


def test_the_number_of_lists_that_are_asked_has_an_end(app):
    person = a_person()
    for number in range(queries.COUNTED + 5):
        a_saved_search(person, f"category={number + 1}")
    rows = queries.of_viewer(person)
    with selects() as asked:
        numbers = queries.numbers_of(rows, person)
    assert list(numbers) == [row.id for row in rows[: queries.COUNTED]]
    assert len(asked) == queries.COUNTED
