"""light pictures of pages

Revision ID: 0005
Revises: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("TB_OCR_PAGE", sa.Column("PREVIEW_PATH", sa.Text(), nullable=True))
    op.add_column("TB_OCR_PAGE", sa.Column("PREVIEW_SHA256", sa.String(length=64), nullable=True))


def downgrade() -> None:
    op.drop_column("TB_OCR_PAGE", "PREVIEW_SHA256")
    op.drop_column("TB_OCR_PAGE", "PREVIEW_PATH")
