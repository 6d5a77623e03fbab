"""Locations of a document's Parquet files in the store, and its schema in its row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

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


def put(store: Store, doc_id: str, folder: Path, names: Sequence[str] = (CELLS, TYPED)) -> dict[str, str]:
    """Keep files that `automl_lib.reading` made in `folder`; the SHA-256 of each, for READ_REPORT's "files"."""
    return {name: store.put(folder / name, _key(doc_id, name)).sha256 for name in names}


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


def _local(store: Store, document: Document, name: str) -> AbstractContextManager[Path]:
    files = document.read_report.files if document.read_report else {}
    return store.local(_key(document.doc_id, name), files.get(name))


def _key(doc_id: str, name: str) -> str:
    return f"automl/{doc_id}/{name}"


def report_of(document: Document) -> ReadReport:
    """What reading found, with what people changed since. Raises DecisionRefused before that."""
    if document.read_report is None:
        raise DecisionRefused(Message("document {name} has not been read yet", name=document.name))
    return document.read_report
