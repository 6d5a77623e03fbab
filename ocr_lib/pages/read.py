"""Opening a file in a process of its own."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from ocr_lib.errors import PageRefused
from ocr_lib.pages.limits import PageLimits
from ocr_lib.pages.refusals import readable_size, refuse
from ocr_lib.pages.report import PagesReport
from untrusted_files import Broken, Limits, module, run

_WORKER = module("ocr_lib.pages.worker")


def read_pages(
    source: Path,
    out_dir: Path,
    *,
    name: str,
    limits: PageLimits | None = None,
    worker: tuple[str, ...] = _WORKER,
) -> PagesReport:
    """Every page of a picture or PDF as a PNG (grey or RGB, 8 bits) in `out_dir`.

    Args:
        source: the file itself, no link to it; its name on disk is not looked at.
        out_dir: an existing folder; on refusal nothing is left in it.
        name: what people call the file; only shown.
        limits: the defaults of `PageLimits` if None.
        worker: the command of the opening process.

    Raises:
        PageRefused: it can't be read as pages, is over a limit, or breaks the reader.
    """
    limits = limits or PageLimits()
    with tempfile.TemporaryDirectory(prefix=".pages-", dir=out_dir) as work:
        job = {
            "source": str(source.absolute()),
            "out_dir": work,
            "name": name,
            "limits": limits.to_dict(),
        }
        answer = _run(worker, job, limits)
        if "refused" in answer:
            raise PageRefused(**answer["refused"])
        for written in Path(work).iterdir():
            written.replace(out_dir / written.name)
    return PagesReport.from_dict(answer["report"])


def _run(worker: tuple[str, ...], job: dict[str, Any], limits: PageLimits) -> dict[str, Any]:
    name, source = job["name"], Path(job["source"])
    # PDFium and Pillow map files into memory.
    mapped = source.stat().st_size if source.is_file() else 0
    try:
        return run(worker, job, Limits(limits.max_seconds, limits.max_memory_bytes, mapped))
    except Broken as broken:
        if broken.kind == "memory":
            raise refuse("memory", name, limit=readable_size(limits.max_memory_bytes)) from broken
        if broken.kind == "timeout":
            raise refuse("timeout", name, seconds=f"{limits.max_seconds:g}") from broken
        raise refuse("crashed", name, how=broken.how) from broken
