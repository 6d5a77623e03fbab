"""accounts of the console and sign-in links

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import records.types

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "TB_USER",
        sa.Column("USER_ID", sa.String(length=80), nullable=False),
        sa.Column("ROLE_CD", sa.String(length=10), nullable=False),
        sa.Column("PASSWORD_HASH", sa.Text(), nullable=True),
        sa.Column("SESSION_NO", sa.Integer(), nullable=False),
        sa.Column("DISABLED_YN", sa.Boolean(), nullable=False),
        sa.Column("REG_DT", records.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("SIGN_IN_DT", records.types.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("USER_ID", name=op.f("PK_TB_USER")),
    )
    op.create_table(
        "TB_SIGN_IN_LINK",
        sa.Column("SECRET_SHA256", sa.String(length=64), nullable=False),
        sa.Column("USER_ID", sa.String(length=80), nullable=False),
        sa.Column("EXPIRE_DT", records.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("USE_DT", records.types.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["USER_ID"], ["TB_USER.USER_ID"], name=op.f("FK_TB_SIGN_IN_LINK_USER_ID")),
        sa.PrimaryKeyConstraint("SECRET_SHA256", name=op.f("PK_TB_SIGN_IN_LINK")),
    )


def downgrade() -> None:
    op.drop_table("TB_SIGN_IN_LINK")
    op.drop_table("TB_USER")
