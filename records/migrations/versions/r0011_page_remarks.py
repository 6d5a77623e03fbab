"""what was noticed of a page when it was read

Revision ID: 0011
Revises: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("TB_OCR_PAGE", sa.Column("READ_REMARKS", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("TB_OCR_PAGE", "READ_REMARKS")
