"""which recogniser read a text, and how probably each of its characters is right

Revision ID: 0012
Revises: 0011
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Of texts of earlier revisions neither is known.
    op.add_column("TB_OCR_DOC_TEXT", sa.Column("RECOGNISER_NM", sa.String(length=20), nullable=True))
    op.add_column("TB_OCR_DOC_TEXT", sa.Column("CHARACTER_SCORES", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    op.drop_column("TB_OCR_DOC_TEXT", "CHARACTER_SCORES")
    op.drop_column("TB_OCR_DOC_TEXT", "RECOGNISER_NM")
