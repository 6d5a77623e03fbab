"""Two daemons on one storage are told by an id that comes back."""

from __future__ import annotations

from datetime import timedelta

from sensors.daemons import KEPT, TOLD_FOR, Watch


def after(now, *ids):
    watch = Watch()
    for daemon_id in ids:
        watch = Watch.from_cursor(watch.seeing(daemon_id, now).to_cursor())
    return watch


def test_one_daemon_started_again_and_again_is_one(now):
    assert not after(now, None, "a", "a", "b", "b", None, "c", *"defghijkl").is_doubled(now)
    assert len(after(now, *"abcdefghijkl").ids) == KEPT


def test_an_id_that_comes_back_is_a_second_daemon_until_it_stays_away(now):
    watch = after(now, "a", "b", "b", "a")
    assert watch.is_doubled(now)
    later = now + TOLD_FOR
    assert not watch.seeing("a", later).is_doubled(later)
    assert watch.seeing("b", later).is_doubled(later + timedelta(seconds=30))
