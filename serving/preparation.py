"""Converts the networks that read pages for this machine, in a process of its own at low priority; once, half a minute."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import subprocess
import threading
import time
from collections.abc import Sequence

from domain.messages import Message
from domain.requests import RequestKind

NICENESS = 10
_END_WITH_PARENT = 1
"""PR_SET_PDEATHSIG of prctl(2)."""


def _prepare_child() -> None:
    """Low priority, no limit of memory of the parent's, and an end with the parent, however that ends.

    A signal that is ignored, as in what a shell starts in the background, would stay so.
    """
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.nice(NICENESS)
    resource.setrlimit(resource.RLIMIT_DATA, (resource.getrlimit(resource.RLIMIT_DATA)[1],) * 2)
    ctypes.CDLL(None).prctl(_END_WITH_PARENT, signal.SIGTERM)


READING = (RequestKind.OCR_READ, RequestKind.OCR_BOXES)


class Preparation:
    """The process that converts, while it runs."""

    def __init__(self, command: Sequence[str] | None) -> None:
        """Args:
        command: starts the process; None where nothing has to be converted.
        """
        self._began = time.monotonic()
        self._process = None
        if command is not None:
            self._process = subprocess.Popen(command, preexec_fn=_prepare_child, start_new_session=True)
            threading.Thread(target=self._process.wait, daemon=True).start()  # leaves no zombie

    def keeps_waiting(self, kind: str) -> Message | None:
        """Why a request of this kind can't be served yet; None where it can."""
        if kind not in READING or self._process is None:
            return None
        code = self._process.poll()
        if code is None:
            seconds = int(time.monotonic() - self._began)
            return Message(
                "the recogniser is being prepared for this machine ({seconds} s so far); this happens once",
                seconds=seconds,
            )
        if code:
            # Here it would take longer than a request may.
            return Message("the recogniser could not be prepared; a run reads the page")
        return None

    def end(self) -> None:
        """End the process and its children, if it still runs."""
        if self._process is not None and self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGTERM)
            self._process.wait()
