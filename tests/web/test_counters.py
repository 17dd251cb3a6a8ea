"""Are things counted by day, over all processes, and forgotten in time?"""

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from flask import current_app

from matchbox.core import clock
from matchbox.web import counters
from matchbox.web.counters import Tally
from tests.given.search import no_counters


@pytest.fixture(autouse=True)
def nothing_counted(app):
    no_counters()


def test_what_was_counted_is_summed_over_the_days_the_most_frequent_first():
    today = clock.today()
    yesterday = today - timedelta(1)
    for day in (yesterday, yesterday, today):
        counters.tally("asked", "くまで", day)
    counters.tally("asked", "ほうき", today)
    counters.tally("other", "くまで", today)
    assert counters.tallied("asked", yesterday) == [Tally("くまで", 3, today), Tally("ほうき", 1, today)]
    assert counters.tallied("asked", today) == [Tally("くまで", 1, today), Tally("ほうき", 1, today)]
    assert counters.tallied("unknown", yesterday) == []


def test_after_ninety_days_it_is_gone_from_the_file():
    today = clock.today()
    counters.tally("asked", "くまで", today)
    with clock.set_to(clock.moment_of(today + timedelta(counters.DAYS_KEPT - 1))):
        assert [tally.key for tally in counters.tallied("asked", today)] == ["くまで"]
    with clock.set_to(clock.moment_of(today + timedelta(counters.DAYS_KEPT))):
        assert counters.tallied("asked", today) == []
    assert counters.tallied("asked", today) == []


def test_whoever_wants_to_fill_the_disk_gets_no_further(monkeypatch):
    monkeypatch.setattr(counters, "MOST_KEYS", 3)
    today = clock.today()
    for key in "あいうえお" * 2:
        counters.tally("asked", key, today)
    assert counters.tallied("asked", today) == [Tally(key, 2, today) for key in "あいう"]


def test_many_threads_count_at_once(app):
    def count():
        with app.app_context():
            for _ in range(10):
                counters.tally("asked", "くまで", clock.today())

    threads = [threading.Thread(target=count) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counters.tallied("asked", clock.today()) == [Tally("くまで", 80, clock.today())]


def test_nothing_but_the_name_the_day_and_the_key_is_kept():
    counters.tally("asked", "くまで", clock.today())
    with counters._counters() as file:
        columns = [row[1] for row in file.execute("PRAGMA table_info(tallies)")]
    assert columns == ["name", "day", "key", "times"]
    assert (Path(current_app.instance_path) / "counters.sqlite").exists()
