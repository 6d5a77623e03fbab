"""Describes how a child process ended."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass
from typing import IO

_MEMORY_WORDS = (
    "memory allocation",
    "memoryerror",
    "out of memory",
    "allocate memory",
    "insufficient memory",
    "bad_alloc",
    "failed to map segment",
    "resource temporarily unavailable",
)


@dataclass(frozen=True)
class Ending:
    """The end of a process.

    Args:
        code: as `subprocess` has it: the exit code, or a signal's number below 0.
        said: the last of what it wrote on standard error.
    """

    code: int
    said: str = ""

    @property
    def how(self) -> str:
        """The signal's name or the exit code."""
        return signal.Signals(-self.code).name if self.code < 0 else f"exit {self.code}"

    def last_line(self, most: int = 200) -> str:
        """What it said last, cut to `most` characters; "" where it said nothing. Hints to programmers don't count."""
        lines = [line for line in self.said.strip().splitlines() if not line.startswith("note: run with")]
        return lines[-1][:most] if lines else ""

    @property
    def out_of_memory(self) -> bool:
        """Whether memory ran out: it says so, or the system killed it."""
        said = self.said.casefold()
        return self.code == -signal.SIGKILL or any(word in said for word in _MEMORY_WORDS)

    @property
    def out_of_time(self) -> bool:
        """Whether its processor time was used up."""
        return self.code == -signal.SIGXCPU


def tail(errors: IO[bytes], most: int = 16_000) -> str:
    """The last `most` bytes of a file as text."""
    errors.seek(max(0, errors.seek(0, os.SEEK_END) - most))
    return errors.read().decode("utf-8", "replace")
