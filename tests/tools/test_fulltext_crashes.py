"""Is the index what the database holds, after the processes that write it were killed again and again?"""

from pathlib import Path

from tests.benchmarks import search_crashes


def test_kills_in_the_midst_of_writes_and_rebuilds_lose_nothing_and_bring_nothing_back(tmp_path: Path) -> None:
    outcome = search_crashes.run(tmp_path, kills=10)
    assert outcome.failures == []
    assert outcome.differences == []
    assert outcome.searches > 50
    assert outcome.writes > 5
    assert outcome.amid >= 1
