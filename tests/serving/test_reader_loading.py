"""The load of the network that reads pages: what waits for it, and for how long."""

from __future__ import annotations

import threading

import pytest

from domain.requests import RequestKind
from serving.lane import LONGEST_SECONDS as LONGEST_REQUEST
from serving.reader_loading import LONGEST_SECONDS, ReaderLoading

PAGE = RequestKind.OCR_READ


class Reader:
    """Loads when it is released; fails where `broken`."""

    def __init__(self):
        self.loaded, self.network, self.broken = None, "n1", False
        self.release, self.loads = threading.Event(), []

    def deployed(self):
        return self.network

    def current(self):
        self.loads.append(self.network)
        wanted = self.network
        self.release.wait(60)
        if self.broken:
            raise OSError("stale file handle")
        self.loaded = wanted


class Held:
    """A load under test, with the seconds that passed and the end of its thread."""

    def __init__(self):
        self.reader, self.now, self.over = Reader(), 0.0, threading.Event()
        self.loading = ReaderLoading(self.reader, on_loaded=self.over.set, clock=lambda: self.now)

    def finish(self):
        self.reader.release.set()
        assert self.over.wait(60)
        self.loading._thread.join(60)
        self.over.clear()
        self.reader.release.clear()


@pytest.fixture
def held():
    held = Held()
    yield held
    held.reader.release.set()


def test_pages_wait_for_the_load_longer_than_a_request_may_take_and_other_work_does_not(held):
    assert held.loading.keeps_waiting(PAGE).en == "the recogniser is being loaded"
    held.now = LONGEST_REQUEST * 2
    assert held.loading.keeps_waiting(PAGE) is not None
    assert held.loading.keeps_waiting(RequestKind.UPLOAD) is None
    held.finish()
    assert held.loading.keeps_waiting(PAGE) is None
    assert held.reader.loads == ["n1"]


def test_a_load_that_hangs_leaves_pages_to_the_limit_of_requests(held):
    assert held.loading.keeps_waiting(PAGE) is not None
    held.now = LONGEST_SECONDS + 1
    assert held.loading.keeps_waiting(PAGE) is None


def test_a_load_that_fails_is_not_repeated_and_the_step_says_why(held):
    held.reader.broken = True
    assert held.loading.keeps_waiting(PAGE) is not None
    held.finish()
    assert held.loading.keeps_waiting(PAGE) is None
    assert held.loading.keeps_waiting(PAGE) is None
    assert held.reader.loads == ["n1"]


def test_a_network_that_is_deployed_later_is_loaded_before_its_first_page(held):
    held.loading.keeps_waiting(PAGE)
    held.finish()
    held.reader.network = "n2"
    assert held.loading.keeps_waiting(PAGE) is not None
    held.finish()
    assert (held.reader.loaded, held.loading.keeps_waiting(PAGE)) == ("n2", None)


def test_a_deployed_network_that_is_not_found_holds_nothing_up(held):
    def gone():
        raise OSError("disk full")

    held.reader.deployed = gone
    assert held.loading.keeps_waiting(PAGE) is None
