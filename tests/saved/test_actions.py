"""What happens to conditions that somebody keeps."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError, IntegrityError

from matchbox.core.database import db
from matchbox.core.errors import Forbidden, Invalid
from matchbox.core.journal import Audience, about
from matchbox.core.permissions import Visitor
from matchbox.saved import actions, rules
from matchbox.saved.models import SavedSearch
from matchbox.saved.rules import ListName
from tests.given.matches import done
from tests.given.people import a_coordinator, a_person
from tests.given.saved import a_saved_search


def rows():
    return list(db.session.scalars(select(SavedSearch).order_by(SavedSearch.id)))


def told(saved_id):
    return [entry.kind for entry in db.session.scalars(about("saved_search", [saved_id], tuple(Audience)))]


def save(person, query="q=雪", list_name=ListName.ISSUES):
    return done(actions.save_search, person, None, list_name=list_name, query=query)


def test_conditions_are_kept_in_their_one_spelling_with_a_title(app):
    person = a_person()
    saved = save(person, "progress=talking&page=2&q=雪&progress=open")
    assert rows() == [saved]
    assert (saved.user_id, saved.list_name) == (person.id, ListName.ISSUES)
    assert saved.conditions == "progress=open&progress=talking&q=%E9%9B%AA"
    assert saved.title == "課題：「雪」・募集中・話し合い中"
    assert told(saved.id) == ["SearchSaved"]


def test_nobody_reads_in_the_journal_what_somebody_looks_for(app):
    saved = save(a_person())
    (entry,) = db.session.scalars(about("saved_search", [saved.id], tuple(Audience)))
    assert entry.facts == {} and entry.audience is Audience.STAFF


def test_the_same_conditions_are_kept_once(app):
    person, other = a_person(), a_person()
    first = save(person, "area=5&area=7")
    assert save(person, "area=7&area=5&page=9") == first
    save(person, "area=7&area=5", ListName.PROPOSALS)
    save(other, "area=7&area=5")
    assert len(rows()) == 3 and told(first.id) == ["SearchSaved"]
    with pytest.raises(IntegrityError):
        a_saved_search(person, "area=5&area=7")


@pytest.mark.parametrize(("query", "sentence"), [
    ("", rules.NOTHING),
    ("page=2&sort=old", rules.NOTHING),
    ("&".join(f"area={number}" for number in range(1, 150)), rules.TOO_LONG),
])  # fmt: skip
def test_nothing_and_too_much_are_not_kept(app, query, sentence):
    with pytest.raises(Invalid) as refusal:
        save(a_person(), query)
    assert (refusal.value.field, refusal.value.sentence) == ("conditions", sentence)
    assert rows() == []


def test_one_person_keeps_at_most_fifty(app):
    person = a_person()
    for number in range(rules.MOST - 1):
        a_saved_search(person, f"area={number + 1}")
    a_saved_search(a_person())
    last = save(person)
    with pytest.raises(Invalid) as refusal:
        save(person, "q=花")
    assert refusal.value.sentence == rules.TOO_MANY and str(rules.MOST) in rules.TOO_MANY
    assert save(person) == last  # what is kept already needs no place
    done(actions.delete_search, person, last)
    save(person, "q=花")


def test_a_name_can_be_changed_and_a_row_deleted(app):
    person = a_person()
    saved = a_saved_search(person)
    done(actions.rename_search, person, saved, title="うちの近くの雪")
    assert rows()[0].title == "うちの近くの雪"
    id_ = saved.id
    done(actions.delete_search, person, saved)
    assert rows() == [] and told(id_) == ["SearchRenamed", "SearchDeleted"]


def test_nobody_touches_those_of_others(app):
    saved = a_saved_search(a_person())
    for stranger in (Visitor(), a_person(), a_coordinator()):
        with pytest.raises(Forbidden):
            done(actions.rename_search, stranger, saved, title="x")
        with pytest.raises(Forbidden):
            done(actions.delete_search, stranger, saved)
    with pytest.raises(Forbidden):
        save(Visitor())
    assert rows() == [saved] and saved.title == "雪の課題"


@pytest.mark.parametrize("wrong", [{"title": "題" * 61}, {"conditions": "a" * 1001}])
def test_the_database_takes_nothing_longer(app, wrong):
    with pytest.raises(DatabaseError):
        a_saved_search(a_person(), **wrong)
