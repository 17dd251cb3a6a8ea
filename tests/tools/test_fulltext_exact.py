"""Does the engine find exactly what reading every document would find?"""

import math
import random
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from matchbox.tools.fulltext import Document, Engine, Hit, analysis, whoosh_postings
from matchbox.tools.fulltext.query import AllOf, AnyOf, Gram, Node, Run, Word
from matchbox.tools.fulltext.whoosh_subset import byte_to_length, length_to_byte

WORDS = ["街灯", "公園", "花壇", "清掃", "防災", "避難", "福祉", "介護", "商店", "交流", "祭り", "図書館", "自転車"]
WORDS += ["通学", "ベンチ", "ボランティア", "bus", "park"]
COMMON = [0.8**place for place in range(len(WORDS))]  # the first words are common, the last ones rare
KINDS = ["issue", "group", "match"]
QUESTIONS = 800  # in each of the tests


def a_document(chance: random.Random, key: str) -> Document:
    def some(most: int) -> str:
        return "、".join(chance.choices(WORDS, COMMON, k=chance.randint(1, most)))

    return Document(key, chance.choice(KINDS), some(3), some(12), (chance.choice(["中央", "西"]),))


class ByReading:
    """Answers by going through every document: the definition, not the way."""

    def __init__(self, documents: dict[str, Document]) -> None:
        self.documents = documents
        self.counts = {key: {"words": Counter[str](), "grams": Counter[str]()} for key in documents}
        self.lengths = {key: {"words": 0, "grams": 0} for key in documents}
        self.lines = {
            key: [analysis.fold(text).replace("、", " ").replace("\n", "") for text in self._texts(document)]
            for key, document in documents.items()
        }
        for key, document in documents.items():
            for text, weight in zip(self._texts(document), (2, 1), strict=True):
                for field, found in [("words", analysis.words(text)), ("grams", [g for _, g in analysis.grams(text)])]:
                    self.lengths[key][field] += len(found)
                    for word in found:
                        self.counts[key][field][word] += weight

    def matches(self, node: Node, key: str) -> bool:
        if isinstance(node, AllOf | AnyOf):
            return (all if isinstance(node, AllOf) else any)(self.matches(part, key) for part in node.parts)
        if isinstance(node, Run):
            said = node.grams[0] + "".join(gram[1] for gram in node.grams[1:])
            return any(said in line for line in self.lines[key])
        return self.counts[key]["words" if isinstance(node, Word) else "grams"][node.text] > 0

    def score(self, node: Node, key: str) -> float:
        if not self.matches(node, key):
            return 0.0
        if isinstance(node, AllOf | AnyOf):
            return sum(self.score(part, key) for part in node.parts)
        if isinstance(node, Run):
            return sum(self._bm25("grams", gram, key) * node.weight for gram in set(node.grams))
        return self._bm25("words" if isinstance(node, Word) else "grams", node.text, key) * node.weight

    def find(self, node: Node, kinds: list[str], without: Node | None) -> dict[str, float]:
        return {
            key: self.score(node, key)
            for key, document in self.documents.items()
            if document.kind in kinds and self.matches(node, key) and not (without and self.matches(without, key))
        }

    def _bm25(self, field: str, word: str, key: str) -> float:
        with_it, average = self._frequency(field, word), self._average(field)
        length = byte_to_length(length_to_byte(self.lengths[key][field]))  # an index keeps one byte of it
        count = self.counts[key][field][word]
        idf = math.log(len(self.documents) / (with_it + 1)) + 1
        return idf * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * length / average))

    @cache  # noqa: B019 – an object of a test lives as long as the test
    def _frequency(self, field: str, word: str) -> int:
        return sum(counts[field][word] > 0 for counts in self.counts.values())

    @cache  # noqa: B019
    def _average(self, field: str) -> float:
        return sum(lengths[field] for lengths in self.lengths.values()) / len(self.documents)

    @staticmethod
    def _texts(document: Document) -> tuple[str, str]:
        return document.title, "\n".join([document.body, *document.tags])


def a_node(chance: random.Random, deep: int = 0) -> Node:
    kind = chance.random()
    if deep == 3 or kind < 0.3:
        word = chance.choice(WORDS)
        weight = chance.choice([1.0, 0.5])
        if chance.random() < 0.3:
            return Gram(chance.choice(analysis.pairs(word)), weight)
        return Word(chance.choice(analysis.words(word)), weight)
    if kind < 0.4:
        pairs = [gram for _, gram in analysis.grams("、".join(chance.sample(WORDS[:6], 2))) if len(gram) == 2]
        return Run(tuple(pairs))
    parts = tuple(a_node(chance, deep + 1) for _ in range(chance.randint(2, 4)))
    return AllOf(parts) if kind < 0.7 else AnyOf(parts)


def questions(chance: random.Random) -> Iterator[tuple[Node, list[str], Node | None]]:
    for _ in range(QUESTIONS):
        without = a_node(chance, 2) if chance.random() < 0.2 else None
        yield a_node(chance), chance.sample(KINDS, chance.randint(1, 3)), without


@pytest.fixture(params=["large blocks", "small blocks"])
def folder(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Also with so small blocks and runs that there are many of them, as in a large index."""
    if request.param == "small blocks":
        for name, size in {"BLOCK": 7, "MOST_GATHERED": 900, "FEW": 20}.items():
            monkeypatch.setattr(whoosh_postings, name, size)
    return tmp_path / "fulltext"


def found(engine: Engine, node: Node, kinds: list[str], without: Node | None, limit: int | None = None) -> list[Hit]:
    return engine._read(lambda reading: reading.find(node, kinds, without, limit))


def test_sets_and_scores_are_those_of_reading_every_document(folder: Path) -> None:
    chance = random.Random(7)
    documents = {key: a_document(chance, key) for key in (f"issue:{number}" for number in range(140))}
    engine = Engine.open(folder)
    engine.rebuild(documents.values())
    by_reading = ByReading(documents)
    found_some = 0
    for node, kinds, without in questions(chance):
        expected = by_reading.find(node, kinds, without)
        hits = found(engine, node, kinds, without)
        assert {hit.key: hit.score for hit in hits} == pytest.approx(expected), node
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
        best = found(engine, node, kinds, without, 10)
        assert best == hits[:10]
        found_some += bool(expected)
    assert found_some > QUESTIONS / 3
    engine.close()


def test_after_many_changes_and_merges_the_sets_are_still_those_of_reading_every_document(folder: Path) -> None:
    chance = random.Random(8)
    engine = Engine.open(folder)
    documents = {key: a_document(chance, key) for key in (f"issue:{number}" for number in range(100))}
    engine.rebuild(documents.values())
    for _ in range(30):
        changed = [a_document(chance, f"issue:{chance.randint(0, 160)}") for _ in range(chance.randint(1, 12))]
        deleted = chance.sample(sorted(documents), 4)
        engine.write(changed, deleted)
        documents |= {document.key: document for document in changed}
        documents = {key: document for key, document in documents.items() if key not in deleted}
    assert engine.keys() == documents.keys()
    by_reading = ByReading(documents)
    for node, kinds, without in questions(chance):
        hits = found(engine, node, kinds, without)
        expected = {
            key
            for key, document in documents.items()
            if document.kind in kinds
            and by_reading.matches(node, key)
            and not (without and by_reading.matches(without, key))
        }
        assert len(hits) == len(expected), node
        assert {hit.key for hit in hits} == expected, node
    engine.close()


def test_plain_questions_find_every_document_with_all_the_words_before_any_with_some(folder: Path) -> None:
    chance = random.Random(9)
    documents = {key: a_document(chance, key) for key in (f"issue:{number}" for number in range(200))}
    engine = Engine.open(folder)
    engine.rebuild(documents.values())
    by_reading = ByReading(documents)
    for _ in range(QUESTIONS):
        asked = chance.sample([word for word in WORDS if len(analysis.words(word)) == 1], chance.randint(1, 3))
        hits = [hit.key for hit in engine.search(" ".join(asked), KINDS).hits]
        terms = [Word(analysis.words(word)[0]) for word in asked]
        every = {key for key in documents if by_reading.matches(AllOf(tuple(terms)), key)}
        some = {key for key in documents if by_reading.matches(AnyOf(tuple(terms)), key)}
        assert every <= set(hits[: max(len(every), 1)]), asked
        if len(every) >= 5:
            assert set(hits) == every, asked
        else:
            assert set(hits) >= some, asked
    engine.close()
