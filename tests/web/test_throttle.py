import multiprocessing
from datetime import timedelta

import pytest
import time_machine

from matchbox.app import create_app
from matchbox.core import clock
from matchbox.web import throttle
from matchbox.web.forms import Button


@pytest.fixture
def app(tmp_path):
    """Counters need a folder and no database."""
    app = create_app(tmp_path, TESTING=True, SECRET_KEY="a secret for tests only")
    with app.app_context():
        yield app


def after(seconds):
    return clock.set_to(START + timedelta(seconds=seconds))


START = clock.now()


def test_so_many_pass_and_no_more(app):
    assert [throttle.hit("sign-in", "a@example.jp", 3, 60) > 0 for _ in range(5)] == [False] * 3 + [True] * 2


def test_the_answer_says_how_long_to_wait_and_waiting_helps(app):
    for seconds in (0, 10, 20):
        with after(seconds):
            assert throttle.hit("sign-in", "a", 3, 60) == 0
    with after(25):
        assert throttle.hit("sign-in", "a", 3, 60) == 35
    with after(59.5):
        assert throttle.hit("sign-in", "a", 3, 60) == 1
    with after(60):
        assert throttle.hit("sign-in", "a", 3, 60) == 0
    with after(61):
        assert throttle.hit("sign-in", "a", 3, 60) == 9  # the window moves on: now the second one counts


def test_trying_on_does_not_lengthen_the_wait(app):
    with after(0):
        throttle.hit("sign-in", "a", 1, 60)
    for seconds in range(1, 60, 10):
        with after(seconds):
            assert throttle.hit("sign-in", "a", 1, 60) == 60 - seconds
    with after(60):
        assert throttle.hit("sign-in", "a", 1, 60) == 0


def test_names_and_keys_are_counted_apart(app):
    assert throttle.hit("sign-in", "a", 1, 60) == 0
    assert throttle.hit("sign-in", "b", 1, 60) == 0
    assert throttle.hit("post", "a", 1, 60) == 0
    assert throttle.hit("sign-in", "a", 1, 60) > 0


def test_a_good_attempt_is_given_back_and_an_account_can_begin_anew(app):
    throttle.hit("place", "a", 2, 60)
    throttle.hit("place", "a", 2, 60)
    throttle.give_back("place", "a")
    assert [throttle.hit("place", "a", 2, 60) > 0 for _ in range(2)] == [False, True]
    throttle.forget("place", "a")
    assert [throttle.hit("place", "a", 2, 60) > 0 for _ in range(3)] == [False, False, True]


def test_the_file_holds_no_address(app, tmp_path):
    throttle.hit("sign-in", "person@example.jp", 3, 60)
    content = b"".join(path.read_bytes() for path in tmp_path.glob("throttle.sqlite*"))
    assert b"hits" in content and b"person" not in content and b"sign-in" not in content


def test_what_is_over_is_swept_away(app):
    with after(0):
        for number in range(50):
            throttle.hit("sign-in", str(number), 1, 60)
    with after(61):
        throttle.hit("sign-in", "one more", 1, 60)
        with throttle._counters() as counters:
            assert counters.execute("SELECT count(*) FROM hits").fetchone() == (1,)


@pytest.mark.parametrize(("address", "key"), [
    ("192.0.2.7", "192.0.2.7"),
    ("2001:db8:1:2:aaaa::1", "20010db800010002::/64"),
    ("2001:db8:1:2:bbbb::9", "20010db800010002::/64"),
    ("", ""),
])  # fmt: skip
def test_a_household_is_one_place(app, address, key):
    with app.test_request_context("/", environ_base={"REMOTE_ADDR": address}):
        assert throttle.here() == key


def test_a_refusal_says_from_when_on(app):
    with time_machine.travel("2026-11-24T01:05:30+00:00", tick=False), app.test_request_context("/"):
        form = throttle.refuse(Button(), 15 * 60)
    (sentence,) = form.form_errors
    assert form.status == 429 and "10時21分を過ぎてから" in sentence


KEYS = 100


def _hit_often(folder, passed, begin):
    app = create_app(folder, TESTING=True, SECRET_KEY="a secret for tests only")
    with app.app_context():
        begin.wait()
        mine = sum(throttle.hit("sign-in", str(number), 1, 600) == 0 for number in range(KEYS))
        with passed.get_lock():
            passed.value += mine


def test_several_processes_count_together(tmp_path):
    """Four at once race for each of a hundred keys, and for making the file: one wins each."""
    context = multiprocessing.get_context("spawn")
    passed, begin = context.Value("i", 0), context.Barrier(4)
    workers = [context.Process(target=_hit_often, args=(tmp_path, passed, begin)) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
    assert [worker.exitcode for worker in workers] == [0] * 4
    assert passed.value == KEYS
