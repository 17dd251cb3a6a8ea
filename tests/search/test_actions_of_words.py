"""What do staff make of the words of one meaning, and what is remembered of it?"""

import pytest
from sqlalchemy import func, select

from matchbox.core.database import db
from matchbox.core.errors import Forbidden, Invalid, NotNow
from matchbox.core.journal import Audience, JournalEntry
from matchbox.core.permissions import SYSTEM, Visitor
from matchbox.search import actions, rules
from matchbox.search.models import ChangeKind, SynonymChange, SynonymGroup
from matchbox.search.queries import words as words_in_use
from matchbox.tools import yaml_files
from matchbox.web.transactions import writing
from tests.given.people import a_coordinator, a_person, an_administrator, an_analyst
from tests.given.search import SHIPPED, a_synonym_group, the_shipped_words


def shipped():
    return yaml_files.read(SHIPPED)


def the_group(word):
    return next(group for group in words_in_use.groups() if word in group.words)


def journal_of(group):
    entries = select(JournalEntry).where(JournalEntry.subject_kind == "synonym_group")
    return db.session.scalars(entries.where(JournalEntry.subject_id == group.id).order_by(JournalEntry.id)).all()


def kinds_of(group):
    return [change.kind for change in reversed(words_in_use.history(group))]


def test_a_group_is_added_with_who_did_it_and_told_to_the_staff(app):
    staff = a_coordinator()
    with writing():
        group = actions.add_group(staff, None, words=["くまで", "熊手"], note="秋に多い")
    [change] = words_in_use.history(group)
    assert (change.kind, change.changed_by, change.before) == (ChangeKind.ADDED, staff, None)
    assert change.after == {"words": ["くまで", "熊手"], "note": "秋に多い"}
    [entry] = journal_of(group)
    assert (entry.kind, entry.audience, entry.actor_id) == ("SynonymsAdded", Audience.STAFF, staff.id)
    assert entry.facts == {"words": "くまで、熊手"}


def test_a_change_keeps_what_was_before(app):
    staff, group = an_administrator(), a_synonym_group("くまで", "熊手")
    with writing():
        actions.change_group(staff, group, words=["くまで", "竹ぼうき"], note="秋に多い")
    change = words_in_use.history(group)[0]
    assert change.before == {"words": ["くまで", "熊手"], "note": ""}
    assert change.after == {"words": ["くまで", "竹ぼうき"], "note": "秋に多い"}
    assert (change.added, change.removed, change.new_note) == (["竹ぼうき"], ["熊手"], "秋に多い")
    assert [entry.kind for entry in journal_of(group)] == ["SynonymsAdded", "SynonymsChanged"]


def test_saving_the_same_again_is_no_change(app):
    staff, group = a_coordinator(), a_synonym_group("くまで", "熊手", note="秋に多い")
    with writing():
        actions.change_group(staff, group, words=["くまで", "熊手"], note="秋に多い")
    assert kinds_of(group) == [ChangeKind.ADDED]


def test_a_group_is_withdrawn_and_restored(app):
    staff, group = a_coordinator(), a_synonym_group()
    with writing():
        actions.withdraw_group(staff, group)
    assert group.withdrawn_at is not None
    with pytest.raises(NotNow), writing():
        actions.withdraw_group(staff, group)
    with writing():
        actions.restore_group(staff, group)
    assert group.withdrawn_at is None
    with pytest.raises(NotNow), writing():
        actions.restore_group(staff, group)
    assert kinds_of(group) == [ChangeKind.ADDED, ChangeKind.WITHDRAWN, ChangeKind.RESTORED]
    assert [entry.kind for entry in journal_of(group)] == ["SynonymsAdded", "SynonymsWithdrawn", "SynonymsRestored"]


def test_what_the_rules_refuse_changes_nothing(app):
    staff, group = a_coordinator(), a_synonym_group("くまで", "熊手")
    with pytest.raises(Invalid) as refusal, writing():
        actions.change_group(staff, group, words=["ごみ", "ゴミ"], note="")
    assert refusal.value.field == "words" and refusal.value.sentence == rules.TWICE % {"word": "ごみ", "other": "ゴミ"}
    with pytest.raises(Invalid), writing():
        actions.add_group(staff, None, words=["くまで"])
    assert group.words == ["くまで", "熊手"] and kinds_of(group) == [ChangeKind.ADDED]


@pytest.mark.parametrize("who", [Visitor, a_person, an_analyst, lambda: SYSTEM])
def test_only_coordinators_and_administrators_edit(app, who):
    person, group = who(), a_synonym_group()
    for deed in (
        lambda: actions.add_group(person, None, words=["ほうき", "箒"]),
        lambda: actions.change_group(person, group, words=["ほうき", "箒"], note=""),
        lambda: actions.withdraw_group(person, group),
        lambda: actions.restore_group(person, group),
    ):
        with pytest.raises(Forbidden), writing():
            deed()


def test_the_starting_data_comes_in_once(app):
    the_shipped_words()
    assert db.session.scalar(select(func.count()).select_from(SynonymGroup)) == len(shipped()) == 258
    changes = db.session.scalars(select(SynonymChange)).all()
    assert len(changes) == 258 and {change.kind for change in changes} == {ChangeKind.LOADED}
    with writing():
        assert actions.load_synonyms(SYSTEM, None, groups=shipped()) == 0
    assert db.session.scalar(select(func.count()).select_from(SynonymChange)) == 258


def test_every_group_of_the_starting_data_has_its_own_code_and_could_be_saved_again(app):
    the_shipped_words()
    codes = [rules.code_of(words) for words in shipped()]
    assert len(set(codes)) == len(codes) and max(map(len, codes)) <= rules.LONGEST_CODE
    assert {rules.why_not(group.words) for group in words_in_use.groups()} == {""}


def test_loading_again_leaves_what_staff_made_of_the_starting_data(app):
    the_shipped_words()
    staff, changed, withdrawn = a_coordinator(), the_group("校下"), the_group("婦人会")
    with writing():
        actions.change_group(staff, changed, words=["校下", "学区"], note="直した")
        actions.withdraw_group(staff, withdrawn)
    with writing():
        assert actions.load_synonyms(SYSTEM, None, groups=[*shipped(), ["くまで", "熊手", "クマデ"]]) == 1
    assert (changed.words, changed.note) == (["校下", "学区"], "直した") and withdrawn.withdrawn_at is not None
    assert the_group("熊手").words == ["くまで", "熊手"]


def test_nobody_but_the_product_and_administrators_loads(app):
    staff = a_coordinator()
    with pytest.raises(Forbidden), writing():
        actions.load_synonyms(staff, None, groups=[])
