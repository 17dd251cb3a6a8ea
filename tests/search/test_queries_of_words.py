"""Do the words in use reach every question at once, and what would others change?"""

import threading

import pytest

from matchbox.core.database import db
from matchbox.search import actions, documents
from matchbox.search.queries import words as words_in_use
from matchbox.tools.fulltext import analysis
from matchbox.tools.fulltext.installed import engine
from matchbox.web.transactions import writing
from tests.given.issues import an_issue, selects
from tests.given.news import a_news_item
from tests.given.people import a_coordinator
from tests.given.search import a_synonym_group, of_the_site, the_shipped_words


def others(word):
    spans = words_in_use.current().spans(analysis.terms(word))
    return {other for span in spans for other in span.others}


def titles(found):
    return [result.title for result in found]


def test_what_staff_change_is_known_at_once(app):
    assert others("竹馬") == set()
    group = a_synonym_group("竹馬", "けん玉")
    assert others("竹馬") == {"けん玉"}
    staff = a_coordinator()
    with writing():
        actions.change_group(staff, group, words=["竹馬", "ホッピング"], note="")
    assert others("竹馬") == {"ホッピング"}
    with writing():
        actions.withdraw_group(staff, group)
    assert others("竹馬") == set()
    with writing():
        actions.restore_group(staff, group)
    assert others("竹馬") == {"ホッピング"}


def test_a_question_finds_what_was_written_in_other_words_as_soon_as_they_are_saved(app):
    an_issue("けん玉を作る会")
    documents.rebuild()
    assert engine().search("竹馬").hits == []
    a_synonym_group("竹馬", "けん玉")
    assert len(engine().search("竹馬").hits) == 1


def test_the_starting_data_is_in_use(app):
    the_shipped_words()
    assert {"町内会", "自治会"} <= others("町会")


def test_without_a_change_asking_costs_one_statement_and_reads_no_words(app):
    the_shipped_words()
    known = words_in_use.current()
    with selects() as seen:
        assert words_in_use.current() is known
    assert len(seen) == 1 and "synonym_groups" not in seen[0]


def test_a_change_that_was_taken_back_is_forgotten(app):
    staff = a_coordinator()
    with pytest.raises(ZeroDivisionError), writing():
        actions.add_group(staff, None, words=["竹馬", "けん玉"])
        assert others("竹馬") == {"けん玉"}
        raise ZeroDivisionError
    assert others("竹馬") == set()
    a_synonym_group("竹馬", "ホッピング")
    assert others("竹馬") == {"ホッピング"}


def test_many_threads_ask_at_once(app):
    the_shipped_words()
    a_synonym_group("竹馬", "けん玉")
    found = []

    def ask():
        with app.app_context():
            found.append(others("竹馬"))
            db.session.remove()

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [{"けん玉"}] * 8


def test_groups_are_found_by_a_word_however_it_is_written_and_by_their_note(app):
    group = a_synonym_group("くまで", "落ち葉かき", note="秋に多い")
    a_synonym_group("竹馬", "けん玉")
    for typed in ("クマデ", "ｸﾏﾃﾞ", "葉かき", "秋に"):
        assert words_in_use.with_word(words_in_use.groups(), typed) == [group]


def test_what_staff_added_stands_before_the_starting_data(app):
    the_shipped_words()
    first, second = a_synonym_group("竹馬", "けん玉"), a_synonym_group("積み木", "ブロック")
    found = words_in_use.groups()
    assert found[:3] == [second, first, found[2]] and found[2].words[0] == "町会"


def test_words_that_stand_in_other_groups_too_are_named(app):
    toys, own = a_synonym_group("竹馬", "おもちゃ"), a_synonym_group("積み木", "オモチャ")
    staff, withdrawn = a_coordinator(), a_synonym_group("ベーゴマ", "おもちゃ")
    with writing():
        actions.withdraw_group(staff, withdrawn)
    assert words_in_use.sharing(own.words, own) == [("オモチャ", toys)]
    assert words_in_use.sharing(["おもちゃ"]) == [("おもちゃ", own), ("おもちゃ", toys)]
    assert words_in_use.sharing(["くまで"]) == []


def test_a_trial_shows_what_is_found_now_and_what_would_be_and_changes_nothing(app):
    an_issue("竹馬を直す人")
    an_issue("けん玉を作る会")
    a_news_item("けん玉教室")
    documents.rebuild()
    trial = words_in_use.trial("竹馬", words_in_use.with_group(["竹馬", "けん玉"]))
    assert titles(trial.now) == ["竹馬を直す人"]
    assert titles(trial.then)[0] == "竹馬を直す人" and set(titles(trial.new)) == {"けん玉を作る会", "けん玉教室"}
    assert others("竹馬") == set()


def test_a_trial_of_a_change_leaves_the_words_of_before_out(app):
    an_issue("けん玉を作る会")
    an_issue("ホッピングの会")
    documents.rebuild()
    group = a_synonym_group("竹馬", "けん玉")
    trial = words_in_use.trial("竹馬", words_in_use.with_group(["竹馬", "ホッピング"], group))
    assert titles(trial.now) == ["けん玉を作る会"]
    assert titles(trial.then) == titles(trial.new) == ["ホッピングの会"]


def test_a_trial_shows_public_things_only_ten_of_them_in_a_constant_number_of_statements(app):
    for number in range(3):
        an_issue(f"竹馬の会{number}")
    documents.rebuild()
    words_in_use.current()
    with selects() as few:
        words_in_use.trial("竹馬", words_in_use.with_group(["竹馬", "けん玉"]))
    for number in range(12):
        an_issue(f"けん玉の会{number}")
    hidden = an_issue("竹馬と消えた会")
    documents.rebuild()
    with writing():
        hidden.publication = "hidden"
    with selects() as many:
        trial = words_in_use.trial("竹馬", words_in_use.with_group(["竹馬", "けん玉"]))
    assert len(trial.then) == 10 and "竹馬と消えた会" not in titles(trial.then) + titles(trial.now)
    assert len(of_the_site(few)) == len(of_the_site(many))


def test_without_an_index_there_is_no_trial(app):
    assert words_in_use.trial("竹馬", words_in_use.with_group(["竹馬", "けん玉"])) is None
    assert words_in_use.found_now(["竹馬"]) is None


def test_how_much_is_found_by_now_is_counted_over_all_kinds(app):
    an_issue("竹馬を直す人")
    a_news_item("竹馬教室")
    an_issue("けん玉の会")
    documents.rebuild()
    with selects() as one:
        assert words_in_use.found_now(["竹馬"]) == {"竹馬": (2, False)}
    with selects() as four:
        found = words_in_use.found_now(["竹馬", "けん玉", "積み木", "けん玉とギター"])
    assert found == {"竹馬": (2, False), "けん玉": (1, False), "積み木": (0, False), "けん玉とギター": (1, True)}
    assert len(of_the_site(one)) == len(of_the_site(four))
