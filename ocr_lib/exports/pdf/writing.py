"""Makes a searchable PDF in a child process, because the document's file is untrusted."""

from __future__ import annotations

import logging
from pathlib import Path
from tempfile import TemporaryDirectory

from domain.messages import Message
from ocr_lib.exports.document import ExportDocument
from ocr_lib.exports.pdf.job import PdfJob
from ocr_lib.pages.limits import PageLimits
from untrusted_files import FileRefused, ProcessFailed, ProcessLimits, call_in_subprocess

_LOG = logging.getLogger(__name__)


def to_pdf(document: ExportDocument, *, pdf_a: bool = False, limits: PageLimits | None = None) -> bytes:
    """The document as a PDF in which its texts are found where they stand.

    The original is kept as it is, with the texts laid over it; a page picture takes its place only where the original
    can't be opened any more.

    Args:
        pdf_a: write PDF/A-2b (ISO 19005-2, level B).
        limits: what the work may cost; the defaults of `PageLimits` if None.

    Raises:
        FileRefused: not even the pictures of its pages could be put together.
    """
    limits = limits or PageLimits()
    with TemporaryDirectory() as folder:
        out = Path(folder) / "out.pdf"
        job = _job(document, out, pdf_a=pdf_a)
        try:
            _run(job, limits)
        except ProcessFailed as failed:
            if job.original is None:
                raise _refused(document.name, failed) from failed
            _LOG.warning(
                "the original of %r can't be written over (%s); its pages are", document.name, failed
            )
            try:
                _run(_job(document, out, pdf_a=pdf_a, with_original=False), limits)
            except ProcessFailed as again:
                raise _refused(document.name, again) from again
        return out.read_bytes()


def _run(job: PdfJob, limits: PageLimits) -> None:
    mapped = Path(job.original).stat().st_size if job.original else 0
    call_in_subprocess(
        "ocr_lib.exports.pdf.assembling:write_job",
        job.to_dict(),
        ProcessLimits(limits.max_seconds, limits.max_memory_bytes, mapped),
    )


def _job(document: ExportDocument, out: Path, *, pdf_a: bool, with_original: bool = True) -> PdfJob:
    original = document.original if with_original else None
    return PdfJob(
        name=document.name,
        out=str(out),
        original=str(original.absolute()) if original is not None else None,
        pages=document.pages,
        pdf_a=pdf_a,
    )


def _refused(name: str, failed: ProcessFailed) -> FileRefused:
    return FileRefused(
        Message(
            "the PDF of '{name}' could not be made ({failed}); try again, and take another format if it "
            "stays",
            name=name,
            failed=failed,
        ),
        code="export",
    )
