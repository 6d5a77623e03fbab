"""the order in which texts are checked, documents given to people, second looks and the weekly quality figure

Revision ID: 0022
Revises: 0021
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import records.types
from domain.check_value import check_value
from domain.ocr import TextState

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_AT_ONCE = 5_000
"""Texts in one statement."""
_CHECKS = sa.text("\"ACTION_CD\" IN ('confirm', 'correct', 'unreadable')")
_Time = records.types.UtcDateTime(timezone=True)


def upgrade() -> None:
    op.add_column(
        "TB_OCR_DOC_TEXT", sa.Column("CHECK_VALUE", sa.Double(), nullable=False, server_default="0")
    )
    _set_values(op.get_bind())
    op.create_index("IX_TB_OCR_DOC_TEXT_STATE_CD", "TB_OCR_DOC_TEXT", ["STATE_CD", "CHECK_VALUE", "TEXT_ID"])
    op.create_index(
        "IX_TB_OCR_TEXT_HISTORY_CHECKED",
        "TB_OCR_TEXT_HISTORY",
        ["CHANGE_DT"],
        sqlite_where=_CHECKS,
        postgresql_where=_CHECKS,
    )
    op.create_table(
        "TB_OCR_ASSIGNMENT",
        sa.Column("DOC_ID", sa.String(length=15), nullable=False),
        sa.Column("ASSIGNEE_ID", sa.String(length=80), nullable=False),
        sa.Column("ASSIGN_ID", sa.String(length=80), nullable=False),
        sa.Column("ASSIGN_DT", _Time, nullable=False),
        sa.ForeignKeyConstraint(["DOC_ID"], ["TB_OCR_DOC.DOC_ID"], name="FK_TB_OCR_ASSIGNMENT_DOC_ID"),
        sa.PrimaryKeyConstraint("DOC_ID", name="PK_TB_OCR_ASSIGNMENT"),
    )
    op.create_index("IX_TB_OCR_ASSIGNMENT_ASSIGNEE_ID", "TB_OCR_ASSIGNMENT", ["ASSIGNEE_ID"])
    op.create_table(
        "TB_OCR_SECOND_LOOK",
        sa.Column("LOOK_ID", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False),
        sa.Column("PURPOSE_CD", sa.String(length=10), nullable=False),
        sa.Column("WEEK", sa.String(length=8), nullable=True),
        sa.Column("DOC_ID", sa.String(length=15), nullable=False),
        sa.Column("TEXT_ID", sa.String(length=32), nullable=False),
        sa.Column("FIELD_ID", sa.String(length=80), nullable=True),
        sa.Column("FIRST_NM", sa.Text(), nullable=False),
        sa.Column("FIRST_ID", sa.String(length=80), nullable=False),
        sa.Column("SECOND_NM", sa.Text(), nullable=True),
        sa.Column("SECOND_ID", sa.String(length=80), nullable=True),
        sa.Column("SECOND_DT", _Time, nullable=True),
        sa.Column("STATE_CD", sa.String(length=10), nullable=False),
        sa.Column("FINAL_NM", sa.Text(), nullable=True),
        sa.Column("RESOLVE_ID", sa.String(length=80), nullable=True),
        sa.Column("RESOLVE_DT", _Time, nullable=True),
        sa.Column("CLAIM_ID", sa.String(length=80), nullable=True),
        sa.Column("UNTIL_DT", _Time, nullable=True),
        sa.Column("REG_DT", _Time, nullable=False),
        sa.ForeignKeyConstraint(["DOC_ID"], ["TB_OCR_DOC.DOC_ID"], name="FK_TB_OCR_SECOND_LOOK_DOC_ID"),
        sa.PrimaryKeyConstraint("LOOK_ID", name="PK_TB_OCR_SECOND_LOOK"),
    )
    op.create_index("IX_TB_OCR_SECOND_LOOK_STATE_CD", "TB_OCR_SECOND_LOOK", ["STATE_CD"])
    op.create_index("IX_TB_OCR_SECOND_LOOK_TEXT_ID", "TB_OCR_SECOND_LOOK", ["TEXT_ID"])
    op.create_table(
        "TB_OCR_QUALITY",
        sa.Column("WEEK", sa.String(length=8), nullable=False),
        sa.Column("CONFIRMED_CNT", sa.Integer(), nullable=False),
        sa.Column("DRAWN_CNT", sa.Integer(), nullable=False),
        sa.Column("REG_DT", _Time, nullable=False),
        sa.PrimaryKeyConstraint("WEEK", name="PK_TB_OCR_QUALITY"),
    )


def downgrade() -> None:
    for table in ("TB_OCR_QUALITY", "TB_OCR_SECOND_LOOK", "TB_OCR_ASSIGNMENT"):
        op.drop_table(table)
    op.drop_index("IX_TB_OCR_TEXT_HISTORY_CHECKED", "TB_OCR_TEXT_HISTORY")
    op.drop_index("IX_TB_OCR_DOC_TEXT_STATE_CD", "TB_OCR_DOC_TEXT")
    with op.batch_alter_table("TB_OCR_DOC_TEXT") as batch:
        batch.drop_column("CHECK_VALUE")


def _set_values(connection: sa.Connection) -> None:
    """Of the texts that are not checked yet."""
    names = ("TEXT_ID", "TEXT_NM", "SCORE", "STATE_CD")
    text = sa.table(
        "TB_OCR_DOC_TEXT",
        *map(sa.column, names),
        sa.column("CHARACTER_SCORES", sa.JSON),
        sa.column("CHECK_VALUE", sa.Double),
    )
    text_id, state = text.c.TEXT_ID, text.c.STATE_CD
    unchecked = (
        sa.select(text_id, text.c.TEXT_NM, text.c.SCORE, text.c.CHARACTER_SCORES)
        .where(state == TextState.MACHINE.value)
        .order_by(text_id)
        .limit(_AT_ONCE)
    )
    after = ""
    while rows := connection.execute(unchecked.where(text_id > after)).all():
        after = rows[-1].TEXT_ID
        connection.execute(
            sa.update(text).where(text_id == sa.bindparam("id")).values(CHECK_VALUE=sa.bindparam("value")),
            [{"id": row[0], "value": check_value(row[1], row[2], row[3])} for row in rows],
        )
