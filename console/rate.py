"""How often somebody may try to sign in: a few attempts in a window, by name and by address."""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

MOST_KEYS = 10_000


@dataclass
class Attempts:
    """Failed attempts of this process, newest last."""

    limit: int = 8
    window: timedelta = timedelta(minutes=5)
    _failed: OrderedDict[str, deque[datetime]] = field(default_factory=OrderedDict)

    def wait(self, key: str, now: datetime) -> timedelta | None:
        """How long `key` has to wait; None where it may try."""
        failed = self._failed.get(key)
        while failed and failed[0] <= now - self.window:
            failed.popleft()
        return failed[0] + self.window - now if failed and len(failed) >= self.limit else None

    def failed(self, key: str, now: datetime) -> None:
        """Count a failure."""
        self._failed.setdefault(key, deque(maxlen=self.limit)).append(now)
        self._failed.move_to_end(key)
        while len(self._failed) > MOST_KEYS:
            self._failed.popitem(last=False)

    def succeeded(self, key: str) -> None:
        """Forget the failures of `key`."""
        self._failed.pop(key, None)
