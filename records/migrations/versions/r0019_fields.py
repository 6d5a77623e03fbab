"""kinds and fields of documents, and known companies

Revision ID: 0019
Revises: 0018
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import records.types

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    time = records.types.UtcDateTime(timezone=True)
    op.add_column("TB_OCR_DOC", sa.Column("KIND_CD", sa.String(length=60), nullable=True))
    op.add_column("TB_OCR_DOC", sa.Column("KIND_SCORE", sa.Double(), nullable=True))
    op.add_column("TB_OCR_DOC", sa.Column("KIND_ANCHORS", sa.JSON(), nullable=True))
    op.add_column("TB_OCR_DOC", sa.Column("KIND_CHOSEN_CD", sa.String(length=60), nullable=True))
    op.add_column("TB_OCR_DOC", sa.Column("KIND_CHOSEN_ID", sa.String(length=80), nullable=True))
    op.add_column("TB_OCR_DOC", sa.Column("FIELDS_DT", time, nullable=True))
    op.add_column(
        "TB_OCR_DOC", sa.Column("FIELDS_STALE_YN", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_index("IX_TB_OCR_DOC_FIELDS_STALE_YN", "TB_OCR_DOC", ["FIELDS_STALE_YN"])
    op.create_table(
        "TB_OCR_FIELD",
        sa.Column("FIELD_ID", sa.String(length=80), nullable=False),
        sa.Column("DOC_ID", sa.String(length=15), nullable=False),
        sa.Column("LINE_NO", sa.Integer(), nullable=False),
        sa.Column("FIELD_KEY", sa.String(length=60), nullable=False),
        sa.Column("TYPE_CD", sa.String(length=20), nullable=False),
        sa.Column("ORDER_NO", sa.Integer(), nullable=False),
        sa.Column("REQUIRED_YN", sa.Boolean(), nullable=False),
        sa.Column("MACHINE_VALUE", sa.Text(), nullable=True),
        sa.Column("FIELD_TEXT", sa.Text(), nullable=True),
        sa.Column("SCORE", sa.Double(), nullable=True),
        sa.Column("TEXT_IDS", sa.JSON(), nullable=False),
        sa.Column("PAGE_NO", sa.Integer(), nullable=True),
        sa.Column("STATE_CD", sa.String(length=12), nullable=False),
        sa.Column("REASON_KO", sa.Text(), nullable=True),
        sa.Column("REASON_EN", sa.Text(), nullable=True),
        sa.Column("REASON_JSON", sa.JSON(), nullable=True),
        sa.Column("REPAIR_VALUE", sa.Text(), nullable=True),
        sa.Column("REPAIR_REASON_KO", sa.Text(), nullable=True),
        sa.Column("REPAIR_REASON_EN", sa.Text(), nullable=True),
        sa.Column("REPAIR_REASON_JSON", sa.JSON(), nullable=True),
        sa.Column("CORRECTED_VALUE", sa.Text(), nullable=True),
        sa.Column("REPAIRED_YN", sa.Boolean(), nullable=False),
        sa.Column("CONFIRMED_YN", sa.Boolean(), nullable=False),
        sa.Column("AMOUNT", sa.BigInteger(), nullable=True),
        sa.Column("ROW_VER", sa.Integer(), nullable=False),
        sa.Column("UPDT_ID", sa.String(length=80), nullable=True),
        sa.Column("UPDT_DT", time, nullable=True),
        sa.ForeignKeyConstraint(["DOC_ID"], ["TB_OCR_DOC.DOC_ID"], name="FK_TB_OCR_FIELD_DOC_ID"),
        sa.PrimaryKeyConstraint("FIELD_ID", name="PK_TB_OCR_FIELD"),
    )
    op.create_index("IX_TB_OCR_FIELD_PLACE", "TB_OCR_FIELD", ["DOC_ID", "LINE_NO", "ORDER_NO"])
    op.create_index("IX_TB_OCR_FIELD_AMOUNT", "TB_OCR_FIELD", ["FIELD_KEY", "AMOUNT"])
    op.create_table(
        "TB_OCR_FIELD_HISTORY",
        sa.Column("HISTORY_ID", _BIG_ID, nullable=False),
        sa.Column("DOC_ID", sa.String(length=15), nullable=False),
        sa.Column("FIELD_ID", sa.String(length=80), nullable=False),
        sa.Column("ACTION_CD", sa.String(length=12), nullable=False),
        sa.Column("BEFORE_VALUE", sa.Text(), nullable=True),
        sa.Column("AFTER_VALUE", sa.Text(), nullable=True),
        sa.Column("CHANGE_ID", sa.String(length=80), nullable=False),
        sa.Column("CHANGE_DT", time, nullable=False),
        sa.PrimaryKeyConstraint("HISTORY_ID", name="PK_TB_OCR_FIELD_HISTORY"),
    )
    op.create_index("IX_TB_OCR_FIELD_HISTORY_DOC_ID", "TB_OCR_FIELD_HISTORY", ["DOC_ID"])
    op.create_index("IX_TB_OCR_FIELD_HISTORY_FIELD_ID", "TB_OCR_FIELD_HISTORY", ["FIELD_ID"])
    op.create_table(
        "TB_COMPANY",
        sa.Column("COMPANY_ID", _BIG_ID, nullable=False),
        sa.Column("COMPANY_NM", sa.Text(), nullable=False),
        sa.Column("BIZ_NO", sa.String(length=12), nullable=True),
        sa.Column("ADDRESS", sa.Text(), nullable=False),
        sa.Column("PHONE", sa.String(length=40), nullable=False),
        sa.Column("SOURCE_CD", sa.String(length=12), nullable=False),
        sa.Column("SOURCE_DOC_ID", sa.String(length=15), nullable=True),
        sa.Column("CONFIRM_ID", sa.String(length=80), nullable=False),
        sa.Column("CONFIRM_DT", time, nullable=False),
        sa.Column("ROW_VER", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("COMPANY_ID", name="PK_TB_COMPANY"),
        sa.UniqueConstraint("BIZ_NO", name="UQ_TB_COMPANY_BIZ_NO"),
    )
    op.create_index("IX_TB_COMPANY_COMPANY_NM", "TB_COMPANY", ["COMPANY_NM"])


def downgrade() -> None:
    for table in ("TB_COMPANY", "TB_OCR_FIELD_HISTORY", "TB_OCR_FIELD"):
        op.drop_table(table)
    op.drop_index("IX_TB_OCR_DOC_FIELDS_STALE_YN", "TB_OCR_DOC")
    for column in (
        "FIELDS_STALE_YN",
        "FIELDS_DT",
        "KIND_CHOSEN_ID",
        "KIND_CHOSEN_CD",
        "KIND_ANCHORS",
        "KIND_SCORE",
        "KIND_CD",
    ):
        op.drop_column("TB_OCR_DOC", column)
