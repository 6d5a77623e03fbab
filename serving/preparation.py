"""Converts the networks that read pages for this machine, in a process of its own at low priority; once, half a minute."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import time
from collections.abc import Sequence

from domain.messages import Message
from domain.requests import RequestKind

NICENESS = 10
_LOG = logging.getLogger(__name__)


class Preparation:
    """The process that converts, while it runs."""

    def __init__(self, command: Sequence[str] | None) -> None:
        """Args:
        command: starts the process; None where nothing has to be converted.
        """
        self._began = time.monotonic()
        self._process = None
        if command is not None:
            self._process = subprocess.Popen(
                command, preexec_fn=lambda: os.nice(NICENESS), start_new_session=True
            )

    def keeps_waiting(self, kind: str) -> Message | None:
        """Why a request of this kind can't be served yet; None where it can."""
        if kind != RequestKind.OCR_READ or self._process is None:
            return None
        code = self._process.poll()
        if code is None:
            seconds = int(time.monotonic() - self._began)
            return Message(
                "the recogniser is being prepared for this machine ({seconds} s so far); this happens once",
                seconds=seconds,
            )
        if code:
            _LOG.error("preparing the recogniser ended with %s; the first page prepares it", code)
            self._process.returncode = 0
        return None

    def end(self) -> None:
        """End the process and its children, if it still runs."""
        if self._process is not None and self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGTERM)
            self._process.wait()
