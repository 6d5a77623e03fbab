"""fields and pages in the queue of what people check; documents of earlier revisions get their fields

Revision ID: 0024
Revises: 0023
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import records.types
from domain.check_value import field_value
from domain.document_fields import FieldState, FieldType

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("TB_OCR_FIELD", "TB_OCR_PAGE"):
        op.add_column(table, sa.Column("CHECK_VALUE", sa.Double(), nullable=False, server_default="0"))
    op.add_column("TB_OCR_PAGE", sa.Column("LOOKED_ID", sa.String(length=80), nullable=True))
    op.add_column(
        "TB_OCR_PAGE", sa.Column("LOOKED_DT", records.types.UtcDateTime(timezone=True), nullable=True)
    )
    _set_values(op.get_bind())
    # Documents that were read before there were fields: the serving process reads theirs, behind what people change.
    op.execute(
        """
        UPDATE "TB_OCR_DOC" SET "FIELDS_STALE_YN" = true
        WHERE "FIELDS_DT" IS NULL AND EXISTS (
            SELECT 1 FROM "TB_OCR_PAGE" p WHERE p."DOC_ID" = "TB_OCR_DOC"."DOC_ID" AND p."READ_DT" IS NOT NULL
        )
        """
    )
    op.create_index("IX_TB_OCR_FIELD_CHECK_VALUE", "TB_OCR_FIELD", ["CHECK_VALUE", "FIELD_ID"])
    op.create_index("IX_TB_OCR_PAGE_CHECK_VALUE", "TB_OCR_PAGE", ["CHECK_VALUE", "DOC_ID", "PAGE_NO"])


def downgrade() -> None:
    op.drop_index("IX_TB_OCR_PAGE_CHECK_VALUE", "TB_OCR_PAGE")
    op.drop_index("IX_TB_OCR_FIELD_CHECK_VALUE", "TB_OCR_FIELD")
    op.drop_column("TB_OCR_PAGE", "LOOKED_DT")
    op.drop_column("TB_OCR_PAGE", "LOOKED_ID")
    for table in ("TB_OCR_PAGE", "TB_OCR_FIELD"):
        op.drop_column(table, "CHECK_VALUE")


def _set_values(connection: sa.Connection) -> None:
    """Of fields there are few kinds; pages read before are not asked for again."""
    names = ("TYPE_CD", "STATE_CD", "REQUIRED_YN")
    field = sa.table("TB_OCR_FIELD", *(sa.column(name) for name in (*names, "CHECK_VALUE")))
    columns = [field.c[name] for name in names]
    for kind, state, required in connection.execute(sa.select(*columns).distinct()).all():
        value = field_value(FieldType(kind), FieldState(state), required=bool(required))
        if value:
            is_such = (columns[0] == kind, columns[1] == state, columns[2] == required)
            connection.execute(sa.update(field).where(*is_such).values(CHECK_VALUE=value))
