"""tables of pages and their cells

Revision ID: 0016
Revises: 0015
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import records.types

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "TB_OCR_TABLE",
        sa.Column("DOC_ID", sa.String(length=15), nullable=False),
        sa.Column("PAGE_NO", sa.Integer(), nullable=False),
        sa.Column("TABLE_NO", sa.Integer(), nullable=False),
        sa.Column("ROW_CNT", sa.Integer(), nullable=False),
        sa.Column("COL_CNT", sa.Integer(), nullable=False),
        sa.Column("RULING_CD", sa.String(length=12), nullable=False),
        sa.Column("QUAD", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["DOC_ID", "PAGE_NO"],
            ["TB_OCR_PAGE.DOC_ID", "TB_OCR_PAGE.PAGE_NO"],
            name="FK_TB_OCR_TABLE_DOC_ID_PAGE_NO",
        ),
        sa.PrimaryKeyConstraint("DOC_ID", "PAGE_NO", "TABLE_NO", name="PK_TB_OCR_TABLE"),
    )
    op.create_table(
        "TB_OCR_TABLE_CELL",
        sa.Column("DOC_ID", sa.String(length=15), nullable=False),
        sa.Column("PAGE_NO", sa.Integer(), nullable=False),
        sa.Column("TABLE_NO", sa.Integer(), nullable=False),
        sa.Column("ROW_NO", sa.Integer(), nullable=False),
        sa.Column("COL_NO", sa.Integer(), nullable=False),
        sa.Column("ROW_SPAN", sa.Integer(), nullable=False),
        sa.Column("COL_SPAN", sa.Integer(), nullable=False),
        sa.Column("HEADER_YN", sa.Boolean(), nullable=False),
        sa.Column("QUAD", sa.JSON(), nullable=False),
        sa.Column("TEXTS", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["DOC_ID", "PAGE_NO", "TABLE_NO"],
            ["TB_OCR_TABLE.DOC_ID", "TB_OCR_TABLE.PAGE_NO", "TB_OCR_TABLE.TABLE_NO"],
            name="FK_TB_OCR_TABLE_CELL_DOC_ID_PAGE_NO_TABLE_NO",
        ),
        sa.PrimaryKeyConstraint(
            "DOC_ID", "PAGE_NO", "TABLE_NO", "ROW_NO", "COL_NO", name="PK_TB_OCR_TABLE_CELL"
        ),
    )
    op.add_column(
        "TB_OCR_PAGE",
        sa.Column("TABLES_DT", records.types.UtcDateTime(timezone=True), nullable=True),
    )
    op.add_column("TB_OCR_PAGE", sa.Column("TABLES_LIMITS", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("TB_OCR_PAGE", "TABLES_LIMITS")
    op.drop_column("TB_OCR_PAGE", "TABLES_DT")
    op.drop_table("TB_OCR_TABLE_CELL")
    op.drop_table("TB_OCR_TABLE")
