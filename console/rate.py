"""Rate limits of signing in: a few attempts in a window, by name and by address."""

from __future__ import annotations

import ipaddress
import threading
from collections import OrderedDict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

ACCOUNT_LIMIT = 8
ADDRESS_LIMIT = 40
"""More: an office has one address, and who mistypes there, or comes with all others at nine, must not lock it out."""
MOST_KEYS = 10_000
ONES_OWN_IPV6 = 64
"""Bits of the network an IPv6 customer has to themselves, with as many addresses as they like."""


@dataclass
class Attempts:
    """Attempts of this process that failed or are under way, newest last."""

    window: timedelta = timedelta(minutes=5)
    _failed: OrderedDict[str, deque[datetime]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def admit(self, limits: Mapping[str, int], now: datetime) -> bool:
        """Whether an attempt may be made for all keys of `limits`, which says how many each may have in the window.

        It counts as failed until it is taken back.

        Counted before it is looked at, so that many at once are no way around the limit.
        """
        with self._lock:
            if any(self._failures(key, now) >= limit for key, limit in limits.items()):
                return False
            for key in limits:
                self._failed.setdefault(key, deque()).append(now)
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

    def _failures(self, key: str, now: datetime) -> int:
        failed = self._failed.get(key, deque())
        while failed and failed[0] <= now - self.window:
            failed.popleft()
        return len(failed)


def source_of(address: str) -> str:
    """Who an address stands for: itself, or with IPv6 the network it lies in."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if known.version == 4:
        return str(known)
    return str(ipaddress.ip_network((known, ONES_OWN_IPV6), strict=False))
