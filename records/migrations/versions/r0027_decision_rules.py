"""decision rules of trained models, and the one that each prediction was made by

Revision ID: 0027
Revises: 0026
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

TABLES = ("TB_AUTOML_TRAINING_RESULT", "TB_AUTOML_PREDICTION")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("DECISION_RULE", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    for table in reversed(TABLES):
        with op.batch_alter_table(table) as batch:
            batch.drop_column("DECISION_RULE")
