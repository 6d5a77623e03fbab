"""who checks which page at present

Revision ID: 0017
Revises: 0016
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import records.types

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "TB_OCR_PAGE_CLAIM",
        sa.Column("DOC_ID", sa.String(length=15), nullable=False),
        sa.Column("PAGE_NO", sa.Integer(), nullable=False),
        sa.Column("CLAIM_ID", sa.String(length=80), nullable=False),
        sa.Column("UNTIL_DT", records.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["DOC_ID", "PAGE_NO"],
            ["TB_OCR_PAGE.DOC_ID", "TB_OCR_PAGE.PAGE_NO"],
            name="FK_TB_OCR_PAGE_CLAIM_DOC_ID_PAGE_NO",
        ),
        sa.PrimaryKeyConstraint("DOC_ID", "PAGE_NO", name="PK_TB_OCR_PAGE_CLAIM"),
    )


def downgrade() -> None:
    op.drop_table("TB_OCR_PAGE_CLAIM")
