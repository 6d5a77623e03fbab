"""From a file to texts: `document_pages` → `extracted_texts`, for the documents of one run.

Opening files is `ocr_lib.pages`, reading them `ocr_lib.reader`; what is written where is here.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import dagster as dg
from pydantic import Field

from assets import checks
from assets.external import INBOX_PAGES
from assets.ocr import pictures
from assets.ocr.partitions import INTAKE_DAYS
from assets.runs import IO_RETRY, OWNERS
from assets.step import Step, document_steps, serve
from domain.messages import Message
from domain.ocr import TextSource
from domain.registration_numbers import mask_resident_numbers
from records.ocr import documents, texts
from records.ocr.tables import OcrDocument, OcrPage
from records.ocr.texts import ReadText
from resources.clock import Clock
from resources.database import Database
from resources.files import Files
from resources.recogniser import Recogniser, ServingReader
from store.files import StoredFile

if TYPE_CHECKING:
    from ocr_lib.page_texts import Line
    from ocr_lib.pages import PageFile, PageLimits
    from ocr_lib.remarks import PageRemark

GROUP = "ocr_reading"
PageRemarkOf = tuple[str, int, "PageRemark"]
"""A file's name, the number of a page, and what was noticed of that page."""
SHOWN_PAGES = 3
"""Pages with boxes in a run's metadata; more would make Dagster's database large."""


class DocumentBatch(dg.Config):
    """Which documents of the day to read."""

    documents: list[str] = Field(
        default=[],
        description="Numbers of at most 64 documents. Empty: the day's unfinished ones.",
    )


@dg.asset(
    deps=[INBOX_PAGES],
    partitions_def=INTAKE_DAYS,
    group_name=GROUP,
    owners=OWNERS,
    kinds={"python", "png"},
    retry_policy=IO_RETRY,
    description="Every page of the files as a picture, opened in a process of its own.",
)
def document_pages(
    context: dg.AssetExecutionContext,
    config: DocumentBatch,
    database: Database,
    files: Files,
    clock: Clock,
) -> dg.MaterializeResult[None]:
    rows: list[dict[str, Any]] = []
    for step in document_steps(context, database, clock, config.documents):
        with serve(context, step, alone=False):
            rows.append(open_document(step, files))
    return dg.MaterializeResult(metadata=pictures.of_documents(rows))


@dg.asset(
    deps=[document_pages],
    partitions_def=INTAKE_DAYS,
    group_name=GROUP,
    owners=OWNERS,
    kinds={"easyocr", "openvino"},
    check_specs=[checks.PAGES_HAVE_TEXTS],
    pool="ocr",
    retry_policy=IO_RETRY,
    description="The texts of every page with box, crop and score, read by the deployed network, "
    "in TB_OCR_DOC_TEXT. What people touched is kept.",
)
def extracted_texts(
    context: dg.AssetExecutionContext,
    config: DocumentBatch,
    database: Database,
    files: Files,
    clock: Clock,
    recogniser: Recogniser,
) -> dg.MaterializeResult:
    reader = recogniser.serving(database, files.store, clock)
    found = FoundTexts()
    for step in document_steps(context, database, clock, config.documents):
        with serve(context, step, alone=False):
            read_document(step, files, reader, found)
    return found.result()


@dataclass
class FoundTexts:
    """What reading found in the documents of one run, for Dagster's metadata.

    Attributes:
        rows: numbers of each document.
        shown: a few pages with boxes, by file name and page number.
        remarks: what was noticed of pages.
    """

    rows: list[dict[str, Any]] = field(default_factory=list)
    shown: dict[str, bytes] = field(default_factory=dict)
    remarks: list[PageRemarkOf] = field(default_factory=list)

    def result(self) -> dg.MaterializeResult:
        from ocr_lib.remarks import RemarkKind

        empty = [(name, page) for name, page, one in self.remarks if one.kind is RemarkKind.NOTHING_READ]
        return dg.MaterializeResult(
            metadata={**pictures.of_documents(self.rows, self.shown), **pictures.of_remarks(self.remarks)},
            check_results=[checks.pages_have_texts(sum(row["pages"] for row in self.rows), empty)],
        )


def open_document(step: Step, files: Files, *, limits: "PageLimits | None" = None) -> dict[str, Any]:
    """Store each page of the step's document as a picture; its numbers for Dagster's metadata.

    Args:
        limits: of opening the file; None: those of the settings.
    """
    from ocr_lib.pages import read_pages

    with step.database.reading() as session:
        document = documents.get(session, step.doc_id)
    step.report(0, 0, Message("opening the pages"))
    with (
        files.store.local(document.source_path, document.source_sha256) as source,
        TemporaryDirectory() as name,
    ):
        report = read_pages(source, Path(name), name=document.file_name, limits=limits or files.page_limits())
        pages = [_page_row(files, step.doc_id, page, Path(name) / page.file_name) for page in report.pages]
    with step.transaction() as session:
        document = documents.get(session, step.doc_id)
        document.remarks = [note.sentences for note in report.notes]
        documents.replace_pages(session, document, pages, dpi=report.dpi, now=step.clock.now())
    with_text = sum(page.layer is not None and bool(page.layer.lines) for page in report.pages)
    return _line(document, pages=len(pages), pages_with_pdf_text=with_text)


def _page_row(files: Files, doc_id: str, page: "PageFile", path: Path) -> OcrPage:
    stored = files.store.put(path, f"ocr/{doc_id}/pages/{doc_id}_{page.number:02d}.png")
    return OcrPage(
        doc_id=doc_id,
        page_no=page.number,
        image_path=stored.key,
        image_sha256=stored.sha256,
        width=page.width,
        height=page.height,
        dpi=page.dpi,
        pdf_text=None if page.layer is None else page.layer.to_dict(),
    )


def read_document(step: Step, files: Files, reader: ServingReader, into: FoundTexts) -> None:
    """Read and store the texts of the step's document, settle its request, and note `into` what was found."""
    from ocr_lib.pages.text_layer import TextLayer
    from ocr_lib.pdf_reading import read_page
    from ocr_lib.recognition.reading import RECOGNISERS

    with step.database.reading() as session:
        document = documents.get(session, step.doc_id)
        pages = documents.of_document(session, step.doc_id)
    found = from_pdf = 0
    by_recogniser = Counter(dict.fromkeys(RECOGNISERS, 0))
    scores: list[float] = []
    remarks: list[PageRemarkOf] = []
    checked_fonts: set[str] = set()
    for page in pages:
        step.report(
            page.page_no - 1,
            len(pages),
            Message("reading page {page} of {pages}", page=page.page_no, pages=len(pages)),
        )
        with files.store.local(page.image_path, page.image_sha256) as path:
            picture = pictures.load(path)
        with step.database.reading() as session:
            carried = documents.pdf_text(session, step.doc_id, page.page_no)
        # Asked before each page: a network deployed meanwhile reads from here on.
        network_id, page_reader = reader.current()
        layer = TextLayer.from_dict(carried) if carried else None
        reading = read_page(page_reader, picture, layer, checked=checked_fonts)
        from_pdf += sum(line.source == TextSource.PDF for line in reading.lines)
        by_recogniser.update(line.recogniser for line in reading.lines if line.recogniser)
        if len(into.shown) < SHOWN_PAGES:
            into.shown[mask_resident_numbers(f"{document.file_name} {page.page_no}")] = pictures.with_boxes(
                picture, reading.lines
            )
        scores += [line.score for line in reading.lines]
        remarks += [(document.file_name, page.page_no, one) for one in reading.remarks]
        preview = files.store.put_bytes(pictures.preview(picture), page.image_path.replace(".png", ".jpg"))
        found += _write_page(step, files, page, reading, network_id, preview)
    with step.transaction() as session:
        document = documents.get(session, step.doc_id)
        documents.set_extracted(document, step.clock.now())
    step.finish({"pages": len(pages), "texts": found})
    into.remarks += remarks
    into.rows.append(
        _line(
            document,
            pages=len(pages),
            texts=found,
            texts_from_pdf=from_pdf,
            mean_score=sum(scores) / len(scores) if scores else None,
            remarks=len(remarks),
            **{f"texts_by_{name}": count for name, count in by_recogniser.items()},
        )
    )


def _write_page(
    step: Step, files: Files, page: OcrPage, reading: Any, network_id: str, preview: StoredFile
) -> int:
    with step.database.reading() as session:
        first = texts.next_number(session, step.doc_id, page.page_no)
    read = _store_crops(files, step.doc_id, page.page_no, first, reading.lines)
    with step.transaction() as session:
        row = session.get_one(OcrPage, (step.doc_id, page.page_no))
        row.rotation, row.tilt = reading.rotation, reading.tilt
        row.remarks = [remark.to_dict() for remark in reading.remarks]
        row.preview_path, row.preview_sha256 = preview.key, preview.sha256
        return texts.replace_read(
            session, row, read, first=first, network_id=network_id, now=step.clock.now()
        )


def _store_crops(files: Files, doc_id: str, page_no: int, first: int, lines: Sequence[Any]) -> list[ReadText]:
    names = [texts.text_id(doc_id, page_no, number) for number in range(first, first + len(lines))]
    return [
        store_crop(files, f"ocr/{doc_id}/crops/{name}.png", line)
        for name, line in zip(names, lines, strict=True)
    ]


def store_crop(files: Files, key: str, line: "Line") -> ReadText:
    """Store the crop of a text that was read, and give what its row keeps."""
    stored = files.store.put_bytes(pictures.png(line.crop), key)
    return ReadText(
        text=line.text,
        score=line.score,
        box=line.box,
        quad=[[float(x), float(y)] for x, y in line.quad],
        crop_path=stored.key,
        crop_sha256=stored.sha256,
        source=TextSource(line.source),
        recogniser=line.recogniser or None,
        characters=[(c.text, c.probability) for c in line.characters] or None,
        alternatives={n: c.alternatives for n, c in enumerate(line.characters) if c.alternatives},
    )


def _line(document: OcrDocument, **numbers: Any) -> dict[str, Any]:
    return {"document": document.doc_id, "file": document.file_name, "company": document.company, **numbers}
