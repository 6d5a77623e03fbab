"""Text, JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

from ocr_lib.exports.document import ExportDocument

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?[\d.,()\- ]+%?")


def to_text(document: ExportDocument) -> bytes:
    """UTF-8, a line for each text in reading order, a form feed between pages."""
    pages = ("".join(f"{line.text}\n" for line in page.lines) for page in document.pages)
    return "\f".join(pages).encode()


def to_json(document: ExportDocument) -> bytes:
    """`{name: [{"text", "score", "box", "quad"}, …]}`; see `as_dict`."""
    return (json.dumps(as_dict(document), ensure_ascii=False, indent=1) + "\n").encode()


def as_dict(document: ExportDocument) -> dict[str, Any]:
    """Lines by page: the second page of many under the name with `#2`; the dpi at which a PDF was drawn under `_dpi`."""
    found: dict[str, Any] = {
        document.name if number == 1 else f"{document.name}#{number}": [
            {
                "text": line.text,
                "score": round(line.score, 4),
                "box": list(line.box),
                "quad": [[round(x, 1), round(y, 1)] for x, y in line.quad],
            }
            for line in page.lines
        ]
        for number, page in enumerate(document.pages, start=1)
    }
    if document.drawn_at is not None:
        found["_dpi"] = document.drawn_at
    return found


def to_csv(document: ExportDocument) -> bytes:
    """RFC 4180, UTF-8 with a mark, which spreadsheets need to show Korean; formulas are made harmless."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(["page", "text", "score", "x0", "y0", "x1", "y1", "corrected"])
    for number, page in enumerate(document.pages, start=1):
        for line in page.lines:
            corrected = "Y" if line.corrected else "N"
            writer.writerow([number, harmless(line.text), f"{line.score:.4f}", *line.box, corrected])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def harmless(cell: str) -> str:
    """With an apostrophe before what a spreadsheet would run; numbers with a sign stay numbers."""
    if cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell
