"""The child's side: take the job, be bounded before anything heavy is imported, answer."""

from __future__ import annotations

import ctypes
import json
import resource
import signal
import sys
from collections.abc import Mapping
from typing import Any

_PR_SET_PDEATHSIG = 1  # from linux/prctl.h
_CORES = 16


def confined_job() -> dict[str, Any]:
    """The job on standard input, once its limits hold: no core dumps, bounded memory and processor time,
    and no life after the parent's."""
    whole = json.load(sys.stdin)
    limits = whole["limits"]
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    for kind, value in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_DATA, int(limits["memory_bytes"])),
        (resource.RLIMIT_CPU, int(limits["seconds"] * _CORES) + 1),
    ):
        hard = resource.getrlimit(kind)[1]
        soft = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (soft, hard))
    job: dict[str, Any] = whole["job"]
    return job


def reply(answer: Mapping[str, Any]) -> None:
    """Give the answer."""
    json.dump(dict(answer), sys.stdout)
