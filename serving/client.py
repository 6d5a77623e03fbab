"""Calls the serving process. Never raises: where it doesn't answer, the sensor `requests` does its work."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from serving.address import Address

LONGEST_WAIT = 5.0
_ANSWER_SECONDS = 1.0
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class ServingClient:
    """A client of the serving process at `address`."""

    address: Address

    def wake(self, wait: float = 0.0) -> bool:
        """Say that a request was written.

        Args:
            wait: seconds, at most `LONGEST_WAIT`, to wait until the process has served what it can serve by itself.

        Returns:
            Whether the process answered.
        """
        return self._call("POST", "/wake", wait)

    def answers(self) -> bool:
        """Whether the process answers, and no request of it takes too long."""
        return self._call("GET", "/health", 0.0)

    def _call(self, method: str, path: str, wait: float) -> bool:
        import httpx2

        transport = httpx2.HTTPTransport(uds=str(self.address.socket))
        headers = {"authorization": f"Bearer {self.address.token}"}
        try:
            with httpx2.Client(transport=transport, headers=headers, timeout=wait + _ANSWER_SECONDS) as http:
                http.request(method, f"http://serving{path}", params={"wait": wait}).raise_for_status()
        except httpx2.HTTPError as error:
            _LOG.debug("the serving process does not answer: %s", error)
            return False
        return True
