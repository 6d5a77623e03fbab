"""Files of the store named by rows: what a backup includes, what `doctor` checks, and what is no orphan.

Read by columns, passing over those the database doesn't have, so that a database of an earlier schema can be
asked too (it is backed up before it is migrated).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.exports import TABLE_EXPORTS
from domain.ocr import NetworkStatus
from domain.requests import RequestKind, RequestStatus
from records.explanation_tables import Explanation
from records.growth.outcomes import known_path
from records.growth.tables import Outcome, TableAddition
from records.ocr.learning import rescored
from records.ocr.searching.search_index import ENTRY
from records.ocr.tables import BoxEdit, Network, OcrDocument, OcrPage, OcrText
from records.tables import (
    ColumnImage,
    Document,
    Plan,
    Prediction,
    Request,
    Training,
    TrainingImage,
)

UNDER_WAY = (NetworkStatus.TRAINING, NetworkStatus.TRAINED, NetworkStatus.APPROVED)
"""Networks whose training folder a step may still write to or read from."""


@dataclass(frozen=True)
class NamedFile:
    """A file some row names.

    Attributes:
        deleted: whether its document is marked as deleted.
    """

    key: str
    sha256: str
    deleted: bool = False


@dataclass(frozen=True)
class NamedFolder:
    """A folder some row names.

    Attributes:
        may_be_missing: it is made and emptied while work goes on.
    """

    key: str
    deleted: bool = False
    may_be_missing: bool = False


@dataclass(frozen=True)
class StoredFiles:
    """What the rows of one session name."""

    session: Session

    def files(self) -> Iterator[NamedFile]:
        """Every file with the hash its row keeps; one that two rows name comes twice."""
        tables = self._deleted(Document)
        pages = self._deleted(OcrDocument)
        yield from self._pairs(Document.source_path, Document.source_sha256, Document.doc_id, tables)
        for doc_id, report in self._rows(Document.doc_id, Document.read_report):
            for name, digest in (report.files if report else {}).items():
                yield NamedFile(f"automl/{doc_id}/{name}", digest, doc_id in tables)
        yield from self._pairs(ColumnImage.path, ColumnImage.sha256, ColumnImage.doc_id, tables)
        yield from self._pairs(Plan.split_path, Plan.split_sha256, Plan.doc_id, tables)
        gone = {
            training
            for training, doc_id in self._rows(Training.training_id, Training.doc_id)
            if doc_id in tables
        }
        yield from self._pairs(TrainingImage.path, TrainingImage.sha256, TrainingImage.training_id, gone)
        background = Explanation.background_path, Explanation.background_sha256
        yield from self._pairs(*background, Explanation.training_id, gone)
        yield from self._pairs(Prediction.source_path, Prediction.source_sha256, Prediction.doc_id, tables)
        yield from self._pairs(Prediction.output_path, Prediction.output_sha256, Prediction.doc_id, tables)
        yield from self._pairs(
            TableAddition.source_path, TableAddition.source_sha256, TableAddition.doc_id, tables
        )
        yield from self._pairs(Outcome.source_path, Outcome.source_sha256, Outcome.doc_id, tables)
        for doc_id, outcome_id, scores in self._rows(Outcome.doc_id, Outcome.outcome_id, Outcome.scores):
            if scores is not None and scores.known_sha256 is not None:
                yield NamedFile(known_path(doc_id, outcome_id), scores.known_sha256, doc_id in tables)
        yield from self._pairs(OcrDocument.source_path, OcrDocument.source_sha256, OcrDocument.doc_id, pages)
        yield from self._pairs(OcrPage.image_path, OcrPage.image_sha256, OcrPage.doc_id, pages)
        yield from self._pairs(OcrPage.preview_path, OcrPage.preview_sha256, OcrPage.doc_id, pages)
        yield from self._pairs(OcrText.crop_path, OcrText.crop_sha256, OcrText.doc_id, pages)
        for doc_id, rows in self._rows(BoxEdit.doc_id, BoxEdit.before):
            for row in rows:
                if row.get("crop_sha256"):
                    yield NamedFile(row["crop_path"], row["crop_sha256"], doc_id in pages)
        yield from self._exports(pages)
        yield from self._table_exports(tables)
        for items, read_again in self._rows(Network.items, Network.rescored):
            if items and items.get("manifest"):
                yield NamedFile(items["manifest"], items["sha256"])
            if read_again and read_again.get(rescored.LIST):
                yield NamedFile(read_again[rescored.LIST], read_again[rescored.LIST_SHA256])

    def folders(self) -> Iterator[NamedFolder]:
        """Every folder that belongs to a row with all that lies below it."""
        tables = self._deleted(Document)
        for doc_id, path in self._rows(Training.doc_id, Training.model_path):
            if path is not None:
                yield NamedFolder(path, deleted=doc_id in tables)
        for network_id, folder, status in self._rows(Network.network_id, Network.folder, Network.status):
            if folder is not None:
                yield NamedFolder(folder)
            if folder is not None or status in UNDER_WAY:
                yield NamedFolder(f"ocr/networks/{network_id}", may_be_missing=True)

    def _exports(self, deleted: set[str]) -> Iterator[NamedFile]:
        """The newest export of each document and format: the earlier ones were removed when it was made."""
        newest: dict[tuple[str, str], tuple[int, dict[str, Any]]] = {}
        done = (Request.kind == RequestKind.OCR_EXPORT, Request.status == RequestStatus.DONE)
        for request_id, doc_id, params, result in self._rows(
            Request.request_id, Request.doc_id, Request.params, Request.result, where=done
        ):
            if not result:
                continue
            place = (doc_id or "", str(params.get("format")))
            if place not in newest or newest[place][0] < request_id:
                newest[place] = (request_id, result)
        for (doc_id, _), (_, made) in newest.items():
            yield NamedFile(made["path"], made["sha256"], doc_id in deleted)

    def _table_exports(self, deleted: set[str]) -> Iterator[NamedFile]:
        """The newest export of each training or prediction, format and language."""
        newest: dict[tuple[str, ...], tuple[str, dict[str, Any]]] = {}
        done = (Request.kind.in_(TABLE_EXPORTS), Request.status == RequestStatus.DONE)
        for _, kind, doc_id, params, result in sorted(
            self._rows(
                *(Request.request_id, Request.kind, Request.doc_id, Request.params, Request.result),
                where=done,
            ),
            key=lambda row: row[0],
        ):
            if result:
                names = ("subject", "format", "language")
                newest[kind, *(str(params.get(name)) for name in names)] = (doc_id or "", result)
        for doc_id, made in newest.values():
            yield NamedFile(made["path"], made["sha256"], doc_id in deleted)

    def _deleted(self, table: type[Document] | type[OcrDocument]) -> set[str]:
        return {doc_id for doc_id, deleted in self._rows(table.doc_id, table.deleted) if deleted}

    def _pairs(self, path: Any, digest: Any, owner: Any, deleted: set[str]) -> Iterator[NamedFile]:
        for owner_id, key, sha256 in self._rows(owner, path, digest):
            if key and sha256:  # a box that was drawn a moment ago has no crop yet
                yield NamedFile(key, sha256, owner_id in deleted)

    def _rows(self, *columns: Any, where: Sequence[sa.ColumnElement[bool]] = ()) -> Iterator[Any]:
        names = {(c.property.columns[0].table.name, c.property.columns[0].name) for c in columns}
        if not names <= self._there:
            return
        yield from self.session.execute(sa.select(*columns).where(*where)).yield_per(2000)

    @cached_property
    def _there(self) -> set[tuple[str, str]]:
        """Tables and columns this database has."""
        inspector = sa.inspect(self.session.connection())
        return {
            (table, column["name"])
            for table in inspector.get_table_names()
            for column in inspector.get_columns(table)
        }


def counts(session: Session) -> dict[str, int]:
    """Rows of every table there is, by its name; without the index of the search, which is made from them."""
    connection = session.connection()
    names = sorted(
        name for name in sa.inspect(connection).get_table_names() if not name.startswith(ENTRY.name)
    )
    return {
        name: connection.execute(sa.select(sa.func.count()).select_from(sa.table(name))).scalar_one()
        for name in names
    }
