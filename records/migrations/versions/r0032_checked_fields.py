"""index of the checks in the history of fields by their date, for what each person checked

Revision ID: 0032
Revises: 0031
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None
_CHECKS = sa.text("\"ACTION_CD\" IN ('confirm', 'correct', 'accept')")


def upgrade() -> None:
    op.create_index(
        "IX_TB_OCR_FIELD_HISTORY_CHECKED",
        "TB_OCR_FIELD_HISTORY",
        ["CHANGE_DT"],
        sqlite_where=_CHECKS,
        postgresql_where=_CHECKS,
    )


def downgrade() -> None:
    op.drop_index("IX_TB_OCR_FIELD_HISTORY_CHECKED", "TB_OCR_FIELD_HISTORY")
