"""When a thread of the serving process works."""

from __future__ import annotations

import threading

import pytest

from serving.woken_thread import WokenThread

HANGS = 60.0
"""Seconds after which a look that should come is taken for missing."""
NEVER = 10 * HANGS


class Looks(WokenThread):
    """One that counts its looks, and does what the test asks for in each."""

    def __init__(self, looked, work=lambda: None, *, first=None, again=NEVER):
        super().__init__("a thread", first=first, again=again)
        self.looked, self.work = looked, work

    def _look(self):
        self.looked.release()
        return self.work()


@pytest.fixture
def looked():
    return threading.Semaphore(0)


def test_it_works_without_being_woken_after_the_time_its_work_asks_for(looked):
    times = iter([0.01])
    Looks(looked, lambda: next(times, None), first=0.01).start()
    assert looked.acquire(timeout=HANGS)
    assert looked.acquire(timeout=HANGS)


def test_a_wake_is_answered_by_one_look(looked):
    thread = Looks(looked)
    thread.wake()
    asked = thread.wake()
    thread.start()
    assert thread.wait(asked, HANGS)
    assert looked.acquire(blocking=False)
    assert not looked.acquire(blocking=False)


def test_an_error_is_logged_and_ends_nothing(looked, caplog):
    errors = [ValueError("no such table")]

    def fail_once():
        if errors:
            raise errors.pop()

    thread = Looks(looked, fail_once, again=0.01)
    thread.start()
    thread.wake()
    assert looked.acquire(timeout=HANGS)
    assert looked.acquire(timeout=HANGS)
    assert "no such table" in caplog.text
