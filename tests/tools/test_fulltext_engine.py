"""Does every engine keep what it is given, give back what was meant, and forget what was taken away?"""

from collections.abc import Iterator
from multiprocessing import get_context
from multiprocessing.queues import Queue

import pytest

from matchbox.tools.fulltext import Document, FullText, NotReady, analysis
from matchbox.tools.fulltext.synonyms import Synonyms
from tests.conftest import databases
from tests.given.fulltext import Folder, Site, a_postgres_site, begun

ANY = ("issue", "group", "proposal")
LAMP = Document("issue:1", "issue", "街灯が消えています", "駅から団地へ行く坂道が真っ暗です。", ("防犯",))
SNOW = Document("issue:2", "issue", "雪かきを手伝ってほしい", "足が悪く、玄関の前の雪が片付けられません。", ("高齢者",))
PARK = Document("issue:3", "issue", "公園の花壇", "花の植え替えの仲間を探しています。犬の散歩のついでにどうぞ。", ())
HELP = Document("group:1", "group", "雪ん子隊", "除雪のボランティアをしています。", ("北区",))
KITCHEN = Document("issue:4", "issue", "子ども食堂の会場", "Children's kitchen needs a bus stop nearby.", ())
ALL = [LAMP, SNOW, PARK, HELP, KITCHEN]


@pytest.fixture(scope="module", params=databases())
def ground(request, tmp_path_factory) -> Iterator[Folder | Site]:
    if request.param == "sqlite":
        yield Folder(tmp_path_factory.mktemp("ground"))
    else:
        with a_postgres_site("engine") as site:
            yield site


@pytest.fixture
def place(ground, tmp_path) -> Iterator[Folder | Site]:
    """Where the index lies; empty for each test."""
    if isinstance(ground, Site):
        ground.empty()
        place = ground
    else:
        place = Folder(tmp_path / "fulltext")
    yield place
    place.leave()


@pytest.fixture
def engine(place) -> FullText:
    engine = place.engine(lambda: Synonyms([["雪かき", "除雪"]]))
    engine.rebuild(ALL)
    return engine


@pytest.fixture
def write(place, engine):
    def write(upserts=(), deletes=(), by=engine) -> None:
        with place.writing():
            by.write(upserts, deletes)

    return write


def keys(engine: FullText, text: str, kinds: tuple[str, ...] = ANY, limit: int | None = None) -> list[str]:
    return [hit.key for hit in engine.search(text, kinds, limit).hits]


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
        ("'; \\ \" | & ! :* <->", []),
        ("\x00街灯\ud83d", ["issue:1"]),
    ],
)
def test_people_find_what_they_mean(engine, text, expected):
    assert keys(engine, text) == expected


def test_the_title_counts_more_than_the_body(place):
    engine = place.engine()
    others = [Document(f"issue:{number}", "issue", "その他", "別の話です") for number in range(9)]
    in_body = Document("issue:a", "issue", "相談", "花壇")
    in_title = Document("issue:b", "issue", "花壇", "相談")
    engine.rebuild([*others, in_body, in_title])
    assert keys(engine, "花壇") == ["issue:b", "issue:a"]


def test_what_stands_there_more_often_and_in_a_shorter_text_counts_more(place):
    engine = place.engine()
    texts = ["花壇の話です", "花壇の花壇", "花壇の話です。ほかにも駅の話や道の話や町の話をします", "駅の話です"]
    engine.rebuild([Document(f"issue:{nth}", "issue", "相談", text) for nth, text in enumerate(texts)])
    assert keys(engine, "花壇") == ["issue:1", "issue:0", "issue:2"]


def test_a_rare_word_tells_more_than_a_common_one(place):
    engine = place.engine()
    common = [Document(f"issue:{number}", "issue", "相談", "公園の話です") for number in range(9)]
    engine.rebuild([*common, Document("issue:a", "issue", "相談", "花壇の話です")])
    found = keys(engine, "公園 花壇")
    assert found[0] == "issue:a"
    assert len(found) == 10


def test_documents_with_some_of_the_words_are_called_loose_finds(engine):
    assert not engine.search("街灯").loose
    assert keys(engine, "街灯 坂道") == ["issue:1"]
    some = engine.search("街灯 花壇")
    assert some.loose
    assert {hit.key for hit in some.hits} == {"issue:1", "issue:3"}
    assert not engine.search("みどりのおばさん").loose


def test_no_phrase_reaches_from_the_title_into_the_body(engine, write):
    write([Document("issue:8", "issue", "はなまつり", "りんごを配ります")])
    assert keys(engine, '"なまつり"') == keys(engine, '"りんごを"') == ["issue:8"]
    assert keys(engine, '"まつりんご"') == []


def test_only_the_kinds_asked_for_are_found_and_issues_by_default(engine):
    assert [hit.key for hit in engine.search("除雪").hits] == ["issue:2"]
    assert keys(engine, "除雪", ("group",)) == ["group:1"]
    assert keys(engine, "除雪", ("nothing",)) == []
    assert keys(engine, "除雪", ()) == []


def test_no_more_than_the_limit_come_back_and_they_are_the_best(engine, write):
    write([Document(f"issue:{number}", "issue", "花壇", "花壇 " * (number % 7)) for number in range(100, 400)])
    everything = engine.search("花壇").hits
    assert len(everything) == 301
    assert engine.search("花壇", limit=20).hits == everything[:20]
    assert engine.search("花壇", limit=1000).hits == everything


def test_alike_is_what_shares_the_telling_words(engine, write):
    write([Document(f"issue:{number}", "issue", "お知らせ", "町の話です") for number in range(100, 130)])
    lamp = Document("issue:9", "issue", "坂道の街灯", "町の坂道が暗い")
    write([lamp])
    found = engine.similar(lamp.title, lamp.body, ANY)
    assert [hit.key for hit in found] == ["issue:9", "issue:1"]
    assert [hit.key for hit in engine.similar(lamp.title, lamp.body, ANY, but={"issue:9"})] == ["issue:1"]
    assert [hit.key for hit in engine.similar(lamp.title, lamp.body, ANY, limit=1)] == ["issue:9"]
    assert engine.similar(lamp.title, lamp.body, ("group",)) == []
    assert engine.similar("みどりのおばさん", "") == []
    assert engine.similar("", "") == []


def test_a_changed_document_is_found_by_its_new_words_only(engine, write):
    write([Document("issue:1", "issue", "横断歩道がうすい", "白線が見えません。")])
    assert keys(engine, "横断歩道") == ["issue:1"]
    assert keys(engine, "街灯") == []
    assert engine.keys() == {document.key for document in ALL}


def test_a_hidden_document_vanishes_and_may_come_back(engine, write):
    assert keys(engine, "街灯") == ["issue:1"]
    write(deletes=["issue:1", "issue:unknown"])
    assert keys(engine, "街灯") == []
    assert engine.keys() == {document.key for document in ALL} - {"issue:1"}
    write([LAMP])
    assert keys(engine, "街灯") == ["issue:1"]
    assert engine.keys() == {document.key for document in ALL}


def test_deleted_documents_stay_away_through_many_commits_and_merges(engine, write):
    for number in range(40):
        write([Document(f"issue:{100 + number}", "issue", "花壇", f"花壇{number}")], [f"issue:{99 + number}"])
    assert keys(engine, "花壇") == ["issue:139", "issue:3"]
    assert engine.keys() == {document.key for document in ALL} | {"issue:139"}


def test_everything_may_be_deleted(engine, write):
    write(deletes=[document.key for document in ALL])
    assert engine.keys() == set()
    assert keys(engine, "雪") == []
    write([SNOW])
    assert keys(engine, "雪") == ["issue:2"]


def test_the_same_key_twice_in_one_write_is_kept_once_and_the_later_counts(engine, write):
    write([Document("issue:9", "issue", "古い話", ""), Document("issue:9", "issue", "新しい話", "")])
    assert keys(engine, "話") == ["issue:9"]
    assert keys(engine, '"古い"') == []


def test_a_key_both_written_and_deleted_is_deleted(engine, write):
    write([LAMP], [LAMP.key])
    assert keys(engine, "街灯") == []


def test_nothing_to_write_is_no_work(engine, write):
    write()
    assert engine.keys() == {document.key for document in ALL}


def test_the_same_key_twice_in_a_rebuild_is_kept_once(engine):
    engine.rebuild([LAMP, SNOW, LAMP])
    assert keys(engine, "街灯") == ["issue:1"]
    assert engine.keys() == {"issue:1", "issue:2"}


def test_a_refused_document_leaves_the_index_as_it_was_and_the_next_write_works(engine, write):
    with pytest.raises(AttributeError):
        write([PARK, Document("issue:8", "issue", None, "本文")], ["issue:1"])  # type: ignore[arg-type]
    assert keys(engine, "街灯") == ["issue:1"]
    write(deletes=["issue:1"])
    assert keys(engine, "街灯") == []


def test_texts_of_any_length_and_any_signs_are_kept_and_found_by_their_beginning(engine, write):
    chance = "".join(chr(0x4E00 + number * 7919 % 20000) for number in range(90_000))
    documents = [
        Document("issue:5", "issue", "回覧板", chance),
        Document("issue:6", "issue", "掲示板", "回覧 " + "x" * 5000),
        Document("issue:7", "issue", "連絡網\x00\ud83d", "'回覧'\\ & | ! <-> :*\x00回覧", ("'", "\\")),
    ]
    write(documents)
    assert set(keys(engine, "回覧")) == {"issue:5", "issue:6", "issue:7"}
    assert keys(engine, '"連絡網"') == ["issue:7"]
    engine.rebuild(documents)
    assert set(keys(engine, "回覧")) == {"issue:5", "issue:6", "issue:7"}


def test_an_empty_engine_says_so(place):
    engine = place.engine()
    assert not engine.is_ready
    assert engine.needs_rebuild
    for ask in (
        lambda: engine.search("雪"),
        lambda: engine.similar("雪", ""),
        engine.keys,
        lambda: engine.write([SNOW]),
    ):
        with pytest.raises(NotReady), place.writing():
            ask()
    engine.rebuild([])
    assert engine.is_ready
    assert not engine.needs_rebuild
    assert engine.search("雪").hits == []
    assert engine.keys() == set()


def test_another_engine_on_the_same_index_sees_every_commit(engine, write, place):
    other = place.engine()
    assert keys(other, "街灯") == ["issue:1"]
    write(deletes=["issue:1"])
    assert keys(other, "街灯") == []
    engine.rebuild([PARK])
    assert other.keys() == {"issue:3"}


def test_another_dictionary_asks_for_a_rebuild_while_the_search_goes_on(engine, write, place, monkeypatch):
    monkeypatch.setattr(analysis, "VERSION", "2 of another year")
    renewed = place.engine()
    assert renewed.needs_rebuild
    assert keys(renewed, "街灯") == ["issue:1"]
    write(deletes=["issue:1"], by=renewed)
    assert keys(renewed, "街灯") == []
    renewed.rebuild([LAMP])
    assert not renewed.needs_rebuild
    monkeypatch.undo()
    assert place.engine().needs_rebuild


def test_an_index_of_another_form_is_not_read_until_it_is_built_anew(engine, place, monkeypatch):
    monkeypatch.setattr(place.form, "another form")
    renewed = place.engine()
    assert renewed.needs_rebuild
    assert not renewed.is_ready
    with pytest.raises(NotReady):
        renewed.search("街灯")
    renewed.rebuild([LAMP])
    assert not renewed.needs_rebuild
    assert keys(renewed, "街灯") == ["issue:1"]


def test_synonyms_are_asked_for_with_each_question(place):
    groups: list[list[str]] = []
    engine = place.engine(lambda: Synonyms(groups))
    engine.rebuild(ALL)
    assert keys(engine, "雪掻き") == ["issue:2"]
    groups.append(["雪かき", "除雪"])
    assert keys(engine, "雪掻き") == ["issue:2", "group:1"]


def test_other_synonyms_can_be_tried(engine):
    def tried(*groups: list[str]) -> list[str]:
        return [hit.key for hit in engine.search("雪掻き", ANY, synonyms=Synonyms(groups)).hits]

    assert tried() == ["issue:2"]
    assert tried(["雪かき", "花壇"]) == ["issue:2", "issue:3"]
    assert keys(engine, "雪掻き") == ["issue:2", "group:1"]


def test_many_threads_search_at_once_and_all_find_the_same(engine, write, place):
    write([Document(f"issue:{n}", "issue", f"花壇{n}", "街灯と雪かきと公園 " * (n % 9)) for n in range(10, 300)])
    questions = ["街灯", "雪かき 公園", '"雪かきと公園"', "花壇 -街灯", "花壇123", "植え替え"]
    expected = {text: engine.search(text) for text in questions}
    wrong: list[str] = []

    def ask() -> None:
        for _ in range(4):
            wrong.extend(text for text in questions if engine.search(text) != expected[text])

    for thread in begun(place, [ask] * 8):
        thread.join()
    assert wrong == []


def _ask_in_a_child(engine: FullText, answers: "Queue[list[list[str]]]") -> None:
    answers.put([keys(engine, text) for text in ["街灯", "雪かき", "花壇"] * 30])


def test_a_forked_process_opens_files_of_its_own(engine, place):
    if isinstance(place, Site):
        pytest.skip("connections are not shared with children")
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


@pytest.mark.parametrize("text", ["雪かき", "公園", "雪かき 道具", '"雪かき"', "ありえない言葉", "-雪", ""])
def test_several_kinds_at_once_find_what_each_alone_finds(engine, text):
    kinds = sorted({document.kind for document in ALL})
    kind_of = {document.key: document.kind for document in ALL}.__getitem__
    each = engine.search_each(text, kinds, kind_of)
    for kind in kinds:
        alone = engine.search(text, (kind,))
        assert [hit.key for hit in each[kind].hits] == [hit.key for hit in alone.hits]
        assert each[kind].loose == alone.loose
