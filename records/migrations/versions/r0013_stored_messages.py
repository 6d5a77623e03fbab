"""sentences as messages with their values

Revision ID: 0013
Revises: 0012
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

COLUMNS = {
    "TB_AUTOML_MASTER": "FAIL_REASON_JSON",
    "TB_AUTOML_TRAINING_RESULT": "FAIL_REASON_JSON",
    "TB_REFUSED_FILE": "REASON_JSON",
    "TB_REQUEST": "REASON_JSON",
    "TB_PROGRESS": "MESSAGE_JSON",
    "TB_PROGRESS_LOG": "MESSAGE_JSON",
    "TB_OCR_DOC": "FAIL_REASON_JSON",
    "TB_OCR_NETWORK": "REASON_JSON",
}


def upgrade() -> None:
    # Rows of earlier revisions keep their two sentences, which are read where there is no message.
    for table, column in COLUMNS.items():
        op.add_column(table, sa.Column(column, sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    for table, column in COLUMNS.items():
        op.drop_column(table, column)
