"""Does PostgreSQL's engine find exactly what is there, in the transaction that changed it, whoever else writes?"""

import math
import random
import threading
import time
from collections.abc import Iterator
from functools import partial

import pytest
from sqlalchemy import func, select, text

from matchbox.tools.fulltext import Busy, Document, FullText, Hit
from matchbox.tools.fulltext.postgres_lexemes import STEPS, question
from matchbox.tools.fulltext.postgres_reading import ANSWER, FREQUENCIES
from matchbox.tools.fulltext.postgres_table import SearchDocument
from matchbox.tools.fulltext.query import Node, Word
from matchbox.tools.fulltext.synonyms import Synonyms
from tests.conftest import databases
from tests.given.fulltext import Folder, Site, a_postgres_site, begun
from tests.tools.test_fulltext_exact import KINDS, QUESTIONS, WORDS, ByReading, a_document, questions

LAMP = Document("issue:1", "issue", "街灯が消えています", "坂道が真っ暗です。")
PARK = Document("issue:2", "issue", "公園の花壇", "仲間を探しています。")
STRIPES = Document("issue:3", "issue", "横断歩道", "白線", ("交通",))


@pytest.fixture(scope="module", params=[kind for kind in databases() if kind != "sqlite"])
def database(request) -> Iterator[Site]:
    with a_postgres_site("fulltext") as site:
        yield site


@pytest.fixture
def site(database) -> Iterator[Site]:
    database.empty()
    yield database
    database.leave()


@pytest.fixture
def engine(site) -> FullText:
    engine = site.engine()
    engine.rebuild([LAMP, PARK])
    return engine


@pytest.fixture
def write(site, engine):
    def write(upserts=(), deletes=()) -> None:
        with site.writing():
            engine.write(upserts, deletes)

    return write


def found(engine: FullText, words: str) -> list[str]:
    return [hit.key for hit in engine.search(words).hits]


def hits(engine: FullText, node: Node, kinds: list[str], without: Node | None, limit: int | None = None) -> list[Hit]:
    with engine._reading() as reading:
        return reading.find(node, kinds, without, limit)


class ByReadingSteps(ByReading):
    """Lengths are exact here; how often a word stands there is known up to the next step."""

    def _bm25(self, field: str, word: str, key: str) -> float:
        holders = sum(counts[field][word] > 0 for counts in self.counts.values())
        average = sum(lengths[field] for lengths in self.lengths.values()) / len(self.documents)
        count = max(step for step in STEPS if step <= self.counts[key][field][word])
        idf = math.log(max(len(self.documents), holders) / (holders + 1)) + 1
        return idf * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * self.lengths[key][field] / average))


def some_documents(chance: random.Random, count: int) -> dict[str, Document]:
    return {key: a_document(chance, key) for key in (f"issue:{number}" for number in range(count))}


def test_sets_and_scores_are_those_of_reading_every_document(site):
    chance = random.Random(7)
    documents = some_documents(chance, 140)
    engine = site.engine()
    engine.rebuild(documents.values())
    by_reading = ByReadingSteps(documents)
    found_some = 0
    for node, kinds, without in questions(chance):
        expected = by_reading.find(node, kinds, without)
        everything = hits(engine, node, kinds, without)
        assert {hit.key: hit.score for hit in everything} == pytest.approx(expected), node
        assert [hit.score for hit in everything] == sorted((hit.score for hit in everything), reverse=True)
        assert hits(engine, node, kinds, without, 10) == everything[:10]
        found_some += bool(expected)
    assert found_some > QUESTIONS / 3


def test_after_many_changes_and_rebuilds_the_sets_are_still_those_of_reading_every_document(site, engine, write):
    chance = random.Random(8)
    documents = some_documents(chance, 100)
    engine.rebuild(documents.values())
    for turn in range(30):
        changed = [a_document(chance, f"issue:{chance.randint(0, 160)}") for _ in range(chance.randint(1, 12))]
        deleted = chance.sample(sorted(documents), 4)
        write(changed, deleted)
        documents |= {document.key: document for document in changed}
        documents = {key: document for key, document in documents.items() if key not in deleted}
        if turn % 10 == 9:
            engine.rebuild(chance.sample(list(documents.values()), len(documents)))
    assert engine.keys() == documents.keys()
    by_reading = ByReading(documents)
    for node, kinds, without in questions(chance):
        keys = [hit.key for hit in hits(engine, node, kinds, without)]
        assert len(keys) == len(set(keys))
        assert set(keys) == by_reading.find(node, kinds, without).keys(), node


def typed(chance: random.Random) -> str:
    """What somebody might type of a few words, whole, cut off, as a phrase, or shut out."""
    said = chance.choices([*WORDS, "町会", "シニア", "ベンチ修理", "zoo"], k=chance.randint(1, 3))
    said = [word[: chance.randint(1, len(word))] if chance.random() < 0.3 else word for word in said]
    said = ["".join(chance.choices(WORDS, k=2)) if chance.random() < 0.1 else word for word in said]
    said = [f'"{word}"' if chance.random() < 0.15 else word for word in said]
    return " ".join(f"-{word}" if chance.random() < 0.15 else word for word in said)


def test_both_engines_find_the_same_whatever_is_typed(site, tmp_path):
    chance = random.Random(9)
    documents = some_documents(chance, 150)
    known = Synonyms([["公園", "広場", "park"], ["町会", "自治会", "街灯"], ["シニア", "高齢者", "介護"]])
    engine, folder = site.engine(lambda: known), Folder(tmp_path / "fulltext")
    embedded = folder.engine(lambda: known)
    for each in (engine, embedded):
        each.rebuild(documents.values())
    counts = []
    for _ in range(QUESTIONS):
        words, kinds = typed(chance), chance.sample(KINDS, chance.randint(1, 3))
        ours, theirs = engine.search(words, kinds), embedded.search(words, kinds)
        assert {hit.key for hit in ours.hits} == {hit.key for hit in theirs.hits}, words
        assert ours.loose == theirs.loose, words
        counts.append(len(ours.hits))
    assert sum(map(bool, counts)) > QUESTIONS / 3
    assert len(set(counts)) > 20
    folder.leave()


def test_a_write_is_seen_at_once_by_its_own_transaction_and_by_others_after_the_commit(site, engine):
    seen: list[list[str]] = []

    def ask() -> None:
        seen.append(found(engine, "横断歩道"))

    def elsewhere() -> None:
        (thread,) = begun(site, [ask])
        thread.join()

    with site.writing():
        engine.write([STRIPES])
        assert found(engine, "横断歩道") == ["issue:3"]
        elsewhere()
    elsewhere()
    assert seen == [[], ["issue:3"]]


def test_what_is_rolled_back_was_never_written(site, engine):
    with pytest.raises(ZeroDivisionError), site.writing():
        engine.write([STRIPES], ["issue:1"])
        raise ZeroDivisionError
    assert engine.keys() == {"issue:1", "issue:2"}
    assert found(engine, "横断歩道") == []
    assert found(engine, "街灯") == ["issue:1"]


def test_asking_needs_no_right_to_write_and_leaves_no_settings_behind(site, engine):
    connection = site.connection()
    assert connection.scalar(text("SHOW transaction_read_only")) == "on"
    before = connection.scalar(text("SHOW enable_seqscan")), connection.scalar(text("SHOW jit"))
    assert found(engine, "街灯") == ["issue:1"]
    assert [hit.key for hit in engine.similar("街灯", "")] == ["issue:1"]
    assert engine.keys() == {"issue:1", "issue:2"}
    assert connection is site.connection()
    assert (connection.scalar(text("SHOW enable_seqscan")), connection.scalar(text("SHOW jit"))) == before


def test_tsvectors_are_never_read_however_few_or_common_the_words(engine):
    engine.rebuild([Document(f"issue:{number}", "issue", "街灯", "坂道 " * 300) for number in range(50)])
    lamp = question(Word("街灯"))
    asked = {"questions": [lamp], "said": [""], "whole": lamp, "kinds": ["issue"], "most": 10}
    for statement in (ANSWER, FREQUENCIES):
        with engine._reading() as reading:
            plan = "\n".join(reading.connection.execute(text(f"EXPLAIN {statement.text}"), asked).scalars())
        assert "Bitmap Index Scan" in plan
        assert "Seq Scan" not in plan


def test_searches_go_on_while_rebuilds_and_writes_change_the_index_under_them(site, engine, write):
    lamps = [Document(f"issue:{number}", "issue", f"街灯{number}", "坂道が真っ暗です。") for number in range(60)]
    engine.rebuild(lamps)
    stop = threading.Event()
    failures: list[BaseException | list[str]] = []
    searches = 0

    def search_on() -> None:
        nonlocal searches
        while not stop.is_set():
            try:
                keys = found(engine, "街灯")
                # Each is there before and after every change, so there is no moment without it.
                if sorted(keys) != sorted(lamp.key for lamp in lamps):
                    failures.append(keys)
            except BaseException as failure:
                failures.append(failure)
            searches += 1

    threads = begun(site, [search_on] * 3)
    for turn in range(4):
        engine.rebuild(lamps)
        for number in range(8):
            write([Document(f"issue:{number}", "issue", f"街灯{number}、{turn}回目", "坂道です。")])
    stop.set()
    for thread in threads:
        thread.join()
    assert failures == []
    assert searches > 20


def test_a_rebuild_shows_nothing_before_its_end_and_takes_over_what_was_written_meanwhile(site, engine, write):
    def rows() -> Iterator[Document]:
        yield LAMP
        yield PARK
        yield Document("issue:4", "issue", "回覧板", "紙")
        yield from (Document(f"issue:{number}", "issue", "掲示板", "") for number in range(100, 400))
        assert engine.keys() == {"issue:1", "issue:2"}
        write([STRIPES, Document("issue:2", "issue", "公園の遊具", "ブランコ")], ["issue:1", "issue:4"])
        assert engine.keys() == {"issue:2", "issue:3"}
        assert found(engine, "遊具") == ["issue:2"]
        yield LAMP
        yield Document("issue:3", "issue", "古い標識", "")
        yield Document("issue:5", "issue", "自転車", "")
        write(deletes=["issue:5"])
        write([LAMP], ["issue:3"])
        write([STRIPES])

    engine.rebuild(rows())
    assert engine.keys() == {"issue:1", "issue:2", "issue:3", *(f"issue:{number}" for number in range(100, 400))}
    assert found(engine, "遊具") == ["issue:2"]
    assert found(engine, "花壇") == found(engine, "標識") == found(engine, "自転車") == []
    assert found(engine, "交通") == ["issue:3"]
    assert found(engine, "街灯") == ["issue:1"]


def test_what_was_written_before_a_rebuild_does_not_outlive_it(engine, write):
    write([STRIPES], ["issue:2"])
    engine.rebuild([LAMP, PARK])
    assert engine.keys() == {"issue:1", "issue:2"}
    engine.rebuild([PARK])
    assert engine.keys() == {"issue:2"}


def test_a_first_index_takes_in_what_is_written_while_it_is_built(site):
    engine = site.engine()

    def rows() -> Iterator[Document]:
        with site.writing():
            engine.write([PARK])
        assert not engine.is_ready
        yield LAMP

    engine.rebuild(rows())
    assert engine.keys() == {"issue:1", "issue:2"}


def test_a_failed_rebuild_leaves_the_old_index_and_nothing_else(site, engine, write):
    def rows() -> Iterator[Document]:
        yield STRIPES
        write([Document("issue:4", "issue", "回覧板", "")])
        raise ValueError("the database went away")

    with pytest.raises(ValueError, match="went away"):
        engine.rebuild(rows())
    assert engine.keys() == {"issue:1", "issue:2", "issue:4"}
    assert site.connection().scalar(select(func.count()).select_from(SearchDocument)) == 3
    write(deletes=["issue:1"])
    engine.rebuild([PARK])
    assert engine.keys() == {"issue:2"}


def test_a_second_rebuild_is_told_to_come_back(site, engine):
    second = site.engine()

    def rows() -> Iterator[Document]:
        with pytest.raises(Busy):
            second.rebuild([LAMP])
        yield PARK

    engine.rebuild(rows())
    assert engine.keys() == {"issue:2"}
    second.rebuild([LAMP])
    assert engine.keys() == {"issue:1"}


@pytest.mark.parametrize("when", ["before", "meanwhile"])
def test_a_rebuild_waits_for_writers_who_have_not_yet_committed(site, engine, when):
    written, enough = threading.Event(), threading.Event()

    def write_slowly() -> None:
        with site.writing():
            engine.write([STRIPES], ["issue:1"])
            written.set()
            enough.wait(10)
            time.sleep(0.3)

    writers: list[threading.Thread] = []

    def begin_to_write() -> None:
        writers.extend(begun(site, [write_slowly]))
        assert written.wait(10)

    def rows() -> Iterator[Document]:
        if when == "meanwhile":
            begin_to_write()
            yield LAMP  # as it was read before the writer's commit
            enough.set()
        else:
            # They were committed, so what they changed is read.
            yield STRIPES if found(engine, "横断歩道") else LAMP
        yield PARK

    if when == "before":
        begin_to_write()
        enough.set()
    engine.rebuild(rows())
    writers[0].join()
    assert engine.keys() == {"issue:2", "issue:3"}


def test_writers_of_the_same_documents_take_turns_and_lose_nothing(site, engine):
    failures: list[BaseException] = []

    def write_much(writer: int) -> None:
        chance = random.Random(writer)
        try:
            for turn in range(12):
                shared = [Document(f"issue:{number}", "issue", f"掲示板{turn}", "") for number in range(100, 120)]
                own = Document(f"issue:{writer}-{turn}", "issue", "花壇", "")
                with site.writing():
                    engine.write([own, *chance.sample(shared, 20)])
        except BaseException as failure:
            failures.append(failure)

    writers: list[threading.Thread] = []

    def rows() -> Iterator[Document]:
        writers.extend(begun(site, [partial(write_much, writer) for writer in range(4)]))
        yield from [LAMP, PARK]

    engine.rebuild(rows())
    for writer in writers:
        writer.join()
    assert failures == []
    assert len(engine.keys()) == 2 + 20 + 4 * 12
    assert len(found(engine, "掲示板")) == 20
