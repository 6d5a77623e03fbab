"""seed and time budget of each training

Revision ID: 0006
Revises: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("TB_AUTOML_TRAINING_RESULT", sa.Column("SEED", sa.BigInteger(), nullable=True))
    op.add_column("TB_AUTOML_TRAINING_RESULT", sa.Column("BUDGET_SECONDS", sa.Double(), nullable=True))


def downgrade() -> None:
    op.drop_column("TB_AUTOML_TRAINING_RESULT", "BUDGET_SECONDS")
    op.drop_column("TB_AUTOML_TRAINING_RESULT", "SEED")
