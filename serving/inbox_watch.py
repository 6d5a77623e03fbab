"""Takes in files dropped into the inbox within a second of their standing still; the sensor `uploads` is the safety net."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime

from intake.take import Intake
from sensors.uploads import take_dropped

LOOK_SECONDS = 1.0
REMEMBERED = 1_000
"""Lines that are not logged again."""
_LOG = logging.getLogger(__name__)


class InboxWatch:
    """A thread that looks into the inbox every second."""

    def __init__(
        self,
        intake: Intake,
        now: Callable[[], datetime],
        settle_seconds: float,
        *,
        on_taken: Callable[[], None],
    ) -> None:
        """Args:
        settle_seconds: for so long a file has to stand still.
        on_taken: called after files were taken in or refused.
        """
        self._intake = intake
        self._now = now
        self._settle_seconds = settle_seconds
        self._on_taken = on_taken
        self._said: set[str] = set()

    def start(self) -> None:
        threading.Thread(target=self._work, name="inbox", daemon=True).start()

    def look(self) -> list[str]:
        """Take in or refuse what lies ready; a line for each file and folder that there is something to say of."""
        lines = take_dropped(self._intake, self._now, self._settle_seconds, on_error=self._complain)
        if lines:
            self._on_taken()
        return lines

    def _work(self) -> None:
        while True:
            try:
                for line in self.look():
                    self._complain(line)
            except Exception:  # noqa: BLE001 - the thread must live on
                _LOG.exception("the inbox could not be looked into; in a moment again")
            time.sleep(LOOK_SECONDS)

    def _complain(self, line: str) -> None:
        """Log a line once: trouble that lasts would fill the log."""
        if line not in self._said:
            if len(self._said) >= REMEMBERED:
                self._said.clear()
            self._said.add(line)
            _LOG.warning("%s", line)
