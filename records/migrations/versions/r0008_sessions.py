"""sessions that signing out ends, wherever their cookie is

Revision ID: 0008
Revises: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import records.types

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "TB_SESSION",
        sa.Column("SECRET_SHA256", sa.String(length=64), nullable=False),
        sa.Column("USER_ID", sa.String(length=80), nullable=False),
        sa.Column("BEGIN_DT", records.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("EXPIRE_DT", records.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["USER_ID"], ["TB_USER.USER_ID"], name=op.f("FK_TB_SESSION_USER_ID")),
        sa.PrimaryKeyConstraint("SECRET_SHA256", name=op.f("PK_TB_SESSION")),
    )
    op.create_index(op.f("IX_TB_SESSION_USER_ID"), "TB_SESSION", ["USER_ID"])
    op.drop_column("TB_USER", "SESSION_NO")


def downgrade() -> None:
    op.add_column("TB_USER", sa.Column("SESSION_NO", sa.Integer(), nullable=False, server_default="1"))
    op.drop_index(op.f("IX_TB_SESSION_USER_ID"), "TB_SESSION")
    op.drop_table("TB_SESSION")
