"""What a file that is taken in becomes: where it is staged, and the row and request it gets.

A destination outlives the process that chose it: it is written beside the file (`to_dict`) and found
again (`destination_of`) by the step that finishes the work.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy.orm import Session

from domain.automl import DocumentStatus
from domain.messages import Message
from domain.ocr import OcrStatus
from domain.requests import RequestKind
from domain.table_additions import AdditionChoices
from intake.checks import refuse_no_table, refuse_table
from intake.names import document_name, shown_name, shown_words
from records import documents
from records.growth.tables import Outcome, TableAddition
from records.ocr import documents as ocr_documents
from records.ocr.tables import OcrDocument
from records.tables import Document, Prediction, Request
from store.files import Store, StoredFile
from work_requests import automl_decisions, growth_decisions, lifecycle, renewal_decisions

DOCUMENTS = "document"
"""Tables and pages are counted together: an id names one document, whichever half it is of."""


@dataclass(frozen=True)
class NewTable:
    """A new AutoML document.

    Args:
        name: the 문서명; the file's own name where None.
        sheet: which sheet of a workbook, by name or number from 1; where None, the first that holds a table.
    """

    to: ClassVar[str] = "table"
    counted_as: ClassVar[str] = DOCUMENTS
    name: str | None = None
    sheet: str | None = None

    def row_of(self, session: Session, new_id: str) -> Document | None:
        return session.get(Document, new_id)

    def stage(self, store: Store, path: Path, new_id: str) -> StoredFile:
        refuse_no_table(path)
        return store.put(path, f"automl/{new_id}/{new_id}.original", durable=True)

    def write_row(
        self, session: Session, new_id: str, file_name: str, stored: StoredFile, by: str, now: datetime
    ) -> Request:
        session.add(
            Document(
                doc_id=new_id,
                name=shown_words(self.name) if self.name else document_name(file_name),
                file_name=shown_name(file_name),
                status=DocumentStatus.RECEIVED,
                source_path=stored.key,
                source_sha256=stored.sha256,
                source_bytes=stored.bytes,
                note=_seen_before([twin.doc_id for twin in documents.same_content(session, stored.sha256)]),
                registered_by=by,
                registered_at=now,
                updated_at=now,
            )
        )
        session.flush()
        params = {"file_name": shown_name(file_name), **({} if self.sheet is None else {"sheet": self.sheet})}
        return lifecycle.ask(session, RequestKind.UPLOAD, doc_id=new_id, params=params, by=by, now=now)


@dataclass(frozen=True)
class NewRows:
    """Rows for the confirmed model of document `doc_id` to predict, with reasons or not (None: where the model is explained); of a workbook, those of `sheet`."""

    to: ClassVar[str] = "rows"
    counted_as: ClassVar[str] = "prediction"
    doc_id: str
    sheet: str | None = None
    reasons: bool | None = None

    def row_of(self, session: Session, new_id: str) -> Prediction | None:
        return session.get(Prediction, new_id)

    def stage(self, store: Store, path: Path, new_id: str) -> StoredFile:
        refuse_no_table(path)
        # Apart from the document's original: both are counted from one.
        return store.put(path, f"automl/{self.doc_id}/predictions/{new_id}.original", durable=True)

    def write_row(
        self, session: Session, new_id: str, file_name: str, stored: StoredFile, by: str, now: datetime
    ) -> Request:
        return automl_decisions.predict(
            session,
            self.doc_id,
            file_name=shown_name(file_name),
            source_path=stored.key,
            source_sha256=stored.sha256,
            by=by,
            now=now,
            prediction_id=new_id,
            sheet=self.sheet,
            reasons=self.reasons,
        )


@dataclass(frozen=True)
class MoreRows:
    """Rows that are added to the table of document `doc_id`; of a workbook, those of `sheet`.

    Args:
        choices: what is decided about differences of its columns, as `AdditionChoices.to_json`.
    """

    to: ClassVar[str] = "addition"
    counted_as: ClassVar[str] = "addition"
    doc_id: str
    sheet: str | None = None
    choices: Mapping[str, Any] = field(default_factory=dict)

    def row_of(self, session: Session, new_id: str) -> TableAddition | None:
        return session.get(TableAddition, new_id)

    def stage(self, store: Store, path: Path, new_id: str) -> StoredFile:
        refuse_no_table(path)
        return store.put(path, f"automl/{self.doc_id}/additions/{new_id}.original", durable=True)

    def write_row(
        self, session: Session, new_id: str, file_name: str, stored: StoredFile, by: str, now: datetime
    ) -> Request:
        return growth_decisions.append(
            session,
            self.doc_id,
            file_name=shown_name(file_name),
            source_path=stored.key,
            source_sha256=stored.sha256,
            choices=AdditionChoices.from_json(self.choices),
            by=by,
            now=now,
            addition_id=new_id,
            sheet=self.sheet,
        )


@dataclass(frozen=True)
class Outcomes:
    """What became of the rows of prediction `prediction_id` of document `doc_id`; of a workbook, those of `sheet`.

    `in_order`: people say that the rows are in the order of the predicted ones.
    """

    to: ClassVar[str] = "outcomes"
    counted_as: ClassVar[str] = "outcome"
    doc_id: str
    prediction_id: str
    sheet: str | None = None
    in_order: bool = False

    def row_of(self, session: Session, new_id: str) -> Outcome | None:
        return session.get(Outcome, new_id)

    def stage(self, store: Store, path: Path, new_id: str) -> StoredFile:
        refuse_no_table(path)
        return store.put(path, f"automl/{self.doc_id}/outcomes/{new_id}.original", durable=True)

    def write_row(
        self, session: Session, new_id: str, file_name: str, stored: StoredFile, by: str, now: datetime
    ) -> Request:
        return renewal_decisions.bring_outcomes(
            session,
            self.prediction_id,
            file_name=shown_name(file_name),
            source_path=stored.key,
            source_sha256=stored.sha256,
            by=by,
            now=now,
            outcome_id=new_id,
            sheet=self.sheet,
            in_order=self.in_order,
        )


@dataclass(frozen=True)
class NewPages:
    """A new OCR document: a picture or a PDF, of the 상호 `company`."""

    to: ClassVar[str] = "pages"
    counted_as: ClassVar[str] = DOCUMENTS
    company: str | None = None

    def row_of(self, session: Session, new_id: str) -> OcrDocument | None:
        return session.get(OcrDocument, new_id)

    def stage(self, store: Store, path: Path, new_id: str) -> StoredFile:
        refuse_table(path)
        return store.put(path, f"ocr/{new_id}/{new_id}.original", durable=True)

    def write_row(
        self, session: Session, new_id: str, file_name: str, stored: StoredFile, by: str, now: datetime
    ) -> Request:
        twins = [twin.doc_id for twin in ocr_documents.same_content(session, stored.sha256)]
        session.add(
            OcrDocument(
                doc_id=new_id,
                file_name=shown_name(file_name),
                company=shown_words(self.company) if self.company else "",
                status=OcrStatus.RECEIVED,
                day=now.date().isoformat(),
                source_path=stored.key,
                source_sha256=stored.sha256,
                source_bytes=stored.bytes,
                note=_seen_before(twins),
                registered_by=by,
                registered_at=now,
                updated_at=now,
            )
        )
        session.flush()
        params = {"file_name": shown_name(file_name)}
        return lifecycle.ask(session, RequestKind.OCR_READ, doc_id=new_id, params=params, by=by, now=now)


Destination = NewTable | NewRows | MoreRows | Outcomes | NewPages
_KINDS: Mapping[str, type[Destination]] = {
    kind.to: kind for kind in (NewTable, NewRows, MoreRows, Outcomes, NewPages)
}


def to_dict(destination: Destination) -> dict[str, Any]:
    """JSON-ready; read by `destination_of`."""
    return {"to": destination.to, **asdict(destination)}


def destination_of(data: Mapping[str, Any]) -> Destination:
    """The destination `to_dict` wrote."""
    return _KINDS[data["to"]](**{name: value for name, value in data.items() if name != "to"})


def _seen_before(twins: list[str]) -> dict[str, str] | None:
    if not twins:
        return None
    seen = Message("the same content was already brought as {ids}", ids=", ".join(twins))
    return seen.sentences
