"""a run launched by hand may serve requests of several kinds

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("TB_REQUEST", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("UQ_TB_REQUEST_RUN_ID"), type_="unique")
        batch_op.create_index(batch_op.f("IX_TB_REQUEST_RUN_ID"), ["RUN_ID"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("TB_REQUEST", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("IX_TB_REQUEST_RUN_ID"))
        batch_op.create_unique_constraint(batch_op.f("UQ_TB_REQUEST_RUN_ID"), ["RUN_ID"])
