"""How often somebody may try to sign in: a few attempts in a window, by name and by address."""

from __future__ import annotations

import ipaddress
import threading
from collections import OrderedDict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

MOST_KEYS = 10_000
ONES_OWN_IPV6 = 64
"""Bits of the network an IPv6 customer has to themselves, with as many addresses as they like."""


@dataclass
class Attempts:
    """Attempts of this process that failed or are under way, newest last."""

    limit: int = 8
    window: timedelta = timedelta(minutes=5)
    _failed: OrderedDict[str, deque[datetime]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def admit(self, keys: Sequence[str], now: datetime) -> bool:
        """Whether an attempt may be made for all `keys`. It counts as failed until it is taken back.

        Counted before it is looked at, so that many at once are no way around the limit.
        """
        with self._lock:
            if any(self._is_closed(key, now) for key in keys):
                return False
            for key in keys:
                self._failed.setdefault(key, deque(maxlen=self.limit)).append(now)
                self._failed.move_to_end(key)
            while len(self._failed) > MOST_KEYS:
                self._failed.popitem(last=False)
            return True

    def take_back(self, key: str, now: datetime) -> None:
        """The attempt `key` was admitted with at `now` was none that failed."""
        with self._lock:
            failed = self._failed.get(key)
            if failed and now in failed:
                failed.remove(now)

    def succeeded(self, key: str) -> None:
        """Forget the failures of `key`."""
        with self._lock:
            self._failed.pop(key, None)

    def _is_closed(self, key: str, now: datetime) -> bool:
        failed = self._failed.get(key)
        while failed and failed[0] <= now - self.window:
            failed.popleft()
        return failed is not None and len(failed) >= self.limit


def source_of(address: str) -> str:
    """Who an address stands for: itself, or with IPv6 the network it lies in."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if known.version == 4:
        return str(known)
    return str(ipaddress.ip_network((known, ONES_OWN_IPV6), strict=False))
