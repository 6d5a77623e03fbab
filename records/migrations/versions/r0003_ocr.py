"""the tables of the OCR half; the key of the run that serves a request

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import records.types

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "TB_OCR_DOC",
        sa.Column("DOC_ID", sa.String(length=15), nullable=False),
        sa.Column("FILE_NM", sa.Text(), nullable=False),
        sa.Column("COMPANY_NM", sa.Text(), nullable=False),
        sa.Column("STATUS_CD", sa.String(length=20), nullable=False),
        sa.Column("PARTITION_DAY", sa.String(length=10), nullable=False),
        sa.Column("PAGE_CNT", sa.Integer(), nullable=True),
        sa.Column("DPI", sa.Integer(), nullable=True),
        sa.Column("FILE_PATH", sa.Text(), nullable=False),
        sa.Column("FILE_SHA256", sa.String(length=64), nullable=False),
        sa.Column("FILE_SIZE", sa.BigInteger(), nullable=False),
        sa.Column("NOTE", sa.JSON(), nullable=True),
        sa.Column("READ_REMARKS", sa.JSON(), nullable=True),
        sa.Column("TRAINING_PART_CD", sa.String(length=10), nullable=True),
        sa.Column("FAIL_REASON_KO", sa.Text(), nullable=True),
        sa.Column("FAIL_REASON_EN", sa.Text(), nullable=True),
        sa.Column("REG_ID", sa.String(length=80), nullable=False),
        sa.Column("REG_DT", records.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("UPDT_DT", records.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("DEL_YN", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("DOC_ID", name=op.f("PK_TB_OCR_DOC")),
    )
    with op.batch_alter_table("TB_OCR_DOC", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("IX_TB_OCR_DOC_FILE_SHA256"), ["FILE_SHA256"], unique=False)
        batch_op.create_index(batch_op.f("IX_TB_OCR_DOC_PARTITION_DAY"), ["PARTITION_DAY"], unique=False)
        batch_op.create_index(batch_op.f("IX_TB_OCR_DOC_STATUS_CD"), ["STATUS_CD"], unique=False)

    op.create_table(
        "TB_OCR_TEXT_HISTORY",
        sa.Column("HISTORY_ID", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("TEXT_ID", sa.String(length=32), nullable=False),
        sa.Column("ACTION_CD", sa.String(length=12), nullable=False),
        sa.Column("BEFORE_NM", sa.Text(), nullable=True),
        sa.Column("AFTER_NM", sa.Text(), nullable=True),
        sa.Column("CHANGE_ID", sa.String(length=80), nullable=False),
        sa.Column("CHANGE_DT", records.types.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("HISTORY_ID", name=op.f("PK_TB_OCR_TEXT_HISTORY")),
    )
    with op.batch_alter_table("TB_OCR_TEXT_HISTORY", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("IX_TB_OCR_TEXT_HISTORY_TEXT_ID"), ["TEXT_ID"], unique=False)

    op.create_table(
        "TB_OCR_TRAIN_TEXT",
        sa.Column("TRAIN_TEXT_ID", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("TEXT_NM", sa.Text(), nullable=False),
        sa.Column("REG_ID", sa.String(length=80), nullable=False),
        sa.Column("REG_DT", records.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("DEL_YN", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("TRAIN_TEXT_ID", name=op.f("PK_TB_OCR_TRAIN_TEXT")),
    )
    op.create_table(
        "TB_OCR_NETWORK",
        sa.Column("NETWORK_ID", sa.String(length=15), nullable=False),
        sa.Column("PARENT_ID", sa.String(length=15), nullable=True),
        sa.Column("REQUEST_ID", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("STATUS_CD", sa.String(length=12), nullable=False),
        sa.Column("DEPLOY_MARK", sa.String(length=1), nullable=True),
        sa.Column("FOLDER_PATH", sa.Text(), nullable=True),
        sa.Column("WEIGHTS_SHA256", sa.String(length=64), nullable=True),
        sa.Column("CHARACTER_CNT", sa.Integer(), nullable=True),
        sa.Column("TRIED_SHA256", sa.String(length=64), nullable=True),
        sa.Column("ITEMS", sa.JSON(), nullable=True),
        sa.Column("TRAINING", sa.JSON(), nullable=True),
        sa.Column("SCORES", sa.JSON(), nullable=True),
        sa.Column("SMALL_SAMPLE_YN", sa.Boolean(), nullable=False),
        sa.Column("REASON_KO", sa.Text(), nullable=True),
        sa.Column("REASON_EN", sa.Text(), nullable=True),
        sa.Column("RESCORED", sa.JSON(), nullable=True),
        sa.Column("REG_DT", records.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("TRAIN_DT", records.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("DEPLOY_DT", records.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("MLFLOW_RUN_ID", sa.String(length=64), nullable=True),
        sa.Column("MLFLOW_YN", sa.Boolean(), nullable=False),
        sa.Column("MLFLOW_MODEL_VERSION", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(
            ["REQUEST_ID"], ["TB_REQUEST.REQUEST_ID"], name=op.f("FK_TB_OCR_NETWORK_REQUEST_ID")
        ),
        sa.PrimaryKeyConstraint("NETWORK_ID", name=op.f("PK_TB_OCR_NETWORK")),
        sa.UniqueConstraint("DEPLOY_MARK", name=op.f("UQ_TB_OCR_NETWORK_DEPLOY_MARK")),
        sa.UniqueConstraint("REQUEST_ID", name=op.f("UQ_TB_OCR_NETWORK_REQUEST_ID")),
    )
    with op.batch_alter_table("TB_OCR_NETWORK", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("IX_TB_OCR_NETWORK_TRIED_SHA256"), ["TRIED_SHA256"], unique=False)

    op.create_table(
        "TB_OCR_PAGE",
        sa.Column("DOC_ID", sa.String(length=15), nullable=False),
        sa.Column("PAGE_NO", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("IMAGE_PATH", sa.Text(), nullable=False),
        sa.Column("IMAGE_SHA256", sa.String(length=64), nullable=False),
        sa.Column("WIDTH", sa.Integer(), nullable=False),
        sa.Column("HEIGHT", sa.Integer(), nullable=False),
        sa.Column("ROTATION", sa.Integer(), nullable=True),
        sa.Column("TILT", sa.Double(), nullable=True),
        sa.Column("TRAINING_PART_CD", sa.String(length=10), nullable=True),
        sa.Column("NETWORK_ID", sa.String(length=15), nullable=True),
        sa.Column("READ_DT", records.types.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["DOC_ID"], ["TB_OCR_DOC.DOC_ID"], name=op.f("FK_TB_OCR_PAGE_DOC_ID")),
        sa.PrimaryKeyConstraint("DOC_ID", "PAGE_NO", name=op.f("PK_TB_OCR_PAGE")),
    )
    op.create_table(
        "TB_OCR_DOC_TEXT",
        sa.Column("TEXT_ID", sa.String(length=32), nullable=False),
        sa.Column("DOC_ID", sa.String(length=15), nullable=False),
        sa.Column("PAGE_NO", sa.Integer(), nullable=False),
        sa.Column("TEXT_NO", sa.Integer(), nullable=False),
        sa.Column("ORDER_NO", sa.Integer(), nullable=False),
        sa.Column("TEXT_IMAGE_PATH", sa.Text(), nullable=False),
        sa.Column("TEXT_IMAGE_SHA256", sa.String(length=64), nullable=False),
        sa.Column("BOX", sa.JSON(), nullable=False),
        sa.Column("QUAD", sa.JSON(), nullable=False),
        sa.Column("TEXT_NM", sa.Text(), nullable=False),
        sa.Column("SCORE", sa.Double(), nullable=False),
        sa.Column("NETWORK_ID", sa.String(length=15), nullable=False),
        sa.Column("STATE_CD", sa.String(length=12), nullable=False),
        sa.Column("TEXT_UPDT_NM", sa.Text(), nullable=True),
        sa.Column("TEXT_TRAINING_YN", sa.Boolean(), nullable=False),
        sa.Column("TEXT_TRAINING_NM", sa.Text(), nullable=True),
        sa.Column("TEXT_TRAINING_SCORE", sa.Double(), nullable=True),
        sa.Column("TRAINING_NETWORK_ID", sa.String(length=15), nullable=True),
        sa.Column("ROW_VER", sa.Integer(), nullable=False),
        sa.Column("UPDT_ID", sa.String(length=80), nullable=True),
        sa.Column("UPDT_DT", records.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["DOC_ID", "PAGE_NO"],
            ["TB_OCR_PAGE.DOC_ID", "TB_OCR_PAGE.PAGE_NO"],
            name=op.f("FK_TB_OCR_DOC_TEXT_DOC_ID_PAGE_NO"),
        ),
        sa.PrimaryKeyConstraint("TEXT_ID", name=op.f("PK_TB_OCR_DOC_TEXT")),
    )
    with op.batch_alter_table("TB_OCR_DOC_TEXT", schema=None) as batch_op:
        batch_op.create_index("IX_TB_OCR_DOC_TEXT_PLACE", ["DOC_ID", "PAGE_NO", "ORDER_NO"], unique=False)
        batch_op.create_index(
            batch_op.f("IX_TB_OCR_DOC_TEXT_TEXT_TRAINING_YN"), ["TEXT_TRAINING_YN"], unique=False
        )

    with op.batch_alter_table("TB_REQUEST", schema=None) as batch_op:
        batch_op.add_column(sa.Column("RUN_KEY", sa.String(length=64), nullable=True))
        batch_op.create_index(batch_op.f("IX_TB_REQUEST_RUN_KEY"), ["RUN_KEY"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("TB_REQUEST", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("IX_TB_REQUEST_RUN_KEY"))
        batch_op.drop_column("RUN_KEY")

    with op.batch_alter_table("TB_OCR_DOC_TEXT", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("IX_TB_OCR_DOC_TEXT_TEXT_TRAINING_YN"))
        batch_op.drop_index("IX_TB_OCR_DOC_TEXT_PLACE")

    op.drop_table("TB_OCR_DOC_TEXT")
    op.drop_table("TB_OCR_PAGE")
    with op.batch_alter_table("TB_OCR_NETWORK", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("IX_TB_OCR_NETWORK_TRIED_SHA256"))

    op.drop_table("TB_OCR_NETWORK")
    op.drop_table("TB_OCR_TRAIN_TEXT")
    with op.batch_alter_table("TB_OCR_TEXT_HISTORY", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("IX_TB_OCR_TEXT_HISTORY_TEXT_ID"))

    op.drop_table("TB_OCR_TEXT_HISTORY")
    with op.batch_alter_table("TB_OCR_DOC", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("IX_TB_OCR_DOC_STATUS_CD"))
        batch_op.drop_index(batch_op.f("IX_TB_OCR_DOC_PARTITION_DAY"))
        batch_op.drop_index(batch_op.f("IX_TB_OCR_DOC_FILE_SHA256"))

    op.drop_table("TB_OCR_DOC")
