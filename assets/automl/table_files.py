"""Where a document's Parquet files lie in the store, and its schema in its row."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from automl_lib.table import TableSchema
from records.errors import DecisionRefused
from records.tables import Document
from store.files import Store

CELLS = "cells.parquet"
TYPED = "typed.parquet"


def put(store: Store, doc_id: str, folder: Path) -> None:
    """Keep the two files `automl_lib.reading` made."""
    for name in (CELLS, TYPED):
        store.put(folder / name, f"automl/{doc_id}/{name}")


def put_typed(store: Store, doc_id: str, typed: Path) -> None:
    """Replace the typed file, after a column was given another type."""
    store.put(typed, f"automl/{doc_id}/{TYPED}")


def cells(store: Store, doc_id: str) -> AbstractContextManager[Path]:
    """A local path of the cells as read."""
    return store.local(f"automl/{doc_id}/{CELLS}")


def typed(store: Store, doc_id: str) -> AbstractContextManager[Path]:
    """A local path of the typed table."""
    return store.local(f"automl/{doc_id}/{TYPED}")


def schema_of(document: Document) -> TableSchema:
    """The columns as they were read, or as people changed them since. Raises DecisionRefused before that."""
    if document.read_report is None:
        raise DecisionRefused(
            ko=f"'{document.name}' 문서는 아직 읽지 않았습니다.",
            en=f"document {document.doc_id} has not been read yet",
        )
    return TableSchema.from_dict(document.read_report["schema"])
