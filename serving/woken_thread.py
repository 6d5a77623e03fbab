"""A thread that works when it is woken, and again after a time that its work asks for."""

from __future__ import annotations

import logging
import threading
from abc import ABC, abstractmethod

_LOG = logging.getLogger(__name__)


class WokenThread(ABC):
    """Looks for work after each `wake`, once for all that came before. Ends with the process."""

    def __init__(self, name: str, *, first: float | None, again: float) -> None:
        """Args:
        first: seconds until the first look without a `wake`, None for never.
        again: seconds until the next one after an error, which is logged.
        """
        self._first = first
        self._again = again
        self._news = threading.Condition()
        self._asked = self._done = 0
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> int:
        """Look now; returns what to give to `wait`."""
        with self._news:
            self._asked += 1
            self._news.notify_all()
            return self._asked

    def wait(self, asked: int, seconds: float) -> bool:
        """Wait for the end of a look that began after `wake` returned `asked`; whether there was one."""
        with self._news:
            return self._news.wait_for(lambda: self._done >= asked, seconds)

    @abstractmethod
    def _look(self) -> float | None:
        """Do the work; returns after how many seconds to look without being woken, None for never."""

    def _work(self) -> None:
        seconds = self._first
        while True:
            with self._news:
                self._news.wait_for(lambda: self._asked > self._done, seconds)
                asked = self._asked
            try:
                seconds = self._look()
            except Exception:  # noqa: BLE001 - the thread must live on
                _LOG.exception("%s: an error; again in %g s", self._thread.name, self._again)
                seconds = self._again
            with self._news:
                self._done = asked
                self._news.notify_all()
