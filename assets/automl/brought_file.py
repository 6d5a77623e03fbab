"""A file of rows that people brought for a document's table: to be predicted, to be added, or with outcomes."""

from __future__ import annotations

from pathlib import Path

from assets.automl import table_files
from assets.step import Step
from domain.messages import Message
from domain.read_report import ReadReport
from records.growth.tables import Outcome, TableAddition
from records.tables import Document, Prediction
from resources.files import Files
from untrusted_files import Run


def read_brought_file(
    step: Step,
    files: Files,
    document: Document,
    brought: Prediction | TableAddition | Outcome,
    folder: Path,
    run: Run,
) -> ReadReport:
    """Read a file in a child process into `folder`; of a workbook the request's sheet, or the one with most of the table's columns.

    Raises:
        FileRefused: it can't be read.
        StoreError: it is gone or changed.
    """
    from automl_lib.reading import read_table_in_subprocess

    step.report(0, 0, Message("reading the file"))
    with files.store.local(brought.source_path, brought.source_sha256) as source:
        return read_table_in_subprocess(
            source,
            folder,
            name=brought.file_name,
            limits=files.read_limits(),
            sheet=step.request.params.get("sheet"),
            looked_for=[column.label for column in table_files.report_of(document).schema.columns],
            run=run,
        )
