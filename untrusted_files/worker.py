"""The child's side: receives the job, applies limits before heavy imports, answers."""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import sys
from collections.abc import Callable, Mapping
from typing import Any

_PR_SET_PDEATHSIG = 1  # from linux/prctl.h
_CORES = 16


def serve(work: Callable[[dict[str, Any]], Mapping[str, Any]]) -> None:
    """Do the job on standard input within its limits, and answer it on standard output.

    No core dumps, bounded memory and processor time, and no life after the parent's. `work` should import
    what is heavy itself, as the limits hold by then. What it prints goes to standard error.
    """
    whole = json.load(sys.stdin)
    _confine(whole)
    # A copy that programs started by `work` don't inherit: one that outlives us must not hold it open.
    answers = os.dup(1)
    os.dup2(2, 1)
    answer = work(whole["job"])
    with open(answers, "w", encoding="utf-8") as stream:  # noqa: PTH123 - a descriptor, not a path
        json.dump(dict(answer), stream, ensure_ascii=False)


def _confine(whole: Mapping[str, Any]) -> None:
    limits = whole["limits"]
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != whole["parent"]:
            sys.exit("the parent ended first")
    memory = int(limits["memory_bytes"])
    for kind, value in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_DATA, memory),
        # Files mapped into memory are the system's to drop and don't count.
        (resource.RLIMIT_AS, memory + 3 * int(limits["mapped_bytes"])),
        (resource.RLIMIT_CPU, int(limits["seconds"] * _CORES) + 1),
    ):
        hard = resource.getrlimit(kind)[1]
        soft = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (soft, hard))
