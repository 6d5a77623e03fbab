"""The child process: applies its limits, then calls one function on the job and answers on standard output.

Run as `python -m untrusted_files.worker MODULE:FUNCTION`. The module is imported after the limits apply.
"""

from __future__ import annotations

import ctypes
import importlib
import json
import os
import resource
import signal
import sys
from collections.abc import Callable, Mapping
from typing import Any

from untrusted_files.refusals import FileRefused

_PR_SET_PDEATHSIG = 1  # from linux/prctl.h
_CORES = 16


def main() -> None:
    """Answers `{"answer": …}`, or `{"refused": {code, ko, en}}` if the function raises FileRefused."""
    serve(lambda job: _call(sys.argv[1], job))


def serve(work: Callable[[dict[str, Any]], Mapping[str, Any]]) -> None:
    """Do one job within limits: both come as a line of JSON on standard input. The answer goes to standard output.

    Core dumps are off, memory and CPU time are limited, and the process ends with its parent. What `work` prints goes
    to standard error.

    Args:
        work: from the job to a JSON-ready answer. It imports what is heavy itself.
    """
    message = json.loads(sys.stdin.readline())
    _confine(message)
    # Programs started by `work` don't inherit this copy: one that outlives us must not keep it open.
    answers = os.dup(1)
    os.dup2(2, 1)
    for name in message["imports"]:
        importlib.import_module(name)
    job = json.loads(sys.stdin.readline())
    answer = work(job)
    with open(answers, "w", encoding="utf-8") as stream:  # noqa: PTH123 - a descriptor, not a path
        json.dump(dict(answer), stream, ensure_ascii=False)


def _call(path: str, job: dict[str, Any]) -> dict[str, Any]:
    module, _, function = path.partition(":")
    try:
        return {"answer": getattr(importlib.import_module(module), function)(job)}
    except FileRefused as refusal:
        return {"refused": {"code": refusal.code, "message": refusal.message.to_json()}}


def _confine(message: Mapping[str, Any]) -> None:
    limits = message["limits"]
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != message["parent"]:
            sys.exit("the parent ended first")
    memory = int(limits["memory_bytes"])
    for kind, value in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_DATA, memory),
        # The system can drop pages of mapped files at any time, so they don't count as allocated.
        (resource.RLIMIT_AS, memory + 3 * int(limits["mapped_bytes"])),
        (resource.RLIMIT_CPU, int(limits["seconds"] * _CORES) + 1),
    ):
        hard = resource.getrlimit(kind)[1]
        soft = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (soft, hard))


if __name__ == "__main__":
    main()
