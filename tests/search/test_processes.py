"""Several processes on one installation, some of them killed."""

from tests.benchmarks.search_site import run


def test_two_web_processes_and_a_worker_never_show_what_is_hidden_and_lose_nothing(tmp_path):
    read, leaks, different = run(tmp_path, f"sqlite:///{tmp_path}/site.sqlite", kills=2, seed=7, deeds_for_a_kill=25)
    assert read > 10
    assert leaks == [] and different == set()
