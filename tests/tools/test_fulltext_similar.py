"""Are texts found that are about the same, whatever words they use for it?"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from matchbox.tools.fulltext import Document, Engine, NotReady
from matchbox.tools.fulltext.query import AnyOf, Word, alike
from matchbox.tools.fulltext.synonyms import Synonyms

NONE = Synonyms()
SNOW = Document("issue:1", "issue", "雪かきの人手が足りません", "冬になると玄関の前の雪で外に出られない人がいます。")
CLEARED = Document("group:1", "group", "雪ん子隊", "除雪のボランティアを毎年しています。")
LAMP = Document("issue:2", "issue", "街灯が切れています", "坂道が真っ暗で、夜は転びそうになります。")
OTHERS = [
    Document(f"issue:{number}", "issue", f"相談{number}", "困っています。町内の皆さんと話したいです。")
    for number in range(10, 60)
]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    synonyms = Synonyms([["雪かき", "除雪"]])
    engine = Engine.open(tmp_path, lambda: synonyms)
    engine.rebuild([SNOW, CLEARED, LAMP, *OTHERS])
    yield engine
    engine.close()


def similar(engine: Engine, title: str, body: str = "", **asked: object) -> list[str]:
    return [hit.key for hit in engine.similar(title, body, **{"kinds": ("issue", "group"), **asked})]


def test_texts_with_the_same_telling_words_are_found_and_then_those_with_words_of_the_same_meaning(
    engine: Engine,
) -> None:
    assert similar(engine, "雪かきを手伝ってください") == ["issue:1", "group:1"]
    assert similar(engine, "夜道", "坂道の街灯が暗い") == ["issue:2"]


def test_words_that_stand_everywhere_or_nowhere_tell_nothing(engine: Engine) -> None:
    assert similar(engine, "相談したい", "町内の皆さんと話したい") == []
    assert similar(engine, "量子力学", "宇宙") == []
    assert similar(engine, "", "") == []


def test_the_text_itself_can_be_left_out_and_other_kinds_are(engine: Engine) -> None:
    assert similar(engine, SNOW.title, SNOW.body, but={"issue:1"}) == ["group:1"]
    assert similar(engine, SNOW.title, SNOW.body, kinds=("issue",)) == ["issue:1"]
    assert similar(engine, SNOW.title, SNOW.body, kinds=()) == []


def test_no_more_come_back_than_asked_for_and_they_are_the_best(engine: Engine) -> None:
    engine.write(
        [Document(f"issue:{number}", "issue", "夜道の街灯", "街灯" * (number % 5)) for number in range(100, 108)]
    )
    everything = similar(engine, "街灯の交換", limit=50)
    assert len(everything) == 9
    assert similar(engine, "街灯の交換", limit=3) == everything[:3]
    assert similar(engine, "街灯の交換") == everything[:5]


def test_without_an_index_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(NotReady):
        Engine.open(tmp_path / "empty").similar("雪かき", "")


def frequencies(**counts: int):
    return lambda word: counts.get(word, 0)


def test_the_rarer_and_the_more_frequent_in_the_text_a_word_is_the_more_it_counts() -> None:
    node = alike("花壇と街灯と公園", "街灯街灯", frequencies(花壇=9, 街灯=9, 公園=1), 1000, NONE)
    assert isinstance(node, AnyOf)
    weights = {part.text: part.weight for part in node.parts if isinstance(part, Word)}
    assert max(weights.values()) == 1.0
    assert weights["花壇"] < weights["公園"]
    assert weights["花壇"] < weights["街灯"]


def test_a_word_that_stands_nowhere_still_finds_what_it_is_also_called() -> None:
    synonyms = Synonyms([["雪すかし", "除雪"]])
    node = alike("雪すかし", "", frequencies(), 1000, synonyms)
    assert isinstance(node, AnyOf)
    assert node.parts[-1] == Word("除雪", 0.5)
    assert alike("雪すかし", "", frequencies(), 1000, NONE) is None


def test_words_in_more_than_a_fiftieth_of_all_texts_are_passed_over() -> None:
    assert alike("花壇", "", frequencies(花壇=21), 1000, NONE) is None
    assert alike("花壇", "", frequencies(花壇=20), 1000, NONE) == Word("花壇")
    assert alike("花壇", "", frequencies(花壇=10), 100, NONE) == Word("花壇")
