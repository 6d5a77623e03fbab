"""what else the recogniser found likely in place of the characters of a text

Revision ID: 0023
Revises: 0022
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Of texts of earlier revisions it isn't known.
    op.add_column(
        "TB_OCR_DOC_TEXT", sa.Column("CHARACTER_ALTERNATIVES", sa.JSON(none_as_null=True), nullable=True)
    )


def downgrade() -> None:
    op.drop_column("TB_OCR_DOC_TEXT", "CHARACTER_ALTERNATIVES")
