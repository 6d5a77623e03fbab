"""second looks of purged documents, counted in the figures of their weeks

Revision ID: 0031
Revises: 0030
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("TB_OCR_QUALITY", sa.Column("PURGED_CNTS", sa.JSON(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("TB_OCR_QUALITY") as batch:
        batch.drop_column("PURGED_CNTS")
