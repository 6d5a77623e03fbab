"""Opening a file in a process of its own."""

from __future__ import annotations

import tempfile
from pathlib import Path

from ocr_lib.errors import PageRefused
from ocr_lib.pages.limits import PageLimits
from ocr_lib.pages.refusals import refuse
from ocr_lib.pages.report import PagesReport
from sandbox import Broken, Limits, module, run

_WORKER = module("ocr_lib.pages.worker")


def read_pages(source: Path, out_dir: Path, *, name: str, limits: PageLimits | None = None) -> PagesReport:
    """Every page of a picture or PDF as a PNG (grey or RGB, 8 bits) in `out_dir`.

    Args:
        source: the file; its name on disk is not looked at.
        out_dir: an existing folder; on refusal nothing is left in it.
        name: what people call the file; only shown.

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
        try:
            answer = run(_WORKER, job, Limits(limits.max_seconds, limits.max_memory_bytes))
        except Broken as broken:
            what = {
                "timeout": f"{limits.max_seconds:g} s",
                "memory": f"{limits.max_memory_bytes / 2**30:.1f} GiB",
                "crashed": broken.how,
            }[broken.kind]
            raise refuse(broken.kind, name, what=what) from broken
        if "refused" in answer:
            raise PageRefused(**answer["refused"])
        for written in Path(work).iterdir():
            written.replace(out_dir / written.name)
    return PagesReport.from_dict(answer["report"])
