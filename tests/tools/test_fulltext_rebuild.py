"""Does the index survive rebuilds, rival writers, killed processes and broken files?"""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from matchbox.tools.fulltext import Busy, Document, Engine, NotReady, whoosh_writing
from matchbox.tools.fulltext.index_folder import CURRENT, NEXT, IndexFolder

LAMP = Document("issue:1", "issue", "街灯が消えています", "坂道が真っ暗です。")
PARK = Document("issue:2", "issue", "公園の花壇", "仲間を探しています。")


def lamps(count: int) -> list[Document]:
    return [Document(f"issue:{number}", "issue", f"街灯{number}", "坂道が真っ暗です。" * 3) for number in range(count)]


def found(engine: Engine, text: str) -> list[str]:
    return [hit.key for hit in engine.search(text).hits]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "fulltext"


@pytest.fixture
def engine(folder: Path) -> Iterator[Engine]:
    engine = Engine.open(folder)
    engine.rebuild([LAMP, PARK])
    yield engine
    engine.close()


def test_searches_go_on_while_rebuilds_and_writes_change_the_index_under_them(engine: Engine) -> None:
    engine.rebuild(lamps(60))
    stop = threading.Event()
    failures: list[BaseException | list[str]] = []
    searches = 0

    def search_on() -> None:
        nonlocal searches
        while not stop.is_set():
            try:
                keys = found(engine, "街灯")
                # Each is there before and after every change, so there is no moment without it.
                if not {f"issue:{number}" for number in range(60)} <= set(keys):
                    failures.append(keys)
            except BaseException as failure:
                failures.append(failure)
            searches += 1

    threads = [threading.Thread(target=search_on) for _ in range(4)]
    for thread in threads:
        thread.start()
    for turn in range(4):
        engine.rebuild(lamps(60))
        for number in range(8):
            engine.write([Document(f"issue:{number}", "issue", f"街灯{number}、{turn}回目", "坂道です。")])
    stop.set()
    for thread in threads:
        thread.join()
    assert failures == []
    assert searches > 20


def test_what_is_written_during_a_rebuild_is_in_the_new_index_too(engine: Engine) -> None:
    def rows() -> Iterator[Document]:
        yield LAMP
        yield PARK
        engine.write([Document("issue:3", "issue", "横断歩道", "白線", ("交通",))], ["issue:1"])
        assert found(engine, "横断歩道") == ["issue:3"]
        engine.write([Document("issue:2", "issue", "公園の遊具", "ブランコ")])

    engine.rebuild(rows())
    assert engine.keys() == {"issue:2", "issue:3"}
    assert found(engine, "交通") == ["issue:3"]
    assert found(engine, "遊具") == ["issue:2"]
    assert found(engine, "花壇") == []


def test_a_first_index_takes_in_what_is_written_while_it_is_built(folder: Path) -> None:
    engine = Engine.open(folder)

    def rows() -> Iterator[Document]:
        engine.write([PARK])
        yield LAMP

    engine.rebuild(rows())
    assert engine.keys() == {"issue:1", "issue:2"}


def test_a_failed_rebuild_leaves_the_old_index_and_nothing_else(engine: Engine, folder: Path) -> None:
    def rows() -> Iterator[Document]:
        yield LAMP
        raise ValueError("the database went away")

    before = sorted(path.name for path in folder.iterdir())
    with pytest.raises(ValueError, match="went away"):
        engine.rebuild(rows())
    assert sorted(path.name for path in folder.iterdir()) == before
    assert engine.keys() == {"issue:1", "issue:2"}
    engine.write(deletes=["issue:1"])
    engine.rebuild([PARK])
    assert engine.keys() == {"issue:2"}


def test_old_indexes_are_removed_with_the_next_rebuild(engine: Engine, folder: Path) -> None:
    for _ in range(4):
        engine.rebuild([LAMP])
    assert len(list(folder.glob("index-*"))) == 2


def test_an_index_that_is_replaced_twice_while_somebody_looks_for_it_is_found_all_the_same(
    engine: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = IndexFolder._made_by

    def look_slowly(self: IndexFolder, name: str) -> list[str]:
        monkeypatch.setattr(IndexFolder, "_made_by", looked)
        for _ in range(2):
            Engine.open(folder).rebuild([PARK])
        return looked(self, name)

    monkeypatch.setattr(IndexFolder, "_made_by", look_slowly)
    assert found(engine, "花壇") == ["issue:2"]


def test_a_second_writer_is_told_to_come_back_and_harms_nothing(engine: Engine, folder: Path) -> None:
    second = Engine.open(folder, patience=0.05)
    with engine._folder.writing():
        with pytest.raises(Busy):
            second.write([Document("issue:3", "issue", "横断歩道", "")])
        assert found(second, "街灯") == ["issue:1"]
    second.write([Document("issue:3", "issue", "横断歩道", "")])
    assert engine.keys() == {"issue:1", "issue:2", "issue:3"}


def test_a_second_rebuild_is_told_to_come_back(engine: Engine, folder: Path) -> None:
    second = Engine.open(folder, patience=0.05)

    def rows() -> Iterator[Document]:
        with pytest.raises(Busy):
            second.rebuild([LAMP])
        yield PARK

    engine.rebuild(rows())
    assert engine.keys() == {"issue:2"}
    second.rebuild([LAMP])
    assert engine.keys() == {"issue:1"}


def test_writers_in_many_threads_take_turns_and_lose_nothing(engine: Engine, folder: Path) -> None:
    def write(writer: int) -> None:
        own = Engine.open(folder)
        for number in range(6):
            own.write([Document(f"issue:{writer}-{number}", "issue", "花壇", "")])

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(engine.keys()) == 2 + 4 * 6


def test_small_parts_of_an_index_become_one_before_there_are_many(engine: Engine, folder: Path) -> None:
    def parts() -> list[int]:
        index = folder / (folder / CURRENT).read_text()
        return sorted(file.stat().st_size for file in index.glob("*.trm"))

    engine.rebuild(lamps(300))
    (large,) = parts()
    for number in range(300, 340):
        engine.write([Document(f"issue:{number}", "issue", f"街灯{number}", "")], [f"issue:{number - 300}"])
        assert len(parts()) <= 8
    assert parts()[-1] == large
    assert engine.keys() == {f"issue:{number}" for number in range(40, 340)}


@pytest.mark.parametrize(
    ("sizes", "many"),
    [([], 0), ([1, 1, 1, 1], 0), ([1, 1, 1, 1, 1], 5), ([1, 1, 1, 1, 1, 9000], 5), ([1, 1, 1, 1, 60], 0)]
    + [([200] * 9, 0), ([200] * 10, 10), ([200] * 10 + [100_000], 10), ([5000] * 15 + [100_000], 0)],
)
def test_only_parts_that_are_small_together_become_one(sizes: list[int], many: int) -> None:
    assert whoosh_writing.too_many(sizes) == many


BUILD_SLOWLY = """
import sys, time
from pathlib import Path
from matchbox.tools.fulltext import Document, Engine

def rows():
    yield Document("issue:9", "issue", "花壇", "")
    print("building", flush=True)
    time.sleep(60)

Engine.open(Path(sys.argv[1])).rebuild(rows())
"""


def test_a_killed_rebuild_leaves_the_old_index_at_work_and_its_rest_is_swept_away(engine: Engine, folder: Path) -> None:
    builder = subprocess.Popen([sys.executable, "-c", BUILD_SLOWLY, str(folder)], stdout=subprocess.PIPE, text=True)
    assert builder.stdout
    assert builder.stdout.readline() == "building\n"
    with pytest.raises(Busy):
        engine.rebuild([LAMP])
    os.kill(builder.pid, signal.SIGKILL)
    builder.wait()
    builder.stdout.close()
    assert (folder / NEXT).exists()
    engine.write(deletes=["issue:1"])
    assert engine.keys() == {"issue:2"}
    assert not engine.needs_rebuild
    engine.rebuild([LAMP])
    assert engine.keys() == {"issue:1"}
    assert not (folder / NEXT).exists()
    assert len(list(folder.glob("index-*"))) == 2


WRITE_FOREVER = """
import sys
from pathlib import Path
from matchbox.tools.fulltext import Document, Engine

engine = Engine.open(Path(sys.argv[1]))
number = 0
while True:
    engine.write([Document(f"issue:{number}", "issue", "花壇", "")])
    print(number, flush=True)
    number += 1
"""


def test_a_killed_writer_loses_nothing_it_had_finished_and_holds_up_nobody(engine: Engine, folder: Path) -> None:
    for _ in range(2):
        writer = subprocess.Popen([sys.executable, "-c", WRITE_FOREVER, str(folder)], stdout=subprocess.PIPE, text=True)
        assert writer.stdout
        while int(writer.stdout.readline()) < 10:
            pass
        os.kill(writer.pid, signal.SIGKILL)
        finished = 10 + len(writer.stdout.readlines())
        writer.wait()
        writer.stdout.close()
        assert {f"issue:{number}" for number in range(finished + 1)} <= engine.keys()
        engine.write(deletes=[f"issue:{number}" for number in range(finished + 2)])
        assert engine.keys() == set()


@pytest.mark.parametrize("suffix", [".toc", ".trm", ".pst", ".key.col"])
@pytest.mark.parametrize("how", ["missing", "empty", "half", "garbage"])
def test_a_broken_index_asks_for_a_rebuild_and_is_healed_by_it(
    engine: Engine, folder: Path, suffix: str, how: str
) -> None:
    engine.rebuild(lamps(300))
    engine.close()
    index = folder / (folder / CURRENT).read_text()
    (victim,) = [path for path in index.iterdir() if path.name.endswith(suffix)]
    whole = victim.read_bytes()
    if how == "missing":
        victim.unlink()
    else:
        victim.write_bytes({"empty": b"", "half": whole[: len(whole) // 2], "garbage": b"\xa5" * len(whole)}[how])
    broken = Engine.open(folder)
    with pytest.raises(NotReady):
        for number in range(300):
            broken.search(f"街灯{number}")
            broken.keys()
    assert broken.needs_rebuild
    with pytest.raises(NotReady):
        broken.write([LAMP])
    assert Engine.open(folder).needs_rebuild
    broken.rebuild([LAMP, PARK])
    assert not broken.needs_rebuild
    assert found(broken, "街灯") == ["issue:1"]
    broken.close()


@pytest.mark.parametrize("content", [b"", b"whoosh 1", b"\xa5\x00"])
def test_an_index_that_does_not_say_who_made_it_asks_for_a_rebuild(
    engine: Engine, folder: Path, content: bytes
) -> None:
    (folder / (folder / CURRENT).read_text() / "VERSION").write_bytes(content)
    assert engine.needs_rebuild
    engine.rebuild([LAMP])
    assert not engine.needs_rebuild


@pytest.mark.parametrize("content", ["", "nowhere", "../../etc"])
def test_a_lost_pointer_asks_for_a_rebuild(engine: Engine, folder: Path, content: str) -> None:
    (folder / CURRENT).write_text(content)
    assert engine.needs_rebuild
    assert not engine.is_ready
    with pytest.raises(NotReady):
        engine.search("街灯")
    engine.rebuild([LAMP])
    assert found(engine, "街灯") == ["issue:1"]
