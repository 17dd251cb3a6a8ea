"""Does the engine keep what it is given, give back what was meant, and forget what was taken away?"""

import threading
from collections.abc import Iterator
from multiprocessing import get_context
from multiprocessing.queues import Queue
from pathlib import Path

import pytest

from matchbox.tools.fulltext import Document, Engine, FullText, NotReady, analysis

ANY = ("issue", "group", "proposal")
LAMP = Document("issue:1", "issue", "街灯が消えています", "駅から団地へ行く坂道が真っ暗です。", ("防犯",))
SNOW = Document("issue:2", "issue", "雪かきを手伝ってほしい", "足が悪く、玄関の前の雪が片付けられません。", ("高齢者",))
PARK = Document("issue:3", "issue", "公園の花壇", "花の植え替えの仲間を探しています。犬の散歩のついでにどうぞ。", ())
HELP = Document("group:1", "group", "雪ん子隊", "除雪のボランティアをしています。", ("北区",))
KITCHEN = Document("issue:4", "issue", "子ども食堂の会場", "Children's kitchen needs a bus stop nearby.", ())
ALL = [LAMP, SNOW, PARK, HELP, KITCHEN]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = Engine.open(tmp_path / "fulltext", [["雪かき", "除雪"]])
    engine.rebuild(ALL)
    yield engine
    engine.close()


def keys(engine: FullText, text: str, kinds: tuple[str, ...] = ANY, limit: int = 200) -> list[str]:
    return [hit.key for hit in engine.search(text, kinds, limit)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("街灯", ["issue:1"]),
        ("花だん", ["issue:3"]),
        ("ＫＩＴＣＨＥＮＳ", ["issue:4"]),
        ("こども食堂", ["issue:4"]),
        ("雪掻き", ["issue:2", "group:1"]),
        ("除雪", ["group:1", "issue:2"]),
        ('"花の植え替え"', ["issue:3"]),
        ('"花植え替え"', []),
        ('"bus stop"', ["issue:4"]),
        ('"stop bus"', []),
        ('"公園の花壇 花の"', []),
        ("雪かき -ボランティア", ["issue:2"]),
        ('花壇 -"犬の散歩"', []),
        ("みどりのおばさん", []),
        ("", []),
        ("-雪", []),
        ("👮", []),
    ],
)
def test_people_find_what_they_mean(engine: Engine, text: str, expected: list[str]) -> None:
    assert keys(engine, text) == expected


def test_the_title_counts_more_than_the_body(tmp_path: Path) -> None:
    engine = Engine.open(tmp_path)
    others = [Document(f"issue:{number}", "issue", "その他", "別の話です") for number in range(9)]
    in_body = Document("issue:a", "issue", "相談", "花壇")
    in_title = Document("issue:b", "issue", "花壇", "相談")
    engine.rebuild([*others, in_body, in_title])
    assert keys(engine, "花壇") == ["issue:b", "issue:a"]


def test_no_phrase_reaches_from_the_title_into_the_body(engine: Engine) -> None:
    engine.write([Document("issue:8", "issue", "はなまつり", "りんごを配ります")])
    assert keys(engine, '"なまつり"') == keys(engine, '"りんごを"') == ["issue:8"]
    assert keys(engine, '"まつりんご"') == []


def test_only_the_kinds_asked_for_are_found_and_issues_by_default(engine: Engine) -> None:
    assert [hit.key for hit in engine.search("除雪")] == ["issue:2"]
    assert keys(engine, "除雪", ("group",)) == ["group:1"]
    assert keys(engine, "除雪", ("nothing",)) == []
    assert keys(engine, "除雪", ()) == []


def test_no_more_than_the_limit_come_back_and_they_are_the_best(engine: Engine) -> None:
    engine.write([Document(f"issue:{number}", "issue", "花壇", "花壇 " * (number % 7)) for number in range(100, 400)])
    everything = engine.search("花壇", limit=1000)
    assert len(everything) == 301
    assert engine.search("花壇", limit=20) == everything[:20]


def test_a_changed_document_is_found_by_its_new_words_only(engine: Engine) -> None:
    engine.write([Document("issue:1", "issue", "横断歩道がうすい", "白線が見えません。")])
    assert keys(engine, "横断歩道") == ["issue:1"]
    assert keys(engine, "街灯") == []
    assert engine.keys() == {document.key for document in ALL}


def test_a_hidden_document_vanishes_and_may_come_back(engine: Engine) -> None:
    assert keys(engine, "街灯") == ["issue:1"]
    engine.write(deletes=["issue:1", "issue:unknown"])
    assert keys(engine, "街灯") == []
    assert engine.keys() == {document.key for document in ALL} - {"issue:1"}
    engine.write([LAMP])
    assert keys(engine, "街灯") == ["issue:1"]


def test_deleted_documents_stay_away_through_many_commits_and_merges(engine: Engine) -> None:
    for number in range(40):
        engine.write([Document(f"issue:{100 + number}", "issue", "花壇", f"花壇{number}")], [f"issue:{99 + number}"])
    assert keys(engine, "花壇") == ["issue:139", "issue:3"]
    assert engine.keys() == {document.key for document in ALL} | {"issue:139"}


def test_everything_may_be_deleted(engine: Engine) -> None:
    engine.write(deletes=[document.key for document in ALL])
    assert engine.keys() == set()
    assert keys(engine, "雪") == []
    engine.write([SNOW])
    assert keys(engine, "雪") == ["issue:2"]


def test_the_same_key_twice_in_one_write_is_kept_once_and_the_later_counts(engine: Engine) -> None:
    engine.write([Document("issue:9", "issue", "古い話", ""), Document("issue:9", "issue", "新しい話", "")])
    assert keys(engine, "話") == ["issue:9"]
    assert keys(engine, '"古い"') == []


def test_a_key_both_written_and_deleted_is_deleted(engine: Engine) -> None:
    engine.write([LAMP], [LAMP.key])
    assert keys(engine, "街灯") == []


def test_the_same_key_twice_in_a_rebuild_is_kept_once(engine: Engine) -> None:
    engine.rebuild([LAMP, SNOW, LAMP])
    assert keys(engine, "街灯") == ["issue:1"]
    assert engine.keys() == {"issue:1", "issue:2"}


def test_a_refused_document_leaves_the_index_as_it_was_and_the_next_write_works(engine: Engine) -> None:
    with pytest.raises(AttributeError):
        engine.write([PARK, Document("issue:8", "issue", None, "本文")], ["issue:1"])  # type: ignore[arg-type]
    assert keys(engine, "街灯") == ["issue:1"]
    engine.write(deletes=["issue:1"])
    assert keys(engine, "街灯") == []


def test_an_empty_engine_says_so(tmp_path: Path) -> None:
    engine = Engine.open(tmp_path / "new")
    assert not engine.is_ready
    assert engine.needs_rebuild
    for ask in (lambda: engine.search("雪"), engine.keys, lambda: engine.write([SNOW])):
        with pytest.raises(NotReady):
            ask()
    engine.rebuild([])
    assert engine.is_ready
    assert not engine.needs_rebuild
    assert engine.search("雪") == []
    assert engine.keys() == set()


def test_another_engine_on_the_same_folder_sees_every_commit(engine: Engine, tmp_path: Path) -> None:
    other = Engine.open(tmp_path / "fulltext")
    assert keys(other, "街灯") == ["issue:1"]
    engine.write(deletes=["issue:1"])
    assert keys(other, "街灯") == []
    engine.rebuild([PARK])
    assert other.keys() == {"issue:3"}
    other.close()


def test_another_dictionary_asks_for_a_rebuild_while_the_search_goes_on(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(analysis, "VERSION", "2 of another year")
    renewed = Engine.open(tmp_path / "fulltext")
    assert renewed.needs_rebuild
    assert keys(renewed, "街灯") == ["issue:1"]
    renewed.write(deletes=["issue:1"])
    assert keys(renewed, "街灯") == []
    renewed.rebuild([LAMP])
    assert not renewed.needs_rebuild
    assert engine.needs_rebuild
    renewed.close()


def test_an_index_of_another_form_is_not_read(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matchbox.tools.fulltext.whoosh_writing.FORMAT", "whoosh 99")
    renewed = Engine.open(tmp_path / "fulltext")
    assert renewed.needs_rebuild
    assert not renewed.is_ready


def test_many_threads_search_at_once_and_all_find_the_same(engine: Engine) -> None:
    engine.write([Document(f"issue:{n}", "issue", f"花壇{n}", "街灯と雪かきと公園 " * (n % 9)) for n in range(10, 300)])
    questions = ["街灯", "雪かき 公園", '"雪かきと公園"', "花壇 -街灯", "花壇123", "植え替え"]
    expected = {text: engine.search(text) for text in questions}
    wrong: list[str] = []

    def ask() -> None:
        for _ in range(4):
            wrong.extend(text for text in questions if engine.search(text) != expected[text])

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def _ask_in_a_child(engine: Engine, answers: "Queue[list[list[str]]]") -> None:
    answers.put([keys(engine, text) for text in ["街灯", "雪かき", "花壇"] * 30])


def test_a_forked_process_opens_files_of_its_own(engine: Engine) -> None:
    expected = [keys(engine, text) for text in ["街灯", "雪かき", "花壇"] * 30]
    context = get_context("fork")
    answers = context.Queue()
    children = [context.Process(target=_ask_in_a_child, args=(engine, answers)) for _ in range(3)]
    for child in children:
        child.start()
    own = [keys(engine, text) for text in ["街灯", "雪かき", "花壇"] * 30]
    assert [answers.get(timeout=20) for _ in children] == [expected] * 3
    assert own == expected
    for child in children:
        child.join()


def test_the_embedded_engine_keeps_the_promises_of_every_engine() -> None:
    engine: type[FullText] = Engine
    assert {"search", "write", "rebuild", "keys", "is_ready", "needs_rebuild"} <= set(dir(engine))
