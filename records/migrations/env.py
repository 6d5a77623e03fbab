"""Alembic's entry: runs migrations on the connection `records.migrate` hands over."""

from __future__ import annotations

from alembic import context

import records.access.tables  # noqa: F401 - so that Base knows all tables
import records.explanation_tables  # noqa: F401
import records.growth.tables  # noqa: F401
import records.ocr.document_fields.field_tables  # noqa: F401
import records.ocr.document_fields.layout_tables  # noqa: F401
import records.ocr.proofreading.check_tables  # noqa: F401
import records.ocr.table_editing.table_rows  # noqa: F401
import records.ocr.tables  # noqa: F401
import records.tables  # noqa: F401
from records.base import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
