"""layouts of suppliers' documents, learnt from confirmed ones

Revision ID: 0020
Revises: 0019
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import records.types

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    time = records.types.UtcDateTime(timezone=True)
    op.create_table(
        "TB_OCR_LAYOUT",
        sa.Column("LAYOUT_ID", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("KIND_CD", sa.String(length=60), nullable=False),
        sa.Column("BIZ_NO", sa.String(length=12), nullable=False),
        sa.Column("COMPANY_NM", sa.Text(), nullable=False),
        sa.Column("DRAWN_FIELDS", sa.JSON(), nullable=True),
        sa.Column("DRAWN_DOC_ID", sa.String(length=15), nullable=True),
        sa.Column("LAYOUT", sa.JSON(), nullable=True),
        sa.Column("LEARNT_DOC_IDS", sa.JSON(), nullable=False),
        sa.Column("UNSEEN_DOC_IDS", sa.JSON(), nullable=False),
        sa.Column("RESULT", sa.JSON(), nullable=True),
        sa.Column("STATE_CD", sa.String(length=12), nullable=False),
        sa.Column("LEARN_DT", time, nullable=True),
        sa.Column("UPDT_ID", sa.String(length=80), nullable=False),
        sa.Column("UPDT_DT", time, nullable=False),
        sa.PrimaryKeyConstraint("LAYOUT_ID", name="PK_TB_OCR_LAYOUT"),
        sa.UniqueConstraint("KIND_CD", "BIZ_NO", name="UQ_TB_OCR_LAYOUT_KIND_CD_BIZ_NO"),
    )


def downgrade() -> None:
    op.drop_table("TB_OCR_LAYOUT")
