"""which browser each session is of

Revision ID: 0029
Revises: 0028
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("TB_SESSION", sa.Column("USER_AGENT", sa.String(300), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("TB_SESSION") as batch:
        batch.drop_column("USER_AGENT")
