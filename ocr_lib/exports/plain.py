"""Text, JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence

from domain.sheets import escaped
from ocr_lib.exports.document import ExportDocument, ExportPage

_NUMBER = re.compile(r"[+-]?[\d.,()\- ]+%?")


def to_text(document: ExportDocument) -> bytes:
    """UTF-8, a line for each text in reading order, a form feed between pages."""
    pages = ("".join(f"{line.text}\n" for line in page.lines) for page in document.pages)
    return "\f".join(pages).encode()


def to_json(document: ExportDocument) -> bytes:
    """`{name: [{"text", "score", "box", "quad", "source", "recogniser", "characters"}, …]}`; see `as_dict`."""
    return (json.dumps(as_dict(document), ensure_ascii=False, indent=1) + "\n").encode()


def as_dict(document: ExportDocument) -> dict[str, object]:
    """Lines by page: the second page of many under the name with `#2`; the dpi of a PDF's pages under `_dpi`."""
    found: dict[str, object] = {
        name: [
            {
                "text": line.text,
                "score": round(line.score, 4),
                "box": list(line.box),
                "quad": [[round(x, 1), round(y, 1)] for x, y in line.quad],
                "source": line.source,
                "recogniser": line.recogniser or None,
                "characters": [[character, round(score, 4)] for character, score in line.characters],
            }
            for line in page.lines
        ]
        for name, page in _named(document)
    }
    drawn_at = dpi_of_pages([document])
    if drawn_at is not None:
        found["_dpi"] = drawn_at
    return found


def dpi_of_pages(documents: Sequence[ExportDocument]) -> float | dict[str, float] | None:
    """The dpi at which the pages of PDFs were drawn: one number where it is the same for all.

    Otherwise by document, or by page for documents whose pages differ; None without a PDF.
    """
    found: dict[str, float] = {}
    for document in documents:
        if not document.is_pdf:
            continue
        pages = {name: _number(page.dpi) for name, page in _named(document)}
        same = len(set(pages.values())) == 1
        found |= {document.name: next(iter(pages.values()))} if same else pages
    values = set(found.values())
    return values.pop() if len(values) == 1 else found or None


def _named(document: ExportDocument) -> Iterator[tuple[str, ExportPage]]:
    for number, page in enumerate(document.pages, start=1):
        yield document.name if number == 1 else f"{document.name}#{number}", page


def _number(dpi: float) -> float:
    return int(dpi) if float(dpi).is_integer() else round(dpi, 2)


def to_csv(document: ExportDocument) -> bytes:
    """RFC 4180, UTF-8 with a mark, which spreadsheets need to show Korean; formulas are made harmless."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(["page", "text", "score", "x0", "y0", "x1", "y1", "corrected", "source"])
    for number, page in enumerate(document.pages, start=1):
        for line in page.lines:
            corrected = "Y" if line.corrected else "N"
            writer.writerow(
                [number, harmless(line.text), f"{line.score:.4f}", *line.box, corrected, line.source]
            )
    return out.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """With an apostrophe before what a spreadsheet would run; numbers with a sign stay numbers."""
    return cell if _NUMBER.fullmatch(cell) else escaped(cell)
