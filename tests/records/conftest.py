"""A document in a given state, for tests of records."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from domain.automl import DocumentStatus
from records.tables import ColumnInfo, Document
from tests import factories

MakeDocument = Callable[..., Document]


@pytest.fixture
def make_document(now: datetime) -> MakeDocument:
    def make(
        session: Session, doc_id: str = "261122000000001", status: DocumentStatus = DocumentStatus.UPLOADED
    ) -> Document:
        document = factories.document(
            doc_id,
            now,
            name="테스트 - 2022.11.21(01)",
            status=status,
            source_path=f"automl/{doc_id}/{doc_id}.original",
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
