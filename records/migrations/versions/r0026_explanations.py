"""explanations of trained models

Revision ID: 0026
Revises: 0025
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import records.types

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "TB_AUTOML_EXPLANATION",
        sa.Column("TRAINING_ID", sa.String(length=15), nullable=False),
        sa.Column("EXPLANATION", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("BACKGROUND_PATH", sa.Text(), nullable=True),
        sa.Column("BACKGROUND_SHA256", sa.String(length=64), nullable=True),
        sa.Column("EXPLAIN_DT", records.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["TRAINING_ID"],
            ["TB_AUTOML_TRAINING_RESULT.TRAINING_ID"],
            name=op.f("FK_TB_AUTOML_EXPLANATION_TRAINING_ID"),
        ),
        sa.PrimaryKeyConstraint("TRAINING_ID", name=op.f("PK_TB_AUTOML_EXPLANATION")),
    )


def downgrade() -> None:
    op.drop_table("TB_AUTOML_EXPLANATION")
