"""an index of all texts, file names and companies, for the search; 0025 fills it

Revision ID: 0018
Revises: 0017
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    op.create_table(
        "TB_OCR_SEARCH",
        sa.Column("SEARCH_ID", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False),
        sa.Column("DOC_ID", sa.String(15), nullable=False),
        sa.Column("SOURCE_ID", sa.String(40), nullable=False),
        sa.Column("WORDS", sa.Text, nullable=False),
        *([] if is_sqlite else [sa.Column("TOKENS", ARRAY(sa.Integer), nullable=False)]),
        sa.PrimaryKeyConstraint("SEARCH_ID", name="PK_TB_OCR_SEARCH"),
    )
    if is_sqlite:
        # The tokens are words of ASCII, without positions; a match is compared with the entry's words.
        op.execute(
            'CREATE VIRTUAL TABLE "TB_OCR_SEARCH_TOKENS" '
            "USING fts5(\"TOKENS\", content='', columnsize=0, detail=none, tokenize='ascii')"
        )
    op.create_index("IX_TB_OCR_SEARCH_DOC_ID", "TB_OCR_SEARCH", ["DOC_ID"])
    op.create_index("UQ_TB_OCR_SEARCH_SOURCE_ID", "TB_OCR_SEARCH", ["SOURCE_ID"], unique=True)
    if not is_sqlite:
        # New entries go to the index at once: a list of pending ones would be read by each search.
        op.create_index(
            "IX_TB_OCR_SEARCH_TOKENS",
            "TB_OCR_SEARCH",
            ["TOKENS"],
            postgresql_using="gin",
            postgresql_with={"fastupdate": False},
        )
        # A search always uses the index; planning it with statistics of the tokens takes longer than answering it.
        op.execute('ALTER TABLE "TB_OCR_SEARCH" ALTER COLUMN "TOKENS" SET STATISTICS 0')


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute('DROP TABLE "TB_OCR_SEARCH_TOKENS"')
    op.drop_table("TB_OCR_SEARCH")
