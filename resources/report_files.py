"""The file of a report, in its form and language, with the fonts that the console has."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from domain.messages import Language

if TYPE_CHECKING:
    from automl_lib.report import ReportSource


def report_file(source: ReportSource, form: str, language: Language) -> bytes:
    """A report as "pdf" or "html"."""
    from automl_lib.report import report_on, to_html, to_pdf
    from automl_lib.report.html import WebFonts

    report = report_on(source, language)
    if form == "pdf":
        return to_pdf(report)
    static = files("console") / "static"
    regular, semibold = (
        (static / f"pretendard-1.3.9-{weight}.woff2").read_bytes() for weight in ("regular", "semibold")
    )
    return to_html(report, WebFonts(regular, semibold))
