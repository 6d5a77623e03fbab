"""texts taken from PDFs: where a text comes from, what a page carries, and the resolution of each page

Revision ID: 0010
Revises: 0009
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("TB_OCR_PAGE", sa.Column("DPI", sa.Double(), nullable=True))
    op.add_column("TB_OCR_PAGE", sa.Column("PDF_TEXT", sa.JSON(none_as_null=True), nullable=True))
    # Every text of earlier revisions was read from a picture.
    op.add_column(
        "TB_OCR_DOC_TEXT",
        sa.Column("SOURCE_CD", sa.String(length=8), nullable=False, server_default="ocr"),
    )


def downgrade() -> None:
    op.drop_column("TB_OCR_DOC_TEXT", "SOURCE_CD")
    op.drop_column("TB_OCR_PAGE", "PDF_TEXT")
    op.drop_column("TB_OCR_PAGE", "DPI")
