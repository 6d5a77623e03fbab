"""The child process that writes one searchable PDF. Run as `python -m ocr_lib.exports.pdf.worker` by `writing`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from untrusted_files import serve


def main() -> int:
    """Writes the file the job names; the answer is its size in bytes, `{"bytes": …}`."""
    serve(_answer)
    return 0


def _answer(job: dict[str, Any]) -> dict[str, Any]:
    from PIL import Image

    from ocr_lib.exports.pdf.assembling import assembled
    from ocr_lib.exports.pdf.job import PdfJob

    # Pages were measured when they were opened; Pillow's own limit would refuse what the settings allow.
    Image.MAX_IMAGE_PIXELS = None
    data = assembled(PdfJob.from_dict(job))
    Path(job["out"]).write_bytes(data)
    return {"bytes": len(data)}


if __name__ == "__main__":
    sys.exit(main())
