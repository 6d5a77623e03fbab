"""progress in both languages, and every line of it kept

Revision ID: 0007
Revises: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("TB_PROGRESS", sa.Column("MESSAGE_EN", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "TB_PROGRESS_LOG",
        sa.Column(
            "LOG_ID",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            primary_key=True,
            autoincrement=True,
        ),
        sa.Column("REQUEST_ID", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("STEP", sa.String(80), nullable=False),
        sa.Column("LOG_DT", sa.DateTime(timezone=True), nullable=False),
        sa.Column("MESSAGE", sa.Text(), nullable=False),
        sa.Column("MESSAGE_EN", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["REQUEST_ID"], ["TB_REQUEST.REQUEST_ID"], name="FK_TB_PROGRESS_LOG_REQUEST_ID"
        ),
    )
    op.create_index("IX_TB_PROGRESS_LOG_REQUEST_ID_STEP", "TB_PROGRESS_LOG", ["REQUEST_ID", "STEP"])


def downgrade() -> None:
    op.drop_index("IX_TB_PROGRESS_LOG_REQUEST_ID_STEP", "TB_PROGRESS_LOG")
    op.drop_table("TB_PROGRESS_LOG")
    op.drop_column("TB_PROGRESS", "MESSAGE_EN")
