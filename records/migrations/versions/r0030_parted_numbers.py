"""resident registration numbers that were read as several texts

Revision ID: 0030
Revises: 0029
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from records.ocr import parted_numbers

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("TB_OCR_DOC_TEXT", sa.Column("NUMBER_BESIDE", sa.JSON(), nullable=True))
    parted_numbers.rebuild(op.get_bind())


def downgrade() -> None:
    with op.batch_alter_table("TB_OCR_DOC_TEXT") as batch:
        batch.drop_column("NUMBER_BESIDE")
