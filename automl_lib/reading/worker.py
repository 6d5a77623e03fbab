"""The child process that reads one file. It takes a job as JSON on stdin and answers JSON on stdout.

Run as `python -m automl_lib.reading.worker` by `isolate`. Limits are set before anything heavy is imported.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from automl_lib.errors import FileRefused
from automl_lib.reading.choices import ReadChoices
from automl_lib.reading.limits import ReadLimits
from automl_lib.reading.refusals import readable_size, refuse
from untrusted_files import serve


def main() -> int:
    """Reads the job's file; the answer is `{"report": …}` or `{"refused": {code, ko, en}}`."""
    serve(_answer)
    return 0


def _answer(job: dict[str, Any]) -> dict[str, Any]:
    from automl_lib.reading.job import read_here

    limits = ReadLimits.from_dict(job["limits"])
    try:
        report = read_here(
            Path(job["source"]),
            Path(job["out_dir"]),
            job["name"],
            limits,
            sheet=job["sheet"],
            choices=ReadChoices.from_dict(job["choices"]),
        )
    except FileRefused as error:
        return _refused(error)
    except MemoryError:
        return _refused(refuse("memory", job["name"], limit=readable_size(limits.max_memory_bytes)))
    return {"report": report.to_dict()}


def _refused(error: FileRefused) -> dict[str, Any]:
    return {"refused": {"code": error.code, "ko": error.ko, "en": error.en}}


if __name__ == "__main__":
    sys.exit(main())
