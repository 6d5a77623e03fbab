"""When the thread looks for stale fields."""

from __future__ import annotations

import threading

from serving.field_reading import FieldReading

HANGS = 60.0
"""Seconds after which a look that should come is taken for missing."""


class Looks(FieldReading):
    """One without a database, which says that it looked."""

    def __init__(self, **options):
        super().__init__(None, None, None, **options)
        self.looked = threading.Event()

    def read_stale(self):
        self.looked.set()
        return 0


def test_what_another_process_made_stale_is_looked_for_without_being_asked():
    looks = Looks(look_seconds=0.01)
    looks.start()
    assert looks.looked.wait(HANGS)


def test_a_wake_is_answered_at_once():
    looks = Looks(look_seconds=10 * HANGS)
    looks.start()
    assert looks.wait(looks.wake(), HANGS)
    assert looks.looked.is_set()
