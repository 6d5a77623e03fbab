"""What a file is, by its content, and who opens it. Runs within the child process."""

from __future__ import annotations

from pathlib import Path

from ocr_lib.pages.limits import PageLimits
from ocr_lib.pages.pdf import open_pdf
from ocr_lib.pages.pictures import open_picture
from ocr_lib.pages.refusals import refuse
from ocr_lib.pages.report import PagesReport

_HEAD = 4096
_PROTECTED = (b"SCDSA002", b"SCDSA004", b"\x9b DRMONE")
_HEIC = (b"heic", b"heix", b"hevc", b"heif", b"mif1", b"msf1", b"avif")


def open_here(source: Path, out_dir: Path, name: str, limits: PageLimits) -> PagesReport:
    """Write the pages of `source` into `out_dir`. Raises PageRefused."""
    size = source.stat().st_size
    if size == 0:
        raise refuse("empty", name)
    if size > limits.max_bytes:
        what = f"{size / 2**20:,.0f} MiB"
        raise refuse("too_large", name, what=what, setting="SAEBYEOK_MAX_FILE_MB")
    with source.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith(_PROTECTED):
        raise refuse("protected", name)
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC:
        raise refuse("heic", name)
    if b"%PDF-" in head[:1024]:
        return open_pdf(source, out_dir, name, limits)
    return open_picture(source, out_dir, name, limits)
