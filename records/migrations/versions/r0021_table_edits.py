"""tables whose lines and cells people changed, and what each change can be undone to

Revision ID: 0021
Revises: 0020
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import records.types

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("TB_OCR_TABLE", sa.Column("ROW_VER", sa.Integer(), server_default="1", nullable=False))
    op.add_column("TB_OCR_TABLE", sa.Column("TABLE_ID", sa.String(length=80), nullable=True))
    op.add_column("TB_OCR_TABLE", sa.Column("LINES", sa.JSON(), nullable=True))
    op.create_table(
        "TB_OCR_TABLE_EDIT",
        sa.Column("EDIT_ID", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("DOC_ID", sa.String(length=15), nullable=False),
        sa.Column("PAGE_NO", sa.Integer(), nullable=False),
        sa.Column("TABLE_NO", sa.Integer(), nullable=False),
        sa.Column("ACTION_CD", sa.String(length=12), nullable=False),
        sa.Column("BEFORE_TABLE", sa.JSON(), nullable=True),
        sa.Column("UNDONE_YN", sa.Boolean(), nullable=False),
        sa.Column("EDIT_USER_ID", sa.String(length=80), nullable=False),
        sa.Column("EDIT_DT", records.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["DOC_ID", "PAGE_NO"],
            ["TB_OCR_PAGE.DOC_ID", "TB_OCR_PAGE.PAGE_NO"],
            name="FK_TB_OCR_TABLE_EDIT_DOC_ID",
        ),
        sa.PrimaryKeyConstraint("EDIT_ID", name="PK_TB_OCR_TABLE_EDIT"),
    )
    op.create_index("IX_TB_OCR_TABLE_EDIT_PLACE", "TB_OCR_TABLE_EDIT", ["DOC_ID", "PAGE_NO"])


def downgrade() -> None:
    op.drop_index("IX_TB_OCR_TABLE_EDIT_PLACE", "TB_OCR_TABLE_EDIT")
    op.drop_table("TB_OCR_TABLE_EDIT")
    for name in ("LINES", "TABLE_ID", "ROW_VER"):
        op.drop_column("TB_OCR_TABLE", name)
