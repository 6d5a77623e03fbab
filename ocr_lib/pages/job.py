"""Opening one file from beginning to end, in this very process. `read.py` runs it in a child process."""

from __future__ import annotations

import errno
from pathlib import Path

from PIL import Image

from ocr_lib.pages.kinds import FileKind, detect_kind
from ocr_lib.pages.limits import PageLimits
from ocr_lib.pages.pdf import open_pdf
from ocr_lib.pages.pictures import open_picture
from ocr_lib.pages.refusals import refuse
from ocr_lib.pages.report import PagesReport

_NO_SPACE = (errno.ENOSPC, errno.EDQUOT)


def open_here(source: Path, out_dir: Path, name: str, limits: PageLimits) -> PagesReport:
    """Write the pages of `source` into `out_dir`; on refusal some may lie there already.

    Raises:
        PageRefused: it can't be read as pages.
    """
    # The limit is ours, and tells people which setting to raise.
    Image.MAX_IMAGE_PIXELS = None
    opener = open_pdf if detect_kind(source, name, limits) is FileKind.PDF else open_picture
    try:
        return opener(source, out_dir, name, limits)
    except OSError as error:
        if error.errno in _NO_SPACE:
            raise refuse("no_space", name) from error
        raise
