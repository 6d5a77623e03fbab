"""A document in a given state, for tests of records."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from domain.automl import DocumentStatus
from records.tables import ColumnInfo, Document

MakeDocument = Callable[..., Document]


@pytest.fixture
def make_document(now: datetime) -> MakeDocument:
    def make(
        session: Session, doc_id: str = "261122000000001", status: DocumentStatus = DocumentStatus.UPLOADED
    ) -> Document:
        document = Document(
            doc_id=doc_id,
            name="테스트 - 2022.11.21(01)",
            file_name="test.csv",
            status=status,
            source_path=f"automl/{doc_id}/{doc_id}.original",
            source_sha256="0" * 64,
            source_bytes=10,
            registered_by="tester",
            registered_at=now,
            updated_at=now,
        )
        session.add(document)
        session.flush()
        for number, (label, kind, distinct) in enumerate(
            [("Fresh", "integer", 400), ("y", "bool", 2), ("grade", "integer", 3)], start=1
        ):
            session.add(
                ColumnInfo(
                    doc_id=doc_id,
                    column_no=number,
                    key=f"c{number:04d}",
                    label=label,
                    type=kind,
                    used=True,
                    missing=0,
                    distinct=distinct,
                    profile={},
                    parsing={},
                )
            )
        session.flush()
        return document

    return make
