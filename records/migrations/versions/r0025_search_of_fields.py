"""values of fields in the index of the search; limits that the reading of fields reached

Revision ID: 0025
Revises: 0024
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from records.ocr.searching import search_entries, search_index

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind()
    op.add_column("TB_OCR_DOC", sa.Column("FIELDS_LIMITS", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("TB_OCR_SEARCH", sa.Column("TEXT_WORDS", sa.Text, nullable=True))
    if connection.dialect.name == "postgresql":  # SQLite keeps no lengths
        op.alter_column("TB_OCR_SEARCH", "SOURCE_ID", type_=sa.String(80), existing_nullable=False)
    op.create_index(
        "IX_TB_OCR_FIELD_DECIDED",
        "TB_OCR_FIELD",
        ["FIELD_ID"],
        sqlite_where=sa.text('"CORRECTED_VALUE" IS NOT NULL OR "CONFIRMED_YN" = 1'),
        postgresql_where=sa.text('"CORRECTED_VALUE" IS NOT NULL OR "CONFIRMED_YN"'),
    )
    if search_index.is_empty(connection):  # of a database from before the search
        search_index.rebuild(connection)
    else:
        search_index.put_fields(connection, search_entries.all_fields(connection))


def downgrade() -> None:
    connection = op.get_bind()
    entry = search_index.ENTRY.c
    query = sa.select(entry.SOURCE_ID).where(entry.SOURCE_ID.startswith(entry.DOC_ID + ":"))
    search_index.remove(connection, connection.scalars(query).all())
    op.drop_index("IX_TB_OCR_FIELD_DECIDED", "TB_OCR_FIELD")
    for table, column in (("TB_OCR_SEARCH", "TEXT_WORDS"), ("TB_OCR_DOC", "FIELDS_LIMITS")):
        with op.batch_alter_table(table) as batch:
            batch.drop_column(column)
