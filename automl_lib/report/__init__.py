"""The report on a trained model: what a manager is given, as one HTML file or as PDF.

What it says is decided in `content`, how it looks in `html` and `pdf`. Neither knows the clock: the same training gives the same bytes.
"""

from automl_lib.report.content import report_on
from automl_lib.report.html import to_html
from automl_lib.report.pdf import to_pdf
from automl_lib.report.source import ReportSource, SourceFile

__all__ = ["ReportSource", "SourceFile", "report_on", "to_html", "to_pdf"]
