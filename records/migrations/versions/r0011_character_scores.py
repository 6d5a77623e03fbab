"""which recogniser read a text, and how probably each of its characters is right

Revision ID: 0011
Revises: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Of texts of earlier revisions neither is known.
    op.add_column("TB_OCR_DOC_TEXT", sa.Column("RECOGNISER_NM", sa.String(length=20), nullable=True))
    op.add_column("TB_OCR_DOC_TEXT", sa.Column("CHARACTER_SCORES", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    op.drop_column("TB_OCR_DOC_TEXT", "CHARACTER_SCORES")
    op.drop_column("TB_OCR_DOC_TEXT", "RECOGNISER_NM")
