"""who acknowledged a failed request, and when

Revision ID: 0014
Revises: 0013
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import records.types

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("TB_REQUEST", sa.Column("ACK_BY", sa.String(length=80), nullable=True))
    op.add_column("TB_REQUEST", sa.Column("ACK_DT", records.types.UtcDateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("TB_REQUEST", "ACK_DT")
    op.drop_column("TB_REQUEST", "ACK_BY")
