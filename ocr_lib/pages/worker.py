"""The child process that opens one file. Run as `python -m ocr_lib.pages.worker` by `read`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from untrusted_files import serve


def main() -> int:
    """The answer is `{"report": …}` or `{"refused": {code, ko, en}}`."""
    serve(_answer)
    return 0


def _answer(job: dict[str, Any]) -> dict[str, Any]:
    from ocr_lib.errors import PageRefused
    from ocr_lib.pages.job import open_here
    from ocr_lib.pages.limits import PageLimits
    from ocr_lib.pages.refusals import readable_size, refuse

    limits = PageLimits(**job["limits"])
    try:
        report = open_here(Path(job["source"]), Path(job["out_dir"]), job["name"], limits)
    except PageRefused as refusal:
        return _refused(refusal)
    except MemoryError:
        limit = readable_size(limits.max_memory_bytes)
        return _refused(refuse("memory", job["name"], limit=limit))
    return {"report": report.to_dict()}


def _refused(refusal: Any) -> dict[str, Any]:
    return {"refused": {"code": refusal.code, "ko": refusal.ko, "en": refusal.en}}


if __name__ == "__main__":
    sys.exit(main())
