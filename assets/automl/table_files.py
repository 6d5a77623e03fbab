"""Locations of a document's Parquet files in the store, and its schema in its row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from domain.messages import Message
from domain.read_report import ReadReport
from records.errors import DecisionRefused
from records.tables import Document
from store.files import Store

if TYPE_CHECKING:
    import pandas as pd

LoadFrame = Callable[[Document, Path], "pd.DataFrame"]
"""Loads a document's typed table from its Parquet file. What it returns may be shared and is not to be changed."""
CELLS = "cells.parquet"
TYPED = "typed.parquet"


def put(
    store: Store, doc_id: str, folder: Path, names: Sequence[str] = (CELLS, TYPED), *, version: str = ""
) -> dict[str, str]:
    """Keep files that `automl_lib.reading` made in `folder`; the SHA-256 of each, for READ_REPORT's "files".

    Args:
        version: of the table, as `version_folder` names it.
    """
    return {
        f"{version}{name}": store.put(folder / name, f"automl/{doc_id}/{version}{name}").sha256
        for name in names
    }


def version_folder(number: int) -> str:
    """Where the files of a table's version are: those of others stay whole until its row names these."""
    return f"v{number}/" if number > 1 else ""


def version_of(report: ReadReport) -> str:
    """The `version_folder` of the files that a report names."""
    name = next((name for name in report.files if name.endswith(CELLS)), CELLS)
    return name.removesuffix(CELLS)


def cells(store: Store, document: Document) -> AbstractContextManager[Path]:
    """A local path of the cells as read. Raises StoreError where the file is gone or changed."""
    return _local(store, document, CELLS)


def typed(store: Store, document: Document) -> AbstractContextManager[Path]:
    """A local path of the typed table. Raises StoreError where the file is gone or changed."""
    return _local(store, document, TYPED)


def load_typed(document: Document, typed: Path) -> pd.DataFrame:
    """The typed table of a document, as `automl_lib.frame.load_frame` gives it."""
    from automl_lib.frame import load_frame

    return load_frame(typed, report_of(document).schema)


def digest(document: Document, name: str) -> str | None:
    """The SHA-256 of a file of the table as it is now; None where there is none yet."""
    report = document.read_report
    return report.files.get(f"{version_of(report)}{name}") if report else None


def _local(store: Store, document: Document, name: str) -> AbstractContextManager[Path]:
    version = version_of(document.read_report) if document.read_report else ""
    return store.local(f"automl/{document.doc_id}/{version}{name}", digest(document, name))


def sheets_of(report: ReadReport) -> dict[str, Any]:
    """What the result of a request keeps of a workbook: the sheet that was read, and the others."""
    if report.sheet is None:
        return {}
    return {"sheet": report.sheet, "other_sheets": [sheet.name for sheet in report.other_sheets]}


def report_of(document: Document) -> ReadReport:
    """What reading found, with what people changed since. Raises DecisionRefused before that."""
    if document.read_report is None:
        raise DecisionRefused(Message("document {name} has not been read yet", name=document.name))
    return document.read_report
