"""Reads a file in a child process, so that a crash, a bomb or an endless loop costs that file alone."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from automl_lib.errors import FileRefused
from automl_lib.reading.choices import ReadChoices
from automl_lib.reading.limits import ReadLimits
from automl_lib.reading.names import display_name
from automl_lib.reading.refusals import readable_size, refuse
from automl_lib.reading.report import ReadReport
from untrusted_files import Broken, Limits, module, run

_WORKER = module("automl_lib.reading.worker")
# Arrow's own allocator reserves address space, which the memory limit counts.
_LEAN = {"ARROW_DEFAULT_MEMORY_POOL": "system"}


def read_table(
    source: Path,
    out_dir: Path,
    *,
    name: str,
    limits: ReadLimits | None = None,
    sheet: str | None = None,
    choices: ReadChoices | None = None,
    worker: tuple[str, ...] = _WORKER,
) -> ReadReport:
    """Reads a CSV or spreadsheet into `out_dir`: `cells.parquet` (text as read) and `typed.parquet`.

    Args:
        source: the file; its name on disk is not looked at.
        out_dir: an existing directory; on refusal nothing is left in it.
        name: what people call the file; only shown.
        limits: bounds of size, time and memory; the defaults of `ReadLimits` if None.
        sheet: which sheet of a workbook, by name or number from 1; None for the first that holds a table.
        choices: what people decided about columns.
        worker: the command of the reading process.

    Raises:
        FileRefused: if the file can't be read as a table, is over a limit, or breaks the reader.
    """
    limits = limits or ReadLimits()
    shown = display_name(name)
    with tempfile.TemporaryDirectory(prefix=".reading-", dir=out_dir) as work:
        job = {
            "source": str(source.absolute()),
            "out_dir": work,
            "name": shown,
            "limits": limits.to_dict(),
            "sheet": sheet,
            "choices": (choices or ReadChoices()).to_dict(),
        }
        answer = _run(worker, job, limits, shown)
        if "refused" in answer:
            raise FileRefused(**answer["refused"])
        report = ReadReport.from_dict(answer["report"])
        for written in Path(work).iterdir():
            written.replace(out_dir / written.name)
    return report


def _run(worker: tuple[str, ...], job: dict[str, Any], limits: ReadLimits, shown: str) -> dict[str, Any]:
    source = Path(job["source"])
    # The readers map the file into memory.
    mapped = source.stat().st_size if source.is_file() else 0
    try:
        return run(
            worker,
            job,
            Limits(limits.max_seconds, limits.max_memory_bytes, mapped),
            environment=_LEAN,
        )
    except Broken as broken:
        if broken.kind == "memory":
            raise refuse("memory", shown, limit=readable_size(limits.max_memory_bytes)) from broken
        if broken.kind == "timeout":
            raise refuse("timeout", shown, seconds=f"{limits.max_seconds:g}") from broken
        raise refuse("crashed", shown, how=broken.how) from broken
