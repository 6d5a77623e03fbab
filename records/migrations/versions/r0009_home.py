"""whose rows these are: the one home that keeps the files they name

Revision ID: 0009
Revises: 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import records.types

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "TB_HOME",
        sa.Column("HOME_MARK", sa.String(length=1), nullable=False),
        sa.Column("HOME_ID", sa.String(length=32), nullable=False),
        sa.Column("HOME_PATH", sa.Text(), nullable=False),
        sa.Column("HOST_NM", sa.Text(), nullable=False),
        sa.Column("CLAIM_DT", records.types.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("HOME_MARK", name=op.f("PK_TB_HOME")),
    )


def downgrade() -> None:
    op.drop_table("TB_HOME")
