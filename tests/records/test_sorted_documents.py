"""The list of tables, sorted by a column."""

from __future__ import annotations

from domain.messages import Message
from records import documents
from records.documents import Search, sorted_page
from records.engine import transaction
from tests.factories import document


def test_by_notices_failures_come_first_and_documents_without_any_last(engine, now):
    with transaction(engine) as session:
        for number, name in enumerate(("plain", "noted", "failed", "fallen")):
            session.add(document(f"26112200000000{number}", now, name=name))
        session.flush()
        found = {
            row.name: row
            for row in sorted_page(session, Search(), by="name", descending=False, skip=0, limit=9)[0]
        }
        found["noted"].note = Message("uploaded before").to_json()
        documents.set_failure(found["failed"], Message("the disk is full"), now)
        session.flush()
        alarming = {found["fallen"].doc_id}

        def names(**order):
            rows, total = sorted_page(session, Search(), by="notice", skip=0, limit=9, **order)
            assert total == 4
            return [row.name for row in rows]

        assert names(descending=False) == ["failed", "noted", "fallen", "plain"]
        assert names(descending=False, alarming=alarming) == ["fallen", "failed", "noted", "plain"]
        assert names(descending=True) == ["noted", "failed", "fallen", "plain"]
