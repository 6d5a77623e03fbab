"""The child process that reads one file. It takes a job as JSON on stdin and answers JSON on stdout.

Run as `python -m automl_lib.reading.worker`. Limits are set before anything heavy is imported.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from automl_lib.errors import FileRefused
from automl_lib.reading.limits import ReadLimits
from automl_lib.reading.refusals import readable_size, refuse

_PR_SET_PDEATHSIG = 1  # from linux/prctl.h


def main() -> int:
    """Reads the job's file; the answer is `{"report": …}` or `{"refused": {code, ko, en}}`."""
    job = json.load(sys.stdin)
    limits = ReadLimits.from_dict(job["limits"])
    source = Path(job["source"])
    confine(limits, source)
    json.dump(_answer(job, source, limits), sys.stdout)
    return 0


def _answer(job: dict[str, Any], source: Path, limits: ReadLimits) -> dict[str, Any]:
    from automl_lib.reading.job import read_here

    try:
        report = read_here(source, Path(job["out_dir"]), job["name"], limits)
    except FileRefused as error:
        return _refused(error)
    except MemoryError:
        return _refused(refuse("memory", job["name"], limit=readable_size(limits.max_memory_bytes)))
    return {"report": report.to_dict()}


def _refused(error: FileRefused) -> dict[str, Any]:
    return {"refused": {"code": error.code, "ko": error.ko, "en": error.en}}


def confine(limits: ReadLimits, source: Path) -> None:
    """No core dumps, bounded memory and processor time, and no life after the parent's."""
    import ctypes
    import resource
    import signal

    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)

    mapped = source.stat().st_size if source.is_file() else 0
    seconds = int(limits.max_seconds * 16) + 1
    for kind, value in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_DATA, limits.max_memory_bytes),
        # The readers map files into memory; those pages are the system's to drop and don't count.
        (resource.RLIMIT_AS, limits.max_memory_bytes + 3 * mapped),
        (resource.RLIMIT_CPU, seconds),
    ):
        hard = resource.getrlimit(kind)[1]
        soft = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (soft, hard))


if __name__ == "__main__":
    sys.exit(main())
