"""PDFs that carry text: CPU seconds a page, how many texts are taken from the PDF, and the size of the searchable PDF.

    python -m benchmarks.pdf_pages FILE… [--copies 50]

Each file's pages are repeated, so that starting the processes that open and write it hardly counts.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pikepdf

from assets.ocr.pictures import load
from ocr_lib.detection import build_detector
from ocr_lib.exports import DEFAULT_DPI, ExportDocument, ExportLine, ExportPage, export
from ocr_lib.networks.files import shipped_network
from ocr_lib.pages import PageLimits, read_pages
from ocr_lib.pdf_reading import read_page
from ocr_lib.reader import PageReader
from ocr_lib.recognition.build import build_crop_reader
from ocr_lib.recognition.reading import BOTH

CACHE = Path.home() / ".cache" / "saebyeok" / "ocr"


def cpu() -> float:
    """Processor seconds of this process and of those it started and that ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def measure(reader: PageReader, file: Path, copies: int) -> dict[str, Any]:
    """The figures of one file."""
    with TemporaryDirectory() as folder:
        source, out = Path(folder) / "many.pdf", Path(folder) / "pages"
        out.mkdir()
        with pikepdf.open(file) as pdf:
            own = list(pdf.pages)
            for _ in range(copies - 1):
                pdf.pages.extend(own)
            pdf.save(source)
        begun = cpu()
        report = read_pages(source, out, name=file.name, limits=PageLimits())
        opened = cpu()
        checked: set[str] = set()
        readings = [
            read_page(reader, load(out / page.file_name), page.layer, checked=checked)
            for page in report.pages
        ]
        done = cpu()
        pages = [
            ExportPage(
                out / page.file_name,
                page.width,
                page.height,
                page.dpi or DEFAULT_DPI,
                [ExportLine(line.text, line.score, line.box, line.quad) for line in reading.lines],
            )
            for page, reading in zip(report.pages, readings, strict=True)
        ][: len(own)]
        searchable = export("pdf", ExportDocument(file.name, pages, is_pdf=True, original=file))
    lines = [line for reading in readings for line in reading.lines]
    return {
        "file": file.name,
        "pages": len(report.pages),
        "texts a page": len(lines) / len(report.pages),
        "from the PDF": sum(line.source == "pdf" for line in lines) / max(1, len(lines)),
        "opening, CPU s a page": round((opened - begun) / len(report.pages), 4),
        "reading, CPU s a page": round((done - opened) / len(report.pages), 4),
        "bytes": file.stat().st_size,
        "searchable PDF, times its size": round(len(searchable) / file.stat().st_size, 3),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--copies", type=int, default=50)
    given = parser.parse_args()
    crops = build_crop_reader(BOTH, shipped_network(), cache=CACHE, threads=1)
    reader = PageReader(build_detector("ppocr", cache=CACHE, threads=1), crops)
    for file in given.files:
        print(json.dumps(measure(reader, file, given.copies), ensure_ascii=False))


if __name__ == "__main__":
    main()
