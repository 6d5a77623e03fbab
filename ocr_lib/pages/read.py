"""Opens a picture or PDF as pages: `read_pages` in a child process, `open_pages` in this one."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ocr_lib.pages.kinds import FileKind, detect_kind
from ocr_lib.pages.limits import PageLimits
from ocr_lib.pages.refusals import refuse
from ocr_lib.pages.report import PagesReport
from untrusted_files import read_in_subprocess

_NO_SPACE = (errno.ENOSPC, errno.EDQUOT)


def read_pages(
    source: Path,
    out_dir: Path,
    *,
    name: str,
    limits: PageLimits | None = None,
    worker: tuple[str, ...] | None = None,
) -> PagesReport:
    """Every page of a picture or PDF as a PNG (grey or RGB, 8 bits) in `out_dir`, opened in a child process.

    Args:
        source: the file itself, no link to it; its name on disk is not used.
        out_dir: an existing folder; on refusal nothing is left in it.
        name: what people call the file; only shown.
        limits: the defaults of `PageLimits` if None.
        worker: the command of the child process, instead of the usual one.

    Raises:
        FileRefused: it can't be read as pages, is over a limit, or breaks the reader.
    """
    report = read_in_subprocess(
        "ocr_lib.pages.read:open_job",
        source,
        out_dir,
        name=name,
        limits=limits or PageLimits(),
        refuse=refuse,
        command=worker,
    )
    return PagesReport.from_dict(report)


def open_job(job: Mapping[str, Any]) -> dict[str, object]:
    """`open_pages` with JSON-ready arguments and answer, as the child process calls it."""
    limits = PageLimits.from_dict(job["limits"])
    return open_pages(Path(job["source"]), Path(job["out_dir"]), job["name"], limits).to_dict()


def open_pages(source: Path, out_dir: Path, name: str, limits: PageLimits) -> PagesReport:
    """Write the pages of `source` into `out_dir` in this process; on refusal some may have been written already.

    Raises:
        FileRefused: it can't be read as pages.
    """
    from PIL import Image

    from ocr_lib.pages.pdf import open_pdf
    from ocr_lib.pages.pictures import open_picture

    # `PageLimits.max_pixels` applies instead, and its refusal names the setting to raise.
    Image.MAX_IMAGE_PIXELS = None
    opener = open_pdf if detect_kind(source, name, limits) is FileKind.PDF else open_picture
    try:
        return opener(source, out_dir, name, limits)
    except OSError as error:
        if error.errno in _NO_SPACE:
            raise refuse("no_space", name) from error
        raise
