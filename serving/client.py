"""Calls the serving process. Where it doesn't answer nothing is raised: the sensor `requests` does its work."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from domain.messages import message_from_json
from domain.refusal import Refusal
from domain.what_if import WhatIf, WhatIfAnswer
from serving.address import Address

if TYPE_CHECKING:
    import httpx2

LONGEST_WAIT = 5.0
_ANSWER_SECONDS = 1.0
_WHAT_IF_SECONDS = 20.0
"""The first answer of a model may include loading it."""
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
        return self._call("POST", "/wake", wait + _ANSWER_SECONDS, params={"wait": wait}) is not None

    def expect_tables(self) -> None:
        """Say that the page of a table was opened, so that the process gets ready for work on it."""
        self._call("POST", "/tables", _ANSWER_SECONDS)

    def answers(self) -> bool:
        """Whether the process answers, and no request of it takes too long."""
        return self._call("GET", "/health", _ANSWER_SECONDS) is not None

    def what_if(self, question: WhatIf) -> WhatIfAnswer | None:
        """The answer to a question on one row; None where the process doesn't answer.

        Raises:
            Refusal: the question can't be answered; its message says why.
        """
        answer = self._call("POST", "/what-if", _WHAT_IF_SECONDS, json=question.to_json())
        if answer is None:
            return None
        found = answer.json()
        if "refused" in found:
            raise Refusal(message_from_json(found["refused"]))
        return WhatIfAnswer.from_json(found["answer"])

    def _call(self, method: str, path: str, seconds: float, **sent: Any) -> httpx2.Response | None:
        import httpx2

        transport = httpx2.HTTPTransport(uds=str(self.address.socket))
        headers = {"authorization": f"Bearer {self.address.token}"}
        try:
            with httpx2.Client(transport=transport, headers=headers, timeout=seconds) as http:
                return http.request(method, f"http://serving{path}", **sent).raise_for_status()
        except httpx2.HTTPError as error:
            _LOG.debug("the serving process does not answer: %s", error)
            return None
